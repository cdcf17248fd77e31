namespace Volcast.Features.Windows;

/// <summary>Columns of equal length, one after another in one block of memory.</summary>
internal readonly ref struct Columns(Span<double> memory, int length)
{
    private readonly Span<double> memory = memory;

    public int Length { get; } = length;

    public Span<double> this[int column] => memory.Slice(column * Length, Length);
}

/// <summary>
/// Working columns of one block of rows. Pass it by value if the columns that the callee takes are free again when it returns,
/// and by reference if they stay in use.
/// </summary>
internal ref struct Scratch(Span<double> memory, int length)
{
    private Span<double> free = memory;

    public int Length { get; } = length;

    /// <summary>The next free column. Its content is undefined.</summary>
    public Span<double> Column() => Columns(1)[0];

    /// <inheritdoc cref="Column"/>
    public Columns Columns(int count)
    {
        var columns = new Columns(free[..(count * Length)], Length);
        free = free[(count * Length)..];
        return columns;
    }
}
