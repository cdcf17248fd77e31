using System.Xml.Linq;
using Volcast.Reports.Charts;

namespace Volcast.Reports;

/// <summary>A report's section as HTML: heading, paragraph, how to read it, charts, tables.</summary>
public static class HtmlSection
{
    /// <summary>Draws a section.</summary>
    /// <param name="section">The section.</param>
    /// <param name="emphasized">The first cells of the table rows that are emphasised.</param>
    public static XElement Of(ReportSection section, params IReadOnlyCollection<string> emphasized) => new("section",
        new XAttribute("id", section.Id),
        new XElement("h2", section.Title),
        section.Text.Length > 0 ? new XElement("p", section.Text) : null,
        section.HowToRead.Length > 0
            ? new XElement("p", new XAttribute("class", "how"), new XElement("strong", "How to read it. "), section.HowToRead) : null,
        new XElement("div", new XAttribute("class", "exhibits"),
            section.ForestPlots.Select(ForestFigure.Of),
            section.Charts.Select(SvgChart.Figure),
            section.Tables.Select(table => HtmlTable.Of(table, emphasized))));

    /// <summary>Links to sections of the same page.</summary>
    /// <param name="links">Anchor and text of each link.</param>
    public static XElement Navigation(IEnumerable<(string Id, string Text)> links) => new("nav",
        new XAttribute("aria-label", "Sections"),
        links.SelectMany((link, i) => i == 0 ? new object[] { Anchor(link) } : [" ", Anchor(link)]));

    private static XElement Anchor((string Id, string Text) link) =>
        new("a", new XAttribute("href", $"#{link.Id}"), link.Text);
}
