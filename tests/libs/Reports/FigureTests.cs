using System.Globalization;
using System.Xml.Linq;
using Volcast.Reports.Charts;

namespace Volcast.Reports.Tests;

/// <summary>The charts of the dashboard.</summary>
public sealed class FigureTests
{
    private static readonly Waterfall Bars = new()
    {
        Name = "why",
        Title = "Why",
        Base = 13,
        BaseLabel = "average",
        TotalLabel = "forecast",
        Unit = "points",
        Steps = [new("up", 2), new("down", -5)],
        Level = value => NumberText.Of(value, "F1"),
        Change = value => NumberText.Change(value),
    };

    [Fact]
    public void Beyond_the_first_steps_a_waterfall_has_their_sum_and_keeps_the_order()
    {
        Waterfall.Step[] steps = [new("a", 1), new("b", -3), new("c", 2), new("d", .5)];
        Assert.Equal([new("a", 1), new("b", -3), new("2 other inputs", 2.5)], Waterfall.Shortened(steps, 2));
        Assert.Equal(steps, Waterfall.Shortened(steps, 4));
    }

    [Fact]
    public void Each_bar_of_a_waterfall_begins_where_the_one_before_ends()
    {
        var wide = Bars.Figure(1000).Descendants("svg").First();
        var steps = wide.Elements("g").ToArray();
        Assert.Equal(
            ["step total", "step raises", "step lowers", "step total"], steps.Select(g => (string?)g.Attribute("class")));
        var (up, down) = (steps[1].Element("rect")!, steps[2].Element("rect")!);
        Assert.Equal(At(up, "x") + At(up, "width"), At(down, "x") + At(down, "width"), 1);
        Assert.Equal(2.5, At(down, "width") / At(up, "width"), 2);
        Assert.Equal(At(down, "x"), At(steps[3].Element("circle")!, "cx"), 1);
        Assert.Equal(["13.0", "+2.0", "−5.0", "10.0"], wide.Descendants("text")
            .Where(text => (string?)text.Attribute("class") == "name").Select(text => text.Value));
    }

    [Fact]
    public void A_long_label_of_a_waterfall_stays_inside_its_space_and_keeps_its_value()
    {
        const string label =
            "the mean of the share of the variance of 22 sessions that came overnight, in percent of the whole variance: −1.25 %";
        foreach (var drawing in (Bars with { Steps = [new(label, 1)] }).Figure(1000).Descendants("svg"))
        {
            var text = drawing.Elements("g").ElementAt(1).Elements("text").First();
            var isNarrow = (string?)text.Attribute("text-anchor") == "start";
            Assert.StartsWith("the mean of the share", text.Value, StringComparison.Ordinal);
            Assert.EndsWith("…: −1.25 %", text.Value, StringComparison.Ordinal);
            // 6.6 units are what the widest common font takes for a letter of such words.
            Assert.InRange(text.Value.Length * 6.6, 0, isNarrow ? 344 - At(text, "x") : At(text, "x"));
        }
    }

    [Theory]
    [InlineData("short: 1", "short: 1")]
    [InlineData("words without a value that go on and on and on", "words without a value that g…")]
    [InlineData("realised volatility of the month: 12.5 %", "realised volatility of…: 12.5 %")]
    [InlineData("WWWWWWWWWWWWWWWWWWWWWWWWWWWWWWWW", "WWWWWWWWWWWWWWW…")]
    public void A_label_is_cut_by_the_width_of_its_letters(string label, string expected)
    {
        Assert.Equal(expected, LabelWidth.Fitted(label, 10, 160));
        Assert.InRange(LabelWidth.Of(expected, 10), 0, 160);
    }

    [Fact]
    public void A_figure_has_two_drawings_and_a_row_of_values_for_each_stop()
    {
        var figure = ChartFigure.Of(new()
        {
            Name = "some",
            Title = "Some.",
            X = AxisKind.Date,
            Y = AxisKind.Percent,
            Series =
            [
                new("band", "interval", SeriesKind.Band, Ink.Forecast, [new(738000, .1, .2), new(738001, .1, .3)]),
                new("line", "forecast", SeriesKind.Line, Ink.Forecast, [new(738000, .15), new(738002, .2)]),
            ],
        }, 600, 300);
        Assert.Equal(["for-wide", "for-narrow"],
            figure.Descendants("figure").Elements("svg").Select(svg => (string?)svg.Attribute("class")));
        Assert.Equal("52 321 590", (string?)figure.Descendants("svg").First().Attribute("data-stops"));
        Assert.Equal(
            [
                ["2021-07-30", "10.0 %", "20.0 %", "15.0 %"], ["2021-07-31", "10.0 %", "30.0 %", "–"],
                ["2021-08-01", "–", "–", "20.0 %"],
            ],
            figure.Descendants("tbody").Elements("tr").Select(row => row.Elements().Select(cell => cell.Value)));
    }

    [Fact]
    public void A_strip_keeps_every_label_inside_and_none_on_another()
    {
        var strip = IntervalStrip.Of("strip", "Strip", .12, [new(.8, .09, .18), new(.95, .06, .25)],
            [new("VIX", .1201, Ink.Implied), new("last 5 sessions", .12, Ink.Realized), new("HAR", .4, Ink.Baseline)], 640);
        foreach (var drawing in strip.Descendants("figure").Elements("svg"))
        {
            var width = double.Parse(drawing.Attribute("viewBox")!.Value.Split(' ')[2], CultureInfo.InvariantCulture);
            var labels = drawing.Descendants("g").Where(g => ((string?)g.Attribute("class"))!.StartsWith("mark"))
                .Elements("text").ToArray();
            Assert.Equal(3, labels.Length);
            Assert.All(drawing.Descendants("text").Where(t => (string?)t.Attribute("class") == "name"),
                label => Assert.InRange(At(label, "x"), 6.7 * label.Value.Length / 2, width - 6.7 * label.Value.Length / 2));
            Assert.NotEqual(At(labels[0], "y"), At(labels[1], "y"));
        }
    }

    private static double At(XElement element, string attribute) =>
        double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
}
