using System.Text;

namespace Volcast.Reports;

/// <summary>A report's table in Markdown.</summary>
public static class MarkdownTable
{
    /// <summary>Lines without line ends: the headings, the rule, a line for each row.</summary>
    public static IReadOnlyList<string> Lines(ReportTable table) =>
    [
        Line(table.Columns.Select(column => column.Heading)),
        "|" + string.Concat(table.Columns.Select(column => column.Format is null ? "---|" : "---:|")),
        .. table.Rows.Select(row => Line(row.Select((cell, i) => Escaped(cell, table.Columns[i], isName: i == 0)))),
    ];

    /// <summary>Splits a line of a table into its cells, which stay escaped.</summary>
    public static string[] Cells(string line) =>
        [.. line.Trim().Trim('|').Replace(@"\|", "\u0001", StringComparison.Ordinal).Split('|')
            .Select(cell => cell.Trim().Replace("\u0001", @"\|", StringComparison.Ordinal))];

    private static string Line(IEnumerable<string> cells) =>
        new StringBuilder("| ").AppendJoin(" | ", cells).Append(" |").ToString();

    private static string Escaped(Cell cell, TableColumn column, bool isName)
    {
        var shown = cell.Show(column.Format).Replace("|", @"\|", StringComparison.Ordinal);
        return isName && column.Format is null ? $"`{shown}`" : shown.Replace("<", "&lt;", StringComparison.Ordinal);
    }
}
