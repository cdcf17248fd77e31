using System.Xml.Linq;

namespace Volcast.Reports.Charts;

/// <summary>A forecast with its intervals on one scale, and other volatilities marked on it, each with its label.</summary>
public static class IntervalStrip
{
    private const double Side = 26;

    /// <summary>One interval.</summary>
    /// <param name="Level">The nominal coverage, such as .8.</param>
    /// <param name="Lower">Annualised, decimal.</param>
    /// <param name="Upper">Annualised, decimal.</param>
    public readonly record struct Interval(double Level, double Lower, double Upper);

    /// <summary>One mark below the strip.</summary>
    /// <param name="Label">Its name, such as VIX.</param>
    /// <param name="Value">Annualised, decimal.</param>
    /// <param name="MarkInk">Its colour, one of <see cref="Ink"/>.</param>
    public readonly record struct Mark(string Label, double Value, int MarkInk);

    /// <summary>Draws the strip.</summary>
    /// <param name="name">The key of the chart.</param>
    /// <param name="title">The caption.</param>
    /// <param name="forecast">Annualised, decimal.</param>
    /// <param name="intervals">The widest last.</param>
    /// <param name="marks">In any order; those that would overlap are written on further lines.</param>
    /// <param name="width">The width of the wide drawing.</param>
    public static XElement Of(
        string name, string title, double forecast, IReadOnlyList<Interval> intervals, IReadOnlyList<Mark> marks, double width) =>
        ChartFigure.Of(name, title, [], Drawing(title, forecast, intervals, marks, width),
            Drawing(title, forecast, intervals, marks, 340), Values(name, title, forecast, intervals, marks));

    private static XElement Drawing(
        string title, double forecast, IReadOnlyList<Interval> intervals, IReadOnlyList<Mark> marks, double width)
    {
        var axis = ChartAxis.Of(AxisKind.Percent,
            [forecast, .. intervals.SelectMany(i => new[] { i.Lower, i.Upper }), .. marks.Select(m => m.Value)],
            (int)(width / 60));
        var (rows, lines) = Rows(marks.OrderBy(mark => mark.Value).ToArray(), X);
        const double middle = 34;
        var bottom = middle + 30 + 18 * lines;
        return new XElement("svg",
            new XAttribute("viewBox", $"0 0 {SvgChart.Text(width)} {SvgChart.Text(bottom + 22)}"),
            new XAttribute("role", "img"), new XAttribute("aria-label", title),
            axis.Ticks.Where((_, i) => width > 500 || i % 2 == 0).SelectMany(tick => new[]
            {
                SvgChart.Line("grid", X(tick.Value), middle - 16, X(tick.Value), bottom),
                SvgChart.Label(X(tick.Value), bottom + 16, "middle", tick.Label),
            }),
            new XElement("g", new XAttribute("class", "strip ink1"),
                intervals.OrderByDescending(i => i.Level)
                    .Select((i, n) => Bar($"level{n}", X(i.Lower), X(i.Upper), middle, n == 0 ? 12 : 20)),
                new XElement("circle", new XAttribute("cx", SvgChart.Text(X(forecast))),
                    new XAttribute("cy", SvgChart.Text(middle)), new XAttribute("r", "8")),
                Named(X(forecast), middle - 17, $"forecast {NumberText.Percent(forecast)}")),
            // All labels after all lines, so that no line crosses a label.
            rows.Select(row => Marked(row.Mark,
                SvgChart.Line("tick", X(row.Mark.Value), middle - 12, X(row.Mark.Value), middle + 20 + 18 * row.Line))),
            rows.Select(row => Marked(row.Mark, Named(X(row.Mark.Value), middle + 33 + 18 * row.Line, Text(row.Mark)))));

        double X(double value) => Side + axis.Position(value) * (width - 2 * Side);

        static XElement Marked(Mark mark, XElement content) =>
            new("g", new XAttribute("class", $"mark ink{mark.MarkInk}"), content);

        XElement Named(double x, double y, string text)
        {
            var half = Length(text) / 2;
            return new XElement("text", new XAttribute("class", "name"), new XAttribute("x",
                    SvgChart.Text(Math.Clamp(x, half, Math.Max(half, width - half)))),
                new XAttribute("y", SvgChart.Text(y)), new XAttribute("text-anchor", "middle"), text);
        }
    }

    /// <summary>Puts each label on the first line on which it does not touch the one before.</summary>
    private static ((Mark Mark, int Line)[] Rows, int Lines) Rows(Mark[] marks, Func<double, double> x)
    {
        var ends = new List<double>();
        var rows = new List<(Mark, int)>();
        foreach (var mark in marks)
        {
            var half = Length(Text(mark)) / 2 + 6;
            var line = ends.FindIndex(end => end <= x(mark.Value) - half);
            if (line < 0)
            {
                line = ends.Count;
                ends.Add(0);
            }
            ends[line] = x(mark.Value) + half;
            rows.Add((mark, line));
        }
        return ([.. rows], ends.Count);
    }

    private static string Text(Mark mark) => $"{mark.Label} {NumberText.Percent(mark.Value)}";

    /// <summary>About the length of a label on the screen.</summary>
    private static double Length(string text) => 6.7 * text.Length;

    private static XElement Bar(string name, double from, double to, double middle, double height) => new("rect",
        new XAttribute("class", name),
        new XAttribute("x", SvgChart.Text(from)), new XAttribute("y", SvgChart.Text(middle - height / 2)),
        new XAttribute("width", SvgChart.Text(Math.Max(0, to - from))), new XAttribute("height", SvgChart.Text(height)),
        new XAttribute("rx", SvgChart.Text(height / 2)));

    private static ReportTable Values(
        string name, string title, double forecast, IReadOnlyList<Interval> intervals, IReadOnlyList<Mark> marks) => new()
        {
            Name = $"{name}_values",
            Title = title,
            Columns = [new("what", "what"), new("volatility", "volatility", "0.0 %")],
            Rows =
            [
                ["forecast", forecast],
                .. intervals.OrderBy(i => i.Level).SelectMany(i => new Cell[][]
                {
                    [$"{NumberText.Percent(i.Level, 0)} interval, lower", i.Lower],
                    [$"{NumberText.Percent(i.Level, 0)} interval, upper", i.Upper],
                }),
                .. marks.Select(mark => (Cell[])[mark.Label, mark.Value]),
            ],
        };
}
