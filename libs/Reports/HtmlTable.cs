using System.Globalization;
using System.Xml.Linq;

namespace Volcast.Reports;

/// <summary>A report's table as HTML: a caption, a scope for each heading, the note below.</summary>
public static class HtmlTable
{
    /// <summary>The most columns that a phone shows beside each other.</summary>
    private const int NarrowColumns = 5;

    /// <summary>Draws a table.</summary>
    /// <param name="table">The table.</param>
    /// <param name="emphasized">The first cells of the rows that are emphasised.</param>
    /// <returns>A <c>div</c> with the id <c>table-</c> and the table's name.</returns>
    public static XElement Of(ReportTable table, params IReadOnlyCollection<string> emphasized)
    {
        var largest = table.Columns
            .Select((c, i) => c.FullBar is { } full ? full : c.HasBar ? table.Rows.Select(row => Math.Abs(row[i].Number)).DefaultIfEmpty().Max() : 0).ToArray();
        return new XElement("div",
            new XAttribute("class", table.Columns.Count > NarrowColumns ? "table wide" : "table"), new XAttribute("id", $"table-{table.Name}"),
            // A part that scrolls must be reachable by keyboard (WCAG 2.2, 2.1.1).
            new XElement("div", new XAttribute("class", "scroll"), new XAttribute("tabindex", "0"),
                new XAttribute("role", "region"), new XAttribute("aria-label", table.Title),
                new XElement("table", new XAttribute("class", "sortable"),
                    new XElement("caption", new XElement("span", table.Title)),
                    new XElement("thead", new XElement("tr", table.Columns.Select(c =>
                        new XElement("th", new XAttribute("scope", "col"), Kind(c), c.Label ?? c.Heading)))),
                    new XElement("tbody", table.Rows.Select(row => new XElement("tr",
                        emphasized.Contains(row[0].Text) ? new XAttribute("class", "subject") : null,
                        row.Select((cell, i) => Shown(cell, table.Columns[i], isName: i == 0, largest[i]))))))),
            table.Note.Length > 0 ? new XElement("p", new XAttribute("class", "note"), table.Note) : null);
    }

    private static XElement Shown(Cell cell, TableColumn column, bool isName, double largest)
    {
        if (cell.Line is { } line)
            return new XElement("td", new XAttribute("class", "spark"), line.Drawing());
        var text = cell.Label ?? cell.Show(column.Format);
        object[] shown = cell.Address is { } address
            ? [new XElement("a", new XAttribute("href", address), text)]
            : [.. Prose.Parts(text).Select(object (part) => part.IsCode ? new XElement("code", part.Text) : part.Text)];
        if (isName)
            return new XElement("th", new XAttribute("scope", "row"), Kind(column), shown);
        if (!column.HasBar || !(largest > 0))
            return new XElement("td", Kind(column), shown);
        return new XElement("td", new XAttribute("class", "number bar"), Bar(Math.Abs(cell.Number) / largest), shown);
    }

    /// <summary>A bar of a length from 0 to 1. It is SVG, because a strict Content-Security-Policy refuses inline
    /// styles.</summary>
    private static XElement Bar(double length) => new("svg",
        new XAttribute("class", "length"), new XAttribute("viewBox", "0 0 100 1"), new XAttribute("preserveAspectRatio", "none"),
        new XAttribute("aria-hidden", "true"), new XElement("rect",
            new XAttribute("width", double.IsFinite(length) ? (100 * length).ToString("0.#", CultureInfo.InvariantCulture) : "0"),
            new XAttribute("height", "1")));

    private static XAttribute? Kind(TableColumn column) => column.Format is null ? null : new XAttribute("class", "number");
}
