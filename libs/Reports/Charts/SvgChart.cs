using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace Volcast.Reports.Charts;

/// <summary>Draws a chart as inline SVG. Colours come from the page's style sheet through classes, so that the chart follows
/// light, dark and print.</summary>
public static class SvgChart
{
    private const double Left = 52, Right = 10, Top = 8, Bottom = 26;

    private const double LabelSize = 11.5, NameSize = 12;

    /// <summary>The side of a square chart's plot, so that a step is as long on both axes.</summary>
    private const double SquareSide = 360;

    private const double WideWidth = 1000, WideHeight = 340, NarrowWidth = 360, NarrowHeight = 260;

    /// <summary>A <c>figure</c> with caption, key and drawing. A chart that is not square has one drawing for wide screens and one for
    /// narrow ones, of which the style sheet shows one, so that labels keep their size.</summary>
    public static XElement Figure(ReportChart chart)
    {
        return new XElement("figure",
            new XAttribute("id", $"chart-{chart.Name}"),
            new XAttribute("class", chart.IsSquare ? "square" : "wide"),
            new XElement("figcaption", new XElement("span", new XAttribute("class", "title"), chart.Title), Keys(chart)),
            chart.IsSquare
                ? Drawing(chart, SquareSide + Left + Right, SquareSide + Top + Bottom)
                : (object)new[] { For("wide", WideWidth, WideHeight), For("narrow", NarrowWidth, NarrowHeight) });

        XElement For(string screen, double width, double height)
        {
            var drawing = Drawing(chart, width, height);
            drawing.SetAttributeValue("class", $"for-{screen}");
            return drawing;
        }
    }

    /// <summary>The key of each series, as <c>span</c> elements with a space before each. Series of one name share the key of the
    /// last.</summary>
    internal static IEnumerable<object> Keys(ReportChart chart) => chart.Series
        .Where((s, i) => !chart.Series.Skip(i + 1).Any(later => later.Label == s.Label))
        .SelectMany(s => new object[] { " ", new XElement("span", new XAttribute("class", $"key {Class(s)}"), s.Label) });

    /// <summary>The <c>svg</c> alone.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="width">In the unit in which the text of labels is 11.5 high.</param>
    /// <param name="height">In the same unit.</param>
    public static XElement Drawing(ReportChart chart, double width, double height)
    {
        var present = chart.Series.SelectMany(s => s.Points).Where(p => p.IsPresent).ToArray();
        // Stems begin at zero, so zero is on the axis.
        double[] ys =
        [
            .. present.SelectMany(p => double.IsFinite(p.Upper) ? new[] { p.Y, p.Upper } : [p.Y]),
            .. chart.Series.Any(s => s.Kind == SeriesKind.Stems) ? [0] : Array.Empty<double>(),
        ];
        var xs = present.Select(p => p.X).ToArray();
        double[] both = [.. xs, .. ys];
        var mostTicks = Math.Clamp((int)(width / 68), 2, 14);
        var x = ChartAxis.Of(chart.X, chart.IsSquare ? both : xs, mostTicks);
        var y = ChartAxis.Of(chart.Y, chart.IsSquare ? both : ys, mostTicks);
        var baselines = Baselines();
        return new XElement("svg",
            new XAttribute("viewBox", $"0 0 {Text(width)} {Text(height)}"),
            new XAttribute("role", "img"),
            new XAttribute("aria-label", chart.Title),
            Grid(),
            chart.IsSquare ? Line("equality", X(x.From), Y(y.From), X(x.To), Y(y.To)) : null,
            chart.Series.Select(s => new XElement("g", new XAttribute("class", Class(s)), Marks(s), Names(s))));

        double X(double value) => Left + x.Position(value) * (width - Left - Right);
        double Y(double value) => height - Bottom - y.Position(value) * (height - Top - Bottom);

        IEnumerable<XElement> Grid()
        {
            foreach (var (value, label) in y.Ticks)
            {
                yield return Line(value == 0 ? "zero" : "grid", Left, Y(value), width - Right, Y(value));
                yield return Label(Left - 6, Y(value) + 4, "end", label);
            }
            foreach (var (value, label) in x.Ticks)
            {
                yield return Line("grid", X(value), Top, X(value), height - Bottom);
                var isCut = X(value) + LabelWidth.Of(label, LabelSize) / 2 > width;
                yield return Label(isCut ? width : X(value), height - Bottom + 16, isCut ? "end" : "middle", label);
            }
        }

        IEnumerable<XElement> Marks(ChartSeries series) => series.Kind switch
        {
            SeriesKind.Points => series.Points.Where(p => p.IsPresent).Select(p => new XElement("circle",
                p.IsMarked ? new XAttribute("class", "marked") : null,
                new XAttribute("cx", Text(X(p.X))), new XAttribute("cy", Text(Y(p.Y))),
                new XAttribute("r", p.IsMarked ? "5.5" : "4.5"))),
            SeriesKind.Stems => [Path(series.Points.Where(p => p.IsPresent).SelectMany(p => new[] { (X(p.X), Y(0)), (X(p.X), Y(p.Y)) }),
                "", everySecond: true)],
            SeriesKind.Breaches => series.Points.Where(p => p.IsPresent).Select(p => Diamond(X(p.X), Y(p.Y))),
            SeriesKind.Whiskers => series.Points.Where(p => p.IsPresent && double.IsFinite(p.Upper))
                .Select(p => Line("whisker", X(p.X), Y(p.Y), X(p.X), Y(p.Upper))),
            SeriesKind.Band => Pieces(series).Select(piece => Path(
                piece.Select(p => (X(p.X), Y(p.Y))).Concat(piece.Reverse().Select(p => (X(p.X), Y(p.Upper)))), "Z")),
            _ => Pieces(series).Select(piece => Path(piece.Select(p => (X(p.X), Y(p.Y))), "")),
        };

        IEnumerable<XElement> Names(ChartSeries series) => series.Points.Where(p => p.IsPresent && p.Label is not null)
            .Select(p => new XElement("text", new XAttribute("class", "name"),
                new XAttribute("x", Text(X(p.X))),
                new XAttribute("y", Text(baselines[p])),
                new XAttribute("text-anchor", NameAnchor(p)), p.Label));

        string NameAnchor(ChartPoint point) => X(point.X) > width - 60 ? "end" : "middle";

        // The baseline of each name, from the highest point down: beside its point, and where another name stands already, in the
        // nearest free line.
        Dictionary<ChartPoint, double> Baselines()
        {
            var found = new Dictionary<ChartPoint, double>();
            foreach (var point in chart.Series.SelectMany(s => s.Points).Where(p => p.IsPresent && p.Label is not null)
                .Distinct().OrderByDescending(p => p.Y))
            {
                var (above, below) = (Math.Max(NameSize, Y(point.Y) - 11), Y(point.Y) + 20);
                double[] beside = HasNameAbove(point) ? [below, above] : [above, below];
                found.Add(point, beside.Concat([below + NameSize, above - NameSize]).Where(IsInside).FirstOrDefault(
                    baseline => found.All(other => !Overlap(point, baseline, other.Key, other.Value)), beside[0]));
            }
            return found;

            bool IsInside(double baseline) => baseline >= NameSize && baseline <= height - Bottom;
        }

        bool Overlap(ChartPoint one, double baseline, ChartPoint other, double otherBaseline) =>
            Math.Abs(baseline - otherBaseline) < NameSize && NameFrom(one) < NameFrom(other) + NameWidth(other)
            && NameFrom(other) < NameFrom(one) + NameWidth(one);

        double NameFrom(ChartPoint point) => X(point.X) - (NameAnchor(point) == "end" ? 1 : .5) * NameWidth(point);

        static double NameWidth(ChartPoint point) => LabelWidth.Of(point.Label!, NameSize);

        // The name of a point that stands closely below another named point is written below it.
        bool HasNameAbove(ChartPoint point) => chart.Series.SelectMany(s => s.Points).Any(other =>
            other.Label is not null && other.IsPresent && other.Y > point.Y
            && Math.Abs(X(other.X) - X(point.X)) < 70 && Y(point.Y) - Y(other.Y) < 50);
    }

