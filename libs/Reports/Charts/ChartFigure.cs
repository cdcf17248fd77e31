using System.Xml.Linq;

namespace Volcast.Reports.Charts;

/// <summary>A chart on a page of the dashboard: a wide and a narrow drawing, of which the style sheet shows the one that fits,
/// and the values as a table. The custom element <c>volcast-chart</c> adds hover values, keyboard focus and saving as a
/// picture.</summary>
public static class ChartFigure
{
    private const double NarrowWidth = 356;
    private const double NarrowHeight = 250;

    /// <summary>Draws a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">The width of the wide drawing, in the unit in which the text of labels is 11.5 high; near to the width
    /// on the screen in pixels.</param>
    /// <param name="height">Its height.</param>
    /// <param name="source">Where the custom element reads the values as HTML when somebody asks for one, so that a page with
    /// thousands of rows stays small: a row for each distinct X of the chart, ascending. Null to write them into the page.</param>
    public static XElement Of(ReportChart chart, double width, double height, string? source = null) => Of(
        chart.Name, chart.Title, SvgChart.Keys(chart),
        WithStops(SvgChart.Drawing(chart, width, height), chart, width),
        WithStops(SvgChart.Drawing(chart, NarrowWidth, NarrowHeight), chart, NarrowWidth),
        source is null ? ChartValues.Of(chart) : null, source);

    /// <summary>A figure of drawings that exist.</summary>
    /// <param name="name">The key of the chart.</param>
    /// <param name="title">The caption.</param>
    /// <param name="keys">The keys of its series.</param>
    /// <param name="wide">The drawing for wide screens.</param>
    /// <param name="narrow">The drawing for narrow ones.</param>
    /// <param name="values">What is drawn: a row for each stop of the drawings; null where it has a source.</param>
    /// <param name="source">Where the custom element reads the values; null to write them into the page.</param>
    internal static XElement Of(
        string name, string title, IEnumerable<object> keys, XElement wide, XElement narrow, ReportTable? values,
        string? source = null)
    {
        wide.SetAttributeValue("class", "for-wide");
        narrow.SetAttributeValue("class", "for-narrow");
        return new XElement("volcast-chart", new XElement("figure",
            new XAttribute("id", $"chart-{name}"),
            new XAttribute("class", "chart"),
            new XElement("figcaption", new XElement("span", new XAttribute("class", "title"), title), keys),
            wide, narrow,
            new XElement("details", new XAttribute("class", "values"),
                source is null ? null : new XAttribute("data-source", source),
                new XElement("summary", "Values"),
                values is null ? null : HtmlTable.Of(values))));
    }

    /// <summary>Where the rows of the values stand in the drawing, for the custom element.</summary>
    private static XElement WithStops(XElement drawing, ReportChart chart, double width)
    {
        drawing.SetAttributeValue("data-stops", string.Join(' ', SvgChart.Stops(chart, width).Select(SvgChart.Text)));
        return drawing;
    }
}
