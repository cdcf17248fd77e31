namespace Volcast.Reports;

/// <summary>A number or a word; a NaN is shown as a dash.</summary>
public readonly record struct Cell
{
    private Cell(string? text, double number) => (Text, Number) = (text, number);

    /// <summary>The word; null where the cell holds a number.</summary>
    public string? Text { get; }

    /// <summary>The number; NaN where the cell holds a word or the number does not exist.</summary>
    public double Number { get; }

    public static implicit operator Cell(string text) => new(text, double.NaN);

    public static implicit operator Cell(double number) => new(null, number);

    /// <summary>The text that a person reads, rounded by the column's format; invariant culture.</summary>
    /// <param name="format">A .NET format or <see cref="TableColumn.PValue"/>.</param>
    public string Show(string? format)
    {
        if (Text is not null)
            return Text;
        return format == TableColumn.PValue && double.IsFinite(Number)
            ? Number < .001 ? "<.001" : NumberText.Of(Number, ".000")
            : NumberText.Of(Number, format);
    }
}
