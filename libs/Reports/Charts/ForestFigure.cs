using System.Globalization;
using System.Xml.Linq;

namespace Volcast.Reports.Charts;

/// <summary>Draws a forest plot as a table, each row with its own strip of the plot. Positions are in percent, so that words and
/// marks keep their size on every screen.</summary>
public static class ForestFigure
{
    private const int StripHeight = 26, AxisHeight = 20;

    public static XElement Of(ForestPlot plot)
    {
        var axis = ChartAxis.Of(AxisKind.Number, plot.Rows
            .SelectMany(row => new[] { row.Estimate, row.Lower, row.Upper }).Where(double.IsFinite).Append(plot.NoEffect));
        var hasIntervals = plot.Rows.Any(row => double.IsFinite(row.Lower));
        return new XElement("figure", new XAttribute("id", $"forest-{plot.Name}"), new XAttribute("class", "forest"),
            new XElement("table",
                new XElement("caption", new XElement("span", plot.Title)),
                new XElement("thead", new XElement("tr",
                    Heading("", ""), Heading("plot", "", Sides(plot, axis)), Heading("number", plot.EstimateHeading),
                    hasIntervals ? Heading("interval number", "interval") : null)),
                new XElement("tbody", plot.Rows.Select(row => new XElement("tr",
                    row.IsSubject ? new XAttribute("class", "subject") : null,
                    new XElement("th", new XAttribute("scope", "row"), row.Label),
                    new XElement("td", new XAttribute("class", "plot"), Strip(plot, axis, row)),
                    new XElement("td", new XAttribute("class", "number"), NumberText.Of(row.Estimate, plot.Format)),
                    !hasIntervals ? null : new XElement("td", new XAttribute("class", "interval number"), double.IsNaN(row.Lower)
                        ? NumberText.Missing
                        : $"{NumberText.Of(row.Lower, plot.Format)} to {NumberText.Of(row.Upper, plot.Format)}")))),
                new XElement("tfoot", new XElement("tr", new XElement("td"),
                    new XElement("td", new XAttribute("class", "plot"), Axis(axis)), new XElement("td"),
                    hasIntervals ? new XElement("td", new XAttribute("class", "interval")) : null))));
    }

    private static XElement Heading(string kind, string text, XElement? inside = null) => new("th",
        new XAttribute("scope", "col"), kind.Length > 0 ? new XAttribute("class", kind) : null, inside,
        text.Length > 0 ? text
            : new XElement("span", new XAttribute("class", "unseen"), inside is null ? "model" : "on a scale"));

    /// <summary>What each side of the line of no effect means. A side without room has no word.</summary>
    private static XElement Sides(ForestPlot plot, ChartAxis axis)
    {
        const double room = .12;
        var place = axis.Position(plot.NoEffect);
        return Svg(AxisHeight,
            place < room ? null : Word(At(axis, plot.NoEffect), -8, "end", $"← {plot.Below}"),
            place > 1 - room ? null : Word(At(axis, plot.NoEffect), 8, "start", $"{plot.Above} →"));
    }

    private static XElement Strip(ForestPlot plot, ChartAxis axis, ForestRow row)
    {
        const string middle = "50%";
        var strip = Svg(StripHeight, axis.Ticks.Select(tick => Line("grid", At(axis, tick.Value), "0", At(axis, tick.Value), "100%")));
        strip.Add(Line("zero", At(axis, plot.NoEffect), "0", At(axis, plot.NoEffect), "100%"));
        var (lower, upper) = (double.IsNaN(row.Lower) ? row.Estimate : row.Lower, double.IsNaN(row.Upper) ? row.Estimate : row.Upper);
        if (double.IsFinite(row.Estimate))
            strip.Add(new XElement("g", new XAttribute("class", $"forest ink{(row.IsSubject ? Ink.Forecast : Ink.Realized)}"),
                Line("whisker", At(axis, lower), middle, At(axis, upper), middle),
                new XElement("circle", new XAttribute("cx", At(axis, row.Estimate)), new XAttribute("cy", middle),
                    new XAttribute("r", row.IsSubject ? "5.5" : "4.5"))));
        return strip;
    }

    /// <summary>A phone has room for every third label.</summary>
    private static XElement Axis(ChartAxis axis) => Svg(AxisHeight, axis.Ticks.Select((tick, i) => Word(
        At(axis, tick.Value), 0, "middle", tick.Label, isMinor: i % 3 != 0)));

    private static XElement Svg(int height, params object?[] content) => new("svg",
        new XAttribute("width", "100%"), new XAttribute("height", height.ToString(CultureInfo.InvariantCulture)),
        new XAttribute("aria-hidden", "true"), content);

    private static XElement Word(string x, int shift, string anchor, string text, bool isMinor = false) => new("text", new XAttribute("x", x),
        new XAttribute("dx", shift.ToString(CultureInfo.InvariantCulture)), new XAttribute("y", "14"),
        new XAttribute("text-anchor", anchor), isMinor ? new XAttribute("class", "minor") : null, text);

    private static XElement Line(string kind, string x1, string y1, string x2, string y2) => new("line", new XAttribute("class", kind),
        new XAttribute("x1", x1), new XAttribute("y1", y1), new XAttribute("x2", x2), new XAttribute("y2", y2));

    private static string At(ChartAxis axis, double value) =>
        (100 * axis.Position(value)).ToString("0.##", CultureInfo.InvariantCulture) + "%";
}
