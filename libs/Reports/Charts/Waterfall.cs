using System.Xml.Linq;

namespace Volcast.Reports.Charts;

/// <summary>How contributions add up from a base to a forecast: a bar for each, where the one before ends.</summary>
public sealed record Waterfall
{
    private const double RowHeight = 30, Top = 6, AxisHeight = 24;

    /// <summary>The size of the labels, as the style sheet sets it.</summary>
    private const double FontSize = 12.5;

    /// <summary>A stable key in lower case.</summary>
    public required string Name { get; init; }

    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>Where the first bar begins.</summary>
    public required double Base { get; init; }

    /// <summary>The name of <see cref="Base"/>.</summary>
    public required string BaseLabel { get; init; }

    /// <summary>The name of the sum of base and all steps.</summary>
    public required string TotalLabel { get; init; }

    /// <summary>In drawing order.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>How a level is written, such as base and total.</summary>
    public required Func<double, string> Level { get; init; }

    /// <summary>How a change is written, with its sign.</summary>
    public required Func<double, string> Change { get; init; }

    /// <summary>The heading of the values in the table.</summary>
    public required string Unit { get; init; }

    /// <summary>The width of the labels in a wide drawing, in its unit.</summary>
    public double LabelSpace { get; init; } = 400;

    /// <summary>One contribution.</summary>
    /// <param name="Label">Its name.</param>
    /// <param name="Value">What it adds; may be negative.</param>
    public readonly record struct Step(string Label, double Value);

    /// <summary>The first steps, and the sum of the others as a last one.</summary>
    /// <param name="steps">In drawing order, which stays.</param>
    /// <param name="most">How many first ones.</param>
    public static IReadOnlyList<Step> Shortened(IReadOnlyList<Step> steps, int most) => steps.Count <= most
        ? steps
        : [
            .. steps.Take(most),
            new(NumberText.Count(steps.Count - most, "other input"), steps.Skip(most).Sum(step => step.Value)),
        ];

    /// <summary>Draws it.</summary>
    /// <param name="width">The width of the wide drawing.</param>
    public XElement Figure(double width) =>
        ChartFigure.Of(Name, Title, [], Drawing(width, LabelSpace, isNarrow: false), Drawing(344, 22, isNarrow: true), Values());

    private XElement Drawing(double width, double left, bool isNarrow)
    {
        var levels = new List<double> { Base };
        foreach (var step in Steps)
            levels.Add(levels[^1] + step.Value);
        var axis = ChartAxis.Of(AxisKind.Number, levels);
        const double right = 64;
        var rowHeight = isNarrow ? RowHeight + 14 : RowHeight;
        var height = Top + rowHeight * (Steps.Count + 2) + AxisHeight;
        var bars = new List<XElement> { Row(0, BaseLabel, Base, Base, "total", Level(Base)) };
        for (var i = 0; i < Steps.Count; i++)
            bars.Add(Row(i + 1, Steps[i].Label, levels[i], levels[i + 1], Steps[i].Value < 0 ? "lowers" : "raises",
                Change(Steps[i].Value)));
        bars.Add(Row(Steps.Count + 1, TotalLabel, levels[^1], levels[^1], "total", Level(levels[^1])));
        var stops = Enumerable.Range(0, Steps.Count + 2)
            .Select(i => SvgChart.Text(Top + rowHeight * (i + .5)));
        return new XElement("svg",
            new XAttribute("viewBox", $"0 0 {SvgChart.Text(width)} {SvgChart.Text(height)}"),
            new XAttribute("role", "img"), new XAttribute("aria-label", Title),
            new XAttribute("data-rows", string.Join(' ', stops)),
            axis.Ticks.Where((_, i) => !isNarrow || i % 2 == 0).SelectMany(tick => new[]
            {
                SvgChart.Line("grid", X(tick.Value), Top, X(tick.Value), height - AxisHeight),
                SvgChart.Label(X(tick.Value), height - 6, "middle", Level(tick.Value)),
            }),
            bars);

        double X(double value) => left + axis.Position(value) * (width - left - right);

        XElement Row(int index, string label, double from, double to, string kind, string text)
        {
            var top = Top + rowHeight * index;
            var middle = top + (isNarrow ? 28 : rowHeight / 2);
            var (start, end) = (Math.Min(X(from), X(to)), Math.Max(X(from), X(to)));
            var bar = kind == "total"
                ? new XElement("circle", new XAttribute("cx", SvgChart.Text(X(to))), new XAttribute("cy", SvgChart.Text(middle)),
                    new XAttribute("r", "6"))
                : new XElement("rect", new XAttribute("x", SvgChart.Text(start)), new XAttribute("y", SvgChart.Text(middle - 8)),
                    new XAttribute("width", SvgChart.Text(Math.Max(1.5, end - start))), new XAttribute("height", "16"),
                    new XAttribute("rx", "2"));
            return new XElement("g", new XAttribute("class", $"step {kind}"),
                isNarrow ? SvgChart.Label(4, top + 14, "start", LabelWidth.Fitted(label, FontSize, width - 8))
                    : SvgChart.Label(left - 12, middle + 4, "end", LabelWidth.Fitted(label, FontSize, left - 12)),
                index <= Steps.Count
                    ? SvgChart.Line("link", X(to), middle, X(to), middle + rowHeight)
                    : null,
                bar,
                new XElement("text", new XAttribute("class", "name"), new XAttribute("x", SvgChart.Text(end + 10)),
                    new XAttribute("y", SvgChart.Text(middle + 4)), text));
        }
    }

    private ReportTable Values() => new()
    {
        Name = $"{Name}_values",
        Title = Title,
        Columns = [new("what", "what"), new("value", Unit, "0.000")],
        Rows =
        [
            [BaseLabel, Base], .. Steps.Select(step => (Cell[])[step.Label, step.Value]),
            [TotalLabel, Base + Steps.Sum(step => step.Value)],
        ],
    };
}
