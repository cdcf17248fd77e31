using System.Globalization;
using System.Text;

namespace Volcast.Reports;

/// <summary>A report's table as csv (RFC 4180): the keys of the columns as the first line, numbers unrounded, an empty field
/// where a number does not exist. A word that a spreadsheet would run as a formula has an apostrophe before it.</summary>
public static class CsvExport
{
    /// <summary>The media type.</summary>
    public const string ContentType = "text/csv; charset=utf-8";

    /// <summary>What begins a formula in the common spreadsheets (OWASP, CSV injection).</summary>
    private const string FormulaStarts = "=+-@\t\r\n";

    /// <summary>Writes a table.</summary>
    public static string Of(ReportTable table)
    {
        var text = new StringBuilder();
        Line(text, table.Columns.Select(column => Field(column.Name)));
        foreach (var row in table.Rows)
            Line(text, row.Select(cell => cell.Text is { } word ? Field(Neutral(word)) : Number(cell.Number)));
        return text.ToString();
    }

    /// <summary>A word that no spreadsheet runs as a formula.</summary>
    public static string Neutral(string word) =>
        word.Length > 0 && (FormulaStarts.Contains(word[0], StringComparison.Ordinal) || IsWideStart(word[0]))
            ? "'" + word
            : word;

    /// <summary>The full-width forms of the signs, which some spreadsheets read as the signs themselves.</summary>
    private static bool IsWideStart(char letter) => letter is '＝' or '＋' or '－' or '＠';

    private static string Number(double value) =>
        double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";

    private static string Field(string word) =>
        word.AsSpan().IndexOfAny(",\"\r\n") < 0 ? word : $"\"{word.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Line(StringBuilder text, IEnumerable<string> fields) => text.AppendJoin(',', fields).Append("\r\n");
}
