using System.Text.RegularExpressions;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>
/// A single number in the prose of a Markdown page, between <c>&lt;!-- figure: volcast-1/SPY-5d leaderboard volcast qlike
/// --&gt;</c> and <c>&lt;!-- /figure --&gt;</c> on the same line, outside fenced code. It is a cell of a table, given by the
/// first cell of its row and the name of its column. The marker may end in <c>format=0.0 %</c>, a .NET format that replaces the
/// format of the column.
/// </summary>
/// <param name="File">The page, relative to the repository.</param>
/// <param name="Line">The line, from 0.</param>
/// <param name="Start">The position in the line at which the number starts.</param>
/// <param name="Content">The published text.</param>
/// <param name="Folder">The evidence from which it is computed, as <see cref="EvidenceFolder.Name"/>.</param>
/// <param name="Table">One of <see cref="EvidenceTables.Names"/>.</param>
/// <param name="Row">The first cell of the row.</param>
/// <param name="Column">The column's name.</param>
/// <param name="Format">Null for the format of the column.</param>
internal sealed partial record PublishedFigure(
    string File, int Line, int Start, string Content, string Folder, string Table, string Row, string Column, string? Format)
{
    private const string Begin = "<!-- figure", End = "<!-- /figure -->";

    /// <summary>The description of the figure in a finding.</summary>
    public string Place => $"line {Line + 1}, figure {Table} {Row} {Column} of {Folder}";

    /// <summary>The figures of a page, in reading order.</summary>
    /// <exception cref="EvidenceException">A marker cannot be read, is not closed on its line, or starts its line.</exception>
    public static IReadOnlyList<PublishedFigure> In(string file, IReadOnlyList<string> lines)
    {
        var figures = new List<PublishedFigure>();
        var fenced = false;
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].TrimStart().StartsWith("```", StringComparison.Ordinal))
                fenced = !fenced;
            if (fenced)
                continue;
            var markers = Marker().Matches(lines[i]);
            if (markers.Count != Count(lines[i], Begin) || markers.Count != Count(lines[i], End))
                throw new EvidenceException($"{file}, line {i + 1}: expected <!-- figure: volcast-1/SPY-5d leaderboard volcast "
                    + $"qlike -->, the number and {End} on one line, but found {lines[i].Trim()}");
            if (markers.Count > 0 && lines[i][..markers[0].Index].Trim(' ', '-', '*', '>').Length == 0)
                throw new EvidenceException($"{file}, line {i + 1}: a line must not begin with the marker of a figure, because a "
                    + "comment there ends a Markdown paragraph. Put a word before it.");
            figures.AddRange(markers.Select(marker => new PublishedFigure(file, i, marker.Groups["content"].Index,
                marker.Groups["content"].Value, marker.Groups["folder"].Value, marker.Groups["table"].Value,
                marker.Groups["row"].Value, marker.Groups["column"].Value,
                marker.Groups["format"] is { Success: true } format ? format.Value : null)));
        }
        return figures;
    }

    /// <summary>The text from the published tables.</summary>
    /// <exception cref="EvidenceException">There is no such table, row or column.</exception>
    public string From(IReadOnlyList<ReportTable> tables)
    {
        try
        {
            var table = EvidenceTables.Find(Table, tables, Folder).Only([Column], [Row]);
            return table.Rows[0][0].Show(Format ?? table.Columns[0].Format).Replace("<", "&lt;", StringComparison.Ordinal);
        }
        catch (ArgumentException wrong)
        {
            throw new EvidenceException($"{File}, line {Line + 1}: {wrong.Message}", wrong);
        }
    }

    private static int Count(string line, string part) => line.Split(part).Length - 1;

    [GeneratedRegex(@"<!-- figure: (?<folder>[\w.-]+/[\w.^-]+) (?<table>\w+) (?<row>\S+) (?<column>\w+)"
        + @"(?: format=(?<format>[^<>]+?))? -->(?<content>[^<]*)<!-- /figure -->")]
    private static partial Regex Marker();
}
