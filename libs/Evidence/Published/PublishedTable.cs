using System.Text.RegularExpressions;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>A table in a Markdown page between the markers <c>&lt;!-- evidence: volcast-1/SPY-5d leaderboard --&gt;</c> and
/// <c>&lt;!-- /evidence --&gt;</c>, each alone on its line and outside fenced code. The first marker may also contain
/// <c>columns=model,qlike</c> and <c>rows=volcast,har</c>.</summary>
/// <param name="File">The page, relative to the repository.</param>
/// <param name="Line">The line of the first marker, from 0.</param>
/// <param name="Folder">The evidence from which it is computed, as <see cref="EvidenceFolder.Name"/>.</param>
/// <param name="Table">One of <see cref="EvidenceTables.Names"/>.</param>
/// <param name="Columns">The columns shown; null for all.</param>
/// <param name="Rows">The rows shown; null for all.</param>
/// <param name="Content">The lines between the markers.</param>
internal sealed partial record PublishedTable(
    string File, int Line, string Folder, string Table, IReadOnlyList<string>? Columns, IReadOnlyList<string>? Rows,
    IReadOnlyList<string> Content)
{
    private const string End = "<!-- /evidence -->";

    /// <summary>The pages of a repository that may hold tables.</summary>
    public static IEnumerable<string> Pages(string root)
    {
        var readme = Path.Combine(root, "README.md");
        var docs = Path.Combine(root, "docs");
        return (System.IO.File.Exists(readme) ? new[] { readme } : [])
            .Concat(Directory.Exists(docs)
                ? Directory.EnumerateFiles(docs, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal) : []);
    }

    /// <summary>The tables of a page.</summary>
    /// <exception cref="EvidenceException">A marker cannot be read, or is not closed; the message names the line.</exception>
    public static IReadOnlyList<PublishedTable> In(string file, IReadOnlyList<string> lines)
    {
        var tables = new List<PublishedTable>();
        var fenced = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith("```", StringComparison.Ordinal))
                fenced = !fenced;
            if (fenced || !line.StartsWith("<!-- evidence", StringComparison.Ordinal))
                continue;
            var marker = Marker().Match(line);
            if (!marker.Success)
                throw new EvidenceException($"{file}, line {i + 1}: expected a marker such as "
                    + $"<!-- evidence: volcast-1/SPY-5d leaderboard columns=model,qlike -->, but found {line}");
            var end = i + 1;
            while (end < lines.Count && lines[end].Trim() != End)
                if (lines[end++].TrimStart().StartsWith("<!-- evidence", StringComparison.Ordinal))
                    end = lines.Count;
            if (end == lines.Count)
                throw new EvidenceException($"{file}, line {i + 1}: the marker is not closed by {End}.");
            tables.Add(new(file, i, marker.Groups["folder"].Value, marker.Groups["table"].Value, List(marker.Groups["columns"]),
                List(marker.Groups["rows"]), [.. lines.Skip(i + 1).Take(end - i - 1)]));
            i = end;
        }
        return tables;
    }

    /// <summary>The lines between the markers, from the published tables.</summary>
    /// <exception cref="EvidenceException">There is no such table, column or row.</exception>
    public IReadOnlyList<string> From(IReadOnlyList<ReportTable> tables)
    {
        try
        {
            return MarkdownTable.Lines(EvidenceTables.Find(Table, tables, Folder).Only(Columns, Rows));
        }
        catch (ArgumentException wrong)
        {
            throw new EvidenceException($"{File}, line {Line + 1}: {wrong.Message}", wrong);
        }
    }

    private static string[]? List(Group group) => group.Success ? group.Value.Split(',') : null;

    [GeneratedRegex(@"^<!-- evidence: (?<folder>[\w.-]+/[\w.^-]+) (?<table>\w+)"
        + @"(?: columns=(?<columns>\S+))?(?: rows=(?<rows>\S+))? -->$")]
    private static partial Regex Marker();
}
