using MiniExcelLibs;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Exports;

/// <summary>A report's table as a workbook (Office Open XML): the keys of the columns in the first row, numbers as numbers and
/// unrounded, an empty cell where a number does not exist. A word that a spreadsheet would run as a formula has an
/// apostrophe before it, as in csv.</summary>
internal static class WorkbookExport
{
    /// <summary>The media type.</summary>
    public const string ContentType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

    /// <summary>Writes a table.</summary>
    public static byte[] Of(ReportTable table)
    {
        using var stream = new MemoryStream();
        stream.SaveAs(Rows(table), sheetName: table.Name[..Math.Min(table.Name.Length, LongestSheetName)]);
        return stream.ToArray();
    }

    private const int LongestSheetName = 31;

    private static IEnumerable<Dictionary<string, object?>> Rows(ReportTable table)
    {
        foreach (var row in table.Rows)
        {
            var cells = new Dictionary<string, object?>(StringComparer.Ordinal);
            for (var i = 0; i < row.Length; i++)
                cells[table.Columns[i].Name] = Value(row[i]);
            yield return cells;
        }
    }

    private static object? Value(Cell cell) => cell.Text is { } word
        ? CsvExport.Neutral(word)
        : double.IsFinite(cell.Number) ? cell.Number : null;
}
