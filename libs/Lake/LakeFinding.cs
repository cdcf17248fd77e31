using System.Globalization;
using System.Text;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>A problem that a verification found.</summary>
/// <param name="Severity">Error: data is lost, damaged or fails its schema. Warning: it needs review.</param>
/// <param name="Path">The object, or the manifest of the symbol's part of a table.</param>
/// <param name="Check">For example <c>digest</c>, <c>orphan</c>, or the name of a schema's check.</param>
/// <param name="Detail">What was found and what to do.</param>
public sealed record LakeFinding(Severity Severity, string Path, string Check, string Detail);

/// <summary>The result of a verification.</summary>
/// <param name="Files">Number of data files checked.</param>
/// <param name="Rows">Number of rows in them.</param>
/// <param name="Findings">In the order of tables and paths.</param>
public sealed record LakeVerification(int Files, long Rows, IReadOnlyList<LakeFinding> Findings)
{
    private const int DefaultLines = 50;

    /// <summary>Whether there is no error; warnings do not count.</summary>
    public bool IsSound => Findings.All(f => f.Severity == Severity.Warning);

    /// <summary>The findings as lines, errors first.</summary>
    /// <param name="lines">The largest number of findings shown; the rest is counted.</param>
    public string ToText(int lines = DefaultLines)
    {
        var text = new StringBuilder();
        foreach (var finding in Findings.OrderByDescending(f => f.Severity).Take(lines))
        {
            var severity = finding.Severity == Severity.Error ? "error  " : "warning";
            text.Append(CultureInfo.InvariantCulture, $"{severity}  {finding.Path}  {finding.Check}  {finding.Detail}\n");
        }
        if (Findings.Count > lines)
            text.Append(CultureInfo.InvariantCulture, $"… and {Findings.Count - lines} more\n");
        var errors = Findings.Count(f => f.Severity == Severity.Error);
        return text.AppendJoin(
            ", ", Counted.Of(Files, "file"), $"{Counted.Of(Rows, "row")}: {Counted.Of(errors, "error")}",
            Counted.Of(Findings.Count - errors, "warning")).ToString();
    }
}
