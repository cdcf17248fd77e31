namespace Volcast.Reports;

/// <summary>A table of a report, from which HTML, JSON and Markdown are made: numbers are not yet rounded.</summary>
public sealed record ReportTable
{
    /// <summary>A stable key in lower case, used in JSON and in anchors.</summary>
    public required string Name { get; init; }

    /// <summary>What it shows, a caption.</summary>
    public required string Title { get; init; }

    public required IReadOnlyList<TableColumn> Columns { get; init; }

    /// <summary>Each as long as <see cref="Columns"/>; the first cell names the row.</summary>
    public required IReadOnlyList<Cell[]> Rows { get; init; }

    /// <summary>How to read it; may be empty.</summary>
    public string Note { get; init; } = "";

    /// <summary>Selects columns and rows, in the requested order.</summary>
    /// <param name="columns">Names; null for all.</param>
    /// <param name="rows">First cells; null for all.</param>
    /// <exception cref="ArgumentException">There is no such column or row; the message lists the existing ones.</exception>
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
/// <param name="Name">A stable key, used in JSON.</param>
/// <param name="Heading">The heading that a person reads.</param>
/// <param name="Format">The .NET format of its numbers, <see cref="PValue"/> or <see cref="Percentile"/>; null for a column of
/// words.</param>
/// <param name="HasBar">Whether HTML draws a bar of that length beside each number.</param>
public sealed record TableColumn(string Name, string Heading, string? Format = null, bool HasBar = false)
{
    /// <summary>The heading of a page, where <see cref="Heading"/> is too short to be understood; null to show that one.</summary>
    public string? Label { get; init; }

    /// <summary>The number whose bar is full, such as 100 for a percentile; null for the largest of the column.</summary>
    public double? FullBar { get; init; }

    /// <summary>The format of probabilities: three digits, and "&lt;.001" below.</summary>
    public const string PValue = "p";

    /// <summary>The format of percentiles: <see cref="NumberText.Percentile"/>.</summary>
    public const string Percentile = "percentile";
}
