using System.Globalization;

namespace Volcast.Evidence.Report;

/// <summary>A table of a report, before it is HTML, JSON or Markdown: numbers stay numbers.</summary>
public sealed record ReportTable
{
    /// <summary>Stable, lower case; the key in report.json and in the markers of the docs.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, a caption.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Each as long as <see cref="Columns"/>; the first cell names the row.</summary>
    public required IReadOnlyList<Cell[]> Rows { get; init; }

    /// <summary>How to read it; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Some of the columns and rows, in the order asked for.</summary>
    /// <param name="columns">Names; null for all.</param>
    /// <param name="rows">First cells; null for all.</param>
    /// <exception cref="ArgumentException">There is no such column or row; the message lists those there are.</exception>
    public ReportTable Only(IReadOnlyList<string>? columns, IReadOnlyList<string>? rows)
    {
        var places = columns?.Select(name => Place(name, Columns.Select(c => c.Name), "column")).ToArray()
            ?? [.. Enumerable.Range(0, Columns.Count)];
        var lines = rows?.Select(name => Place(name, Rows.Select(r => r[0].Show(Columns[0].Format)), "row")).ToArray()
            ?? [.. Enumerable.Range(0, Rows.Count)];
        return this with
        {
            Columns = [.. places.Select(place => Columns[place])],
            Rows = [.. lines.Select(line => Array.ConvertAll(places, place => Rows[line][place]))],
        };
    }

    private int Place(string name, IEnumerable<string> names, string kind)
    {
        var all = names.ToList();
        var place = all.IndexOf(name);
        return place >= 0
            ? place
            : throw new ArgumentException($"Table {Name} has no {kind} '{name}', only {string.Join(", ", all)}.");
    }
}

/// <summary>A column of a report's table.</summary>
/// <param name="Name">Stable; the key in report.json.</param>
/// <param name="Heading">As a person reads it.</param>
/// <param name="Format">A .NET format of its numbers, or <see cref="PValue"/>; null for words.</param>
/// <param name="HasBar">Whether the page draws each number as a bar beside it.</param>
public sealed record TableColumn(string Name, string Heading, string? Format = null, bool HasBar = false)
{
    /// <summary>The format of probabilities: three digits, and "&lt;.001" below.</summary>
    public const string PValue = "p";
}

/// <summary>A number or a word; a NaN is shown as a dash.</summary>
public readonly record struct Cell
{
    private Cell(string? text, double number) => (Text, Number) = (text, number);

    /// <summary>The word; null where the cell holds a number.</summary>
    public string? Text { get; }

    public double Number { get; }

    public static implicit operator Cell(string text) => new(text, double.NaN);

    public static implicit operator Cell(double number) => new(null, number);

    /// <summary>As a person reads it, rounded by the column's format.</summary>
    public string Show(string? format)
    {
        if (Text is not null)
            return Text;
        if (!double.IsFinite(Number))
            return double.IsNaN(Number) ? "–" : Number > 0 ? "∞" : "−∞";
        if (format == TableColumn.PValue)
            return Number < .001 ? "<.001" : Number.ToString(".000", CultureInfo.InvariantCulture);
        var shown = Number.ToString(format, CultureInfo.InvariantCulture);
        return shown.StartsWith('-') && shown.Any(c => c is >= '1' and <= '9') ? "−" + shown[1..] : shown.TrimStart('-');
    }
}
