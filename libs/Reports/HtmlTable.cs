using System.Globalization;
using System.Xml.Linq;

namespace Volcast.Reports;

/// <summary>A report's table as HTML: a caption, a scope for each heading, the note below.</summary>
public static class HtmlTable
{
    /// <summary>Draws a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="emphasized">The first cells of the rows that stand out.</param>
    /// <returns>A <c>div</c> with the id <c>table-</c> and the table's name.</returns>
    public static XElement Of(ReportTable table, params IReadOnlyCollection<string> emphasized)
    {
        var largest = table.Columns
            .Select((c, i) => c.HasBar ? table.Rows.Select(row => Math.Abs(row[i].Number)).DefaultIfEmpty().Max() : 0).ToArray();
        return new XElement("div", new XAttribute("class", "table"), new XAttribute("id", $"table-{table.Name}"),
            new XElement("table",
                new XElement("caption", new XElement("span", table.Title)),
                new XElement("thead", new XElement("tr", table.Columns.Select(c =>
                    new XElement("th", new XAttribute("scope", "col"), Kind(c), c.Heading)))),
                new XElement("tbody", table.Rows.Select(row => new XElement("tr",
                    emphasized.Contains(row[0].Text) ? new XAttribute("class", "subject") : null,
                    row.Select((cell, i) => Shown(cell, table.Columns[i], isName: i == 0, largest[i])))))),
            table.Note.Length > 0 ? new XElement("p", new XAttribute("class", "note"), table.Note) : null);
    }

    private static XElement Shown(Cell cell, TableColumn column, bool isName, double largest)
    {
        var shown = cell.Show(column.Format);
        if (isName)
            return new XElement("th", new XAttribute("scope", "row"), Kind(column), shown);
        if (!column.HasBar || !(largest > 0))
            return new XElement("td", Kind(column), shown);
        var width = (100 * Math.Abs(cell.Number) / largest).ToString("0.#", CultureInfo.InvariantCulture);
        return new XElement("td", new XAttribute("class", "number bar"), new XElement("span",
            new XAttribute("class", "length"), new XElement("span", new XAttribute("style", $"width:{width}%"), "")), shown);
    }

    private static XAttribute? Kind(TableColumn column) => column.Format is null ? null : new XAttribute("class", "number");
}
