using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Volcast.Reports.Charts;

namespace Volcast.Reports.Tests;

public sealed class ChartTests
{
    [Fact]
    public void Ticks_of_numbers_are_round_and_enclose_the_values()
    {
        var axis = ChartAxis.Of(AxisKind.Number, [-31, 212]);
        Assert.Equal(["−50", "0", "50", "100", "150", "200", "250"], axis.Ticks.Select(t => t.Label));
        Assert.Equal((0, 1, .5), (axis.Position(-50), axis.Position(250), axis.Position(100)));
        Assert.Equal(["0.00", "0.05", "0.10", "0.15", "0.20", "0.25"],
            ChartAxis.Of(AxisKind.Number, [.01, .23]).Ticks.Select(t => t.Label));
    }

    [Fact]
    public void Volatility_is_on_a_logarithmic_scale_in_percent()
    {
        var axis = ChartAxis.Of(AxisKind.Volatility, [.01, .8]);
        Assert.Equal(["1 %", "3 %", "10 %", "30 %"], axis.Ticks.Select(t => t.Label));
        Assert.Equal(.5, axis.Position(Math.Sqrt(.01 / 1.05 * .8 * 1.05)), 12);
        Assert.Equal(["7 %", "10 %", "15 %", "20 %"], ChartAxis.Of(AxisKind.Volatility, [.06, .22]).Ticks.Select(t => t.Label));
    }

    [Fact]
    public void A_logarithm_has_a_tick_for_each_power_of_ten()
    {
        var axis = ChartAxis.Of(AxisKind.Logarithm, [.2, 25]);
        Assert.Equal(["0.1", "1", "10", "100"], axis.Ticks.Select(t => t.Label));
        Assert.Equal((0, 1), (axis.Position(.1), axis.Position(100)));
        Assert.Equal(1.0 / 3, axis.Position(1), 12);
        Assert.Equal(["1e-11", "1e-8", "1e-5", "0.01", "10"],
            ChartAxis.Of(AxisKind.Logarithm, [2e-11, 1e12]).Ticks.Take(5).Select(t => t.Label));
    }

    [Theory]
    [InlineData("2010-01-04", "2021-12-31", "2011", "2021", 11)]
    [InlineData("1990-01-02", "2021-12-31", "1993", "2020", 10)]
    [InlineData("2020-02-03", "2020-05-20", "2020-03", "2020-05", 3)]
    [InlineData("2020-02-03", "2021-05-20", "2020-04", "2021-04", 5)]
    [InlineData("2021-11-15", "2021-12-31", "15 Nov", "27 Dec", 7)]
    public void Dates_have_few_ticks(string from, string to, string first, string last, int count)
    {
        var axis = ChartAxis.Of(AxisKind.Date, [DateOnly.Parse(from).DayNumber, DateOnly.Parse(to).DayNumber]);
        Assert.Equal((first, last, count), (axis.Ticks[0].Label, axis.Ticks[^1].Label, axis.Ticks.Count));
    }

    [Fact]
    public void A_percentage_is_on_a_linear_scale_and_sessions_on_a_logarithmic_one()
    {
        var percent = ChartAxis.Of(AxisKind.Percent, [.104, .183]);
        Assert.Equal(["10 %", "12 %", "14 %", "16 %", "18 %", "20 %"], percent.Ticks.Select(t => t.Label));
        Assert.Equal(.5, percent.Position(.15), 12);
        var sessions = ChartAxis.Of(AxisKind.Sessions, [1, 22]);
        Assert.Equal(["1", "5", "10", "22"], sessions.Ticks.Select(t => t.Label));
        Assert.Equal(.5, sessions.Position(Math.Sqrt(22)), 12);
    }

    [Fact]
    public void A_narrow_drawing_has_few_dates() => Assert.Equal(["2014", "2017", "2020"], ChartAxis.Of(
        AxisKind.Date, [new DateOnly(2011, 6, 1).DayNumber, new DateOnly(2021, 6, 1).DayNumber], mostTicks: 4)
        .Ticks.Select(t => t.Label));

