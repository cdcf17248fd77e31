using Volcast.Reports.Charts;

namespace Volcast.Reports;

/// <summary>A number, a word or a small drawing of numbers in time; a NaN is shown as a dash.</summary>
public readonly record struct Cell
{
    private Cell(string? text, double number) => (Text, Number) = (text, number);

    /// <summary>The word; null where the cell holds a number.</summary>
    public string? Text { get; }

    /// <summary>The number; NaN where the cell holds a word or the number does not exist.</summary>
    public double Number { get; }

    /// <summary>What a page shows in place of a key or of a number in the column's format; null to show these.</summary>
    public string? Label { get; private init; }

    /// <summary>The address that a page links the word to; null for none.</summary>
    public string? Address { get; private init; }

    /// <summary>Drawn as a sparkline; null for a number or a word.</summary>
    public Sparkline? Line { get; private init; }

    /// <summary>A key of JSON and Markdown, which a page shows in plain words.</summary>
    public static Cell Named(string key, string label) => new(key, double.NaN) { Label = label };

    /// <summary>A number that a page shows in another format than its column's.</summary>
    public static Cell Shown(double number, string label) => new(null, number) { Label = label };

    /// <summary>A word that links to an address.</summary>
    public static Cell Link(string text, string address) => new(text, double.NaN) { Address = address };

    /// <summary>A sparkline.</summary>
    public static Cell Drawn(Sparkline line) => new("", double.NaN) { Line = line };

    public static implicit operator Cell(string text) => new(text, double.NaN);

    public static implicit operator Cell(double number) => new(null, number);

    /// <summary>A number that may not exist.</summary>
    public static implicit operator Cell(double? number) => number ?? double.NaN;

    /// <summary>The text that a person reads, rounded by the column's format; invariant culture.</summary>
    /// <param name="format">A .NET format, <see cref="TableColumn.PValue"/> or <see cref="TableColumn.Percentile"/>.</param>
    public string Show(string? format)
    {
        if (Text is not null)
            return Text;
        return format switch
        {
            TableColumn.PValue when double.IsFinite(Number) => Number < .001 ? "<.001" : NumberText.Of(Number, ".000"),
            TableColumn.Percentile => NumberText.Percentile(Number),
            _ => NumberText.Of(Number, format),
        };
    }
}
