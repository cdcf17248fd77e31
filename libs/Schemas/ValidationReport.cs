using System.Globalization;
using System.Text;

namespace Volcast.Schemas;

/// <summary>One failed check in one row or table.</summary>
/// <param name="Table">The table's name.</param>
/// <param name="Column">The column or columns, comma-separated.</param>
/// <param name="Check">The check's name, for example <c>range</c>.</param>
/// <param name="RowKey">The row's key, for example <c>SPY 2020-01-02</c>; empty for a failure of the whole table.</param>
/// <param name="Value">The value found, or a description of the failure.</param>
/// <param name="Severity">Error or warning.</param>
/// <param name="Row">The row's index in the frame; null for a failure of the whole table.</param>
public sealed record ValidationFailure(
    string Table, string Column, string Check, string RowKey, string Value, Severity Severity, int? Row)
{
    public override string ToString() => $"{Check} of {Column}{(RowKey.Length > 0 ? $" at {RowKey}" : "")}: {Value}";
}

/// <summary>All findings of a validation.</summary>
public sealed class ValidationReport
{
    private const int DefaultLines = 20;

    internal ValidationReport(string table, ColumnFrame frame, IReadOnlyList<ValidationFailure> failures)
    {
        Table = table;
        Frame = frame;
        Failures = failures;
        Errors = [.. failures.Where(f => f.Severity == Severity.Error)];
        Warnings = [.. failures.Where(f => f.Severity == Severity.Warning)];
    }

    public string Table { get; }

    /// <summary>The frame as it was checked: converted where the schema converts, with the declared columns first and in declared
    /// order.</summary>
    public ColumnFrame Frame { get; }

    /// <summary>In the order of the checks: the table's shape, columns, then checks across columns.</summary>
    public IReadOnlyList<ValidationFailure> Failures { get; }

    public IReadOnlyList<ValidationFailure> Errors { get; }
    public IReadOnlyList<ValidationFailure> Warnings { get; }

    /// <summary>True without errors; warnings do not count.</summary>
    public bool IsValid => Errors.Count == 0;

    /// <exception cref="SchemaException">The report has an error.</exception>
    public void ThrowIfErrors()
    {
        if (!IsValid) throw new SchemaException(this);
    }

    /// <summary>The failures as an aligned table, errors first.</summary>
    /// <param name="lines">The most failures to list; the others are counted.</param>
    public string ToText(int lines = DefaultLines)
    {
        if (Failures.Count == 0) return $"{Table}: no failures";
        string[][] rows =
        [
            ["severity", "table", "column", "check", "row", "value"],
            .. Errors.Concat(Warnings).Take(lines)
                .Select(f => new[] { f.Severity.ToString().ToLowerInvariant(), f.Table, f.Column, f.Check, f.RowKey, f.Value }),
        ];
        var widths = Enumerable.Range(0, rows[0].Length - 1).Select(c => rows.Max(r => r[c].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var c = 0; c < widths.Length; c++)
                text.Append(row[c].PadRight(widths[c] + 2));
            text.Append(row[^1]).Append('\n');
        }
        if (Failures.Count > lines)
            text.Append(CultureInfo.InvariantCulture, $"… and {Failures.Count - lines} more\n");
        return text.Append(CultureInfo.InvariantCulture,
            $"{Errors.Count} error{Plural(Errors.Count)}, {Warnings.Count} warning{Plural(Warnings.Count)}").ToString();

        static string Plural(int count) => count == 1 ? "" : "s";
    }
}

/// <summary>A table does not satisfy its schema.</summary>
public sealed class SchemaException(ValidationReport report)
    : Exception($"Table {report.Table} fails its schema.\n{report.ToText()}")
{
    public ValidationReport Report { get; } = report;
}