    [Fact]
    public void A_whisker_reaches_from_end_to_end_and_a_point_carries_its_name_and_its_mark()
    {
        var drawing = SvgChart.Drawing(new()
        {
            Name = "some",
            Title = "Some.",
            X = AxisKind.Number,
            Y = AxisKind.Percent,
            Series =
            [
                new("interval", "interval", SeriesKind.Whiskers, Ink.Forecast, [new(1, .1, .2), new(2, .1)]),
                new("outcome", "outcome", SeriesKind.Points, Ink.Realized, [new(1, .2, Label: "20 %", IsMarked: true)]),
            ],
        }, 360, 240);
        var whisker = drawing.Descendants("line").Single(line => (string?)line.Attribute("class") == "whisker");
        var point = drawing.Descendants("circle").Single();
        Assert.Equal(("marked", (string?)whisker.Attribute("x2"), (string?)whisker.Attribute("y2")),
            ((string?)point.Attribute("class"), (string?)point.Attribute("cx"), (string?)point.Attribute("cy")));
        Assert.Equal("20 %", drawing.Descendants("text").Single(text => (string?)text.Attribute("class") == "name").Value);
    }

    [Fact]
    public void The_name_of_a_point_closely_below_another_is_written_below_it()
    {
        var drawing = SvgChart.Drawing(new()
        {
            Name = "some",
            Title = "Some.",
            X = AxisKind.Number,
            Y = AxisKind.Number,
            Series =
            [
                new("a", "a", SeriesKind.Points, Ink.Implied, [new(10, 5.2, Label: "upper"), new(0, 0, Label: "alone")]),
                new("b", "b", SeriesKind.Points, Ink.Forecast, [new(10, 5, Label: "lower"), new(5, 10)]),
            ],
        }, 640, 300);
        var ordinates = drawing.Descendants("circle").Take(3).Select(At("cy")).ToArray();
        var names = drawing.Descendants("text").Where(text => (string?)text.Attribute("class") == "name").Select(At("y"));
        Assert.Equal([-11, -11, 20], names.Zip(ordinates, (name, point) => Math.Round(name - point, 6)));

        static Func<XElement, double> At(string name) =>
            element => double.Parse(element.Attribute(name)!.Value, CultureInfo.InvariantCulture);
    }

