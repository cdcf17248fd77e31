namespace Volcast.Features.Windows;

/// <summary>Columns of one length, one after another in one piece of memory.</summary>
internal readonly ref struct Columns(Span<double> memory, int length)
{
    private readonly Span<double> memory = memory;

    public int Length { get; } = length;

    public Span<double> this[int column] => memory.Slice(column * Length, Length);
}

/// <summary>
/// Working columns of one block of rows. It is passed by value where the columns that a callee takes are to be free again when it
/// returns, by reference where they stay in use.
/// </summary>
internal ref struct Scratch(Span<double> memory, int length)
{
    private Span<double> free = memory;

    public int Length { get; } = length;

    /// <summary>The next free column. Its content is whatever was there before.</summary>
    public Span<double> Column() => Columns(1)[0];

    /// <inheritdoc cref="Column"/>
    public Columns Columns(int count)
    {
        var columns = new Columns(free[..(count * Length)], Length);
        free = free[(count * Length)..];
        return columns;
    }
}