    /// <summary>The abscissae of a drawing of that width, ascending, for each distinct X of the chart.</summary>
    internal static IEnumerable<double> Stops(ReportChart chart, double width)
    {
        double[] xs = [.. chart.Series.SelectMany(s => s.Points).Where(p => p.IsPresent).Select(p => p.X).Distinct().Order()];
        var axis = ChartAxis.Of(chart.X, xs);
        return xs.Select(x => Left + axis.Position(x) * (width - Left - Right));
    }

    internal static string Class(ChartSeries series) =>
        $"{series.Kind.ToString().ToLowerInvariant()} ink{series.Ink.ToString(CultureInfo.InvariantCulture)}"
        + (series.Style == LineStyle.Plain ? "" : $" {series.Style.ToString().ToLowerInvariant()}");

    /// <summary>The stretches of points without a gap.</summary>
    private static IEnumerable<ChartPoint[]> Pieces(ChartSeries series)
    {
        var piece = new List<ChartPoint>();
        foreach (var point in series.Points)
            if (point.IsPresent && (series.Kind != SeriesKind.Band || double.IsFinite(point.Upper)))
                piece.Add(point);
            else if (piece.Count > 0)
            {
                yield return [.. piece];
                piece.Clear();
            }
        if (piece.Count > 0)
            yield return [.. piece];
    }

    private static XElement Diamond(double x, double y)
    {
        const double half = 4;
        return Path([(x, y - half), (x + half, y), (x, y + half), (x - half, y)], "Z");
    }

    /// <param name="points">In the unit of the drawing.</param>
    /// <param name="end">The command after the last point.</param>
    /// <param name="everySecond">Whether each pair of points is a line of its own.</param>
    private static XElement Path(IEnumerable<(double X, double Y)> points, string end, bool everySecond = false)
    {
        var (path, count) = (new StringBuilder(), 0);
        foreach (var (x, y) in points)
            path.Append(count++ == 0 || everySecond && count % 2 == 1 ? 'M' : 'L').Append(Text(x)).Append(' ').Append(Text(y));
        return new XElement("path", new XAttribute("d", path.Append(end).ToString()));
    }

    internal static XElement Line(string name, double x1, double y1, double x2, double y2) => new("line",
        new XAttribute("class", name), new XAttribute("x1", Text(x1)), new XAttribute("y1", Text(y1)),
        new XAttribute("x2", Text(x2)), new XAttribute("y2", Text(y2)));

    internal static XElement Label(double x, double y, string anchor, string text) => new("text",
        new XAttribute("x", Text(x)), new XAttribute("y", Text(y)), new XAttribute("text-anchor", anchor), text);

    internal static string Text(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);
}