    /// <summary>Forecasts of 5, 10 and 22 sessions, and an index of 21.</summary>
    [Theory]
    [InlineData(640, .192, .190, .189, .186)]
    [InlineData(356, .192, .190, .189, .186)]
    [InlineData(356, .186, .188, .186, .186)]
    [InlineData(356, .18, .182, .184, .186)]
    public void No_name_is_written_over_another(double width, double five, double ten, double month, double implied)
    {
        var drawing = SvgChart.Drawing(new()
        {
            Name = "some",
            Title = "Some.",
            X = AxisKind.Sessions,
            Y = AxisKind.Percent,
            Series =
            [
                new("interval", "interval", SeriesKind.Whiskers, Ink.Forecast, [new(1, .08, .3), new(63, .1, .3)]),
                new("forecast", "forecast", SeriesKind.Points, Ink.Forecast,
                    [new(5, five, Label: "19.2"), new(10, ten, Label: "19.0"), new(22, month, Label: "18.9")]),
                new("implied", "implied", SeriesKind.Points, Ink.Implied, [new(21, implied, Label: "VIX 18.6")]),
            ],
        }, width, 250);
        var names = drawing.Descendants("text").Where(text => (string?)text.Attribute("class") == "name")
            .Select(text => (X: At(text, "x"), Y: At(text, "y"), Half: LabelWidth.Of(text.Value, 12) / 2)).ToArray();
        Assert.Equal(4, names.Length);
        Assert.All(names, name => Assert.InRange(name.Y, 12, 224));
        foreach (var (i, name) in names.Index())
            Assert.DoesNotContain(names[..i], other =>
                Math.Abs(other.Y - name.Y) < 12 && Math.Abs(other.X - name.X) < other.Half + name.Half);

        static double At(XElement element, string attribute) =>
            double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void The_last_label_of_an_axis_ends_with_the_drawing()
    {
        var last = SvgChart.Drawing(new()
        {
            Name = "some",
            Title = "Some.",
            X = AxisKind.Number,
            Y = AxisKind.Number,
            Series = [new("line", "line", SeriesKind.Line, 1, [new(0, 0), new(.35, 1)])],
        }, 356, 250).Elements("text").Last();
        Assert.Equal(("0.35", "356", "end"), (last.Value, (string?)last.Attribute("x"), (string?)last.Attribute("text-anchor")));
    }

    [Fact]
    public void Series_of_one_name_share_the_key_of_the_last() => Assert.Equal(["key points ink1"], SvgChart.Figure(new()
    {
        Name = "some",
        Title = "Some.",
        X = AxisKind.Number,
        Y = AxisKind.Number,
        Series =
        [
            new("line", "forecast", SeriesKind.Line, Ink.Forecast, [new(0, 1)]),
            new("points", "forecast", SeriesKind.Points, Ink.Forecast, [new(0, 1)]),
        ],
    }).Descendants("span").Select(span => (string)span.Attribute("class")!).Where(name => name.StartsWith("key ")));

    [Fact]
    public void An_axis_without_values_or_spread_still_has_a_range()
    {
        foreach (var kind in Enum.GetValues<AxisKind>())
            foreach (var values in new double[][] { [], [.2] })
            {
                var axis = ChartAxis.Of(kind, values);
                Assert.True(axis.To > axis.From);
            }
    }

    [Fact]
    public void A_gap_breaks_a_line_and_a_band_and_every_point_is_inside_the_axes()
    {
        ChartPoint[] points = [new(1, 2, 3), new(2, 5, 6), new(3, double.NaN), new(4, 1, 4), new(5, 2, double.NaN)];
        var figure = SvgChart.Figure(new()
        {
            Name = "some",
            Title = "Some <chart>.",
            X = AxisKind.Number,
            Y = AxisKind.Number,
            Series =
            [
                new("band", "band", SeriesKind.Band, 1, points),
                new("line", "line", SeriesKind.Line, 2, points),
                new("points", "points", SeriesKind.Points, 3, points),
            ],
        });
        var wide = figure.Elements("svg").First();
        Assert.Equal([2, 2, 0], wide.Descendants("g").Select(g => g.Elements("path").Count()));
        Assert.Equal(4, wide.Descendants("circle").Count());
        Assert.Contains("Some &lt;chart&gt;.", figure.ToString());
        var paths = string.Concat(wide.Descendants("path").Attributes("d").Select(d => d.Value));
        foreach (Match point in Regex.Matches(paths, @"[ML]([\d.]+) ([\d.]+)"))
        {
            Assert.InRange(Number(point.Groups[1].Value), 0, 1000);
            Assert.InRange(Number(point.Groups[2].Value), 0, 340);
        }

        static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
    }

    [Fact]
    public void Stems_begin_at_zero_even_if_every_value_is_far_above()
    {
        var drawing = SvgChart.Drawing(new()
        {
            Name = "some",
            Title = "Some.",
            X = AxisKind.Number,
            Y = AxisKind.Percent,
            Series = [new("stems", "stems", SeriesKind.Stems, 1, [new(0, .09), new(1, .1)])],
        }, 500, 300);
        Assert.Contains("0 %", drawing.Elements("text").Select(label => label.Value));
        Assert.Equal("M52 274L52 34.6M490 274L490 8", (string?)drawing.Descendants("path").Single().Attribute("d"));
    }

    [Fact]
    public void A_style_tells_lines_of_one_colour_apart_in_the_drawing_and_in_the_key()
    {
        var figure = ChartFigure.Of(Lines(), 600, 200);
        Assert.Equal(["line ink1 strong", "line ink1"], figure.Descendants("svg").First().Elements("g").Attributes("class").Select(a => a.Value));
        Assert.Equal(["key line ink1 strong", "key line ink1"],
            figure.Descendants("span").Attributes("class").Select(a => a.Value).Where(name => name.StartsWith("key", StringComparison.Ordinal)));
    }

    [Fact]
    public void The_values_of_a_long_chart_stay_outside_the_page_and_have_an_address()
    {
        var chart = Lines();
        Assert.Equal(2, ChartFigure.Of(chart, 600, 200).Descendants("tbody").Single().Elements().Count());
        var figure = ChartFigure.Of(chart, 600, 200, "/values");
        Assert.Empty(figure.Descendants("table"));
        Assert.Equal("/values", figure.Descendants("details").Single().Attribute("data-source")!.Value);
    }

    private static ReportChart Lines() => new()
    {
        Name = "lines",
        Title = "Lines",
        X = AxisKind.Number,
        Y = AxisKind.Number,
        Series =
        [
            new("live", "live", SeriesKind.Line, Ink.Forecast, [new(1, 1), new(2, 2)]) { Style = LineStyle.Strong },
            new("other", "other", SeriesKind.Line, Ink.Forecast, [new(1, 2), new(2, 1)]),
        ],
    };
}
