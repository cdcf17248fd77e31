using System.Globalization;
using System.Text.RegularExpressions;
using Volcast.Reports.Charts;

namespace Volcast.Reports.Tests;

/// <summary>The drawings beside the charts with axes: the forest plot, the sparkline and the marks for breaches.</summary>
public sealed class PlotTests
{
    private static readonly ForestPlot Forest = new()
    {
        Name = "ratios",
        Title = "Ratios",
        Below = "better",
        Above = "worse",
        Rows = [new("a <b>", .8, .72, .9, IsSubject: true), new("c", 1.2, double.NaN, double.NaN)],
    };

    /// <summary>The axis runs from .7 to 1.2.</summary>
    [Fact]
    public void A_forest_plot_has_each_estimate_at_its_place_and_in_words()
    {
        var figure = ForestFigure.Of(Forest);
        var rows = figure.Descendants("tbody").Single().Elements("tr").ToArray();
        Assert.Equal(["20%", "100%"], rows.Select(row => (string?)row.Descendants("circle").Single().Attribute("cx")));
        var whisker = rows[0].Descendants("line").Single(line => (string?)line.Attribute("class") == "whisker");
        Assert.Equal(("4%", "40%"), ((string?)whisker.Attribute("x1"), (string?)whisker.Attribute("x2")));
        Assert.Equal(["a <b>", ".800", ".720 to .900"], rows[0].Elements().Where(e => e.Value.Length > 0).Select(e => e.Value));
        Assert.Equal(["c", "1.200", "–"], rows[1].Elements().Where(e => e.Value.Length > 0).Select(e => e.Value));
        Assert.Equal(["subject", null], rows.Select(row => (string?)row.Attribute("class")));
        Assert.Equal("60%", (string?)rows[1].Descendants("line").Single(line => (string?)line.Attribute("class") == "zero").Attribute("x1"));
    }

    [Fact]
    public void A_forest_plot_without_intervals_has_no_column_for_them_and_names_its_numbers()
    {
        var figure = ForestFigure.Of(Forest with { EstimateHeading = "share", Rows = [new("a", .8, double.NaN, double.NaN)] });
        Assert.Equal(["model", "← betteron a scale", "share"],
            figure.Descendants("thead").Single().Descendants("th").Select(heading => heading.Value));
        Assert.All(figure.Descendants("tr"), row => Assert.Equal(3, row.Elements().Count()));
    }

    /// <summary>1 January 2021 is a Friday, 4 January the Monday after it. Each week has 994/54 and each weekday 13.</summary>
    [Fact]
    public void A_calendar_has_each_session_in_its_week_and_its_weekday()
    {
        var figure = new SessionCalendar
        {
            Name = "calendar",
            Title = "Sessions",
            Year = 2021,
            Calendars = [new("a <b>", [(new(2021, 1, 1), SessionMark.Held), (new(2021, 1, 4), SessionMark.Missing)])],
        }.Figure(1060);
        var wide = figure.Descendants("svg").First();
        Assert.Equal(["session-held M66 70h15.4v10h-15.4z", "session-missing M84.4 18h15.4v10h-15.4zM84.4 18l15.4 10M99.8 18l-15.4 10"],
            wide.Elements("path").Select(path => $"{(string?)path.Attribute("class")} {(string?)path.Attribute("d")}"));
        Assert.Equal(["held", "missing"], figure.Descendants("span")
            .Where(span => ((string?)span.Attribute("class"))?.StartsWith("key", StringComparison.Ordinal) == true)
            .Select(span => span.Value));
        Assert.Equal("a <b>|2|1|0|0|0|1", string.Join('|', figure.Descendants("tbody").Single().Elements().Single().Elements()
            .Select(cell => cell.Value)));
    }

    [Fact]
    public void A_sparkline_runs_from_edge_to_edge_and_breaks_at_a_gap()
    {
        var drawing = new Sparkline("rises", Ink.Forecast, [0, 1, double.NaN, 3, 4], Base: 0).Drawing();
        var path = (string)drawing.Element("path")!.Attribute("d")!;
        Assert.Equal("M3 25L36.5 19.5M103.5 8.5L137 3", path);
        Assert.Equal(("137", "3"), ((string?)drawing.Element("circle")!.Attribute("cx"), (string?)drawing.Element("circle")!.Attribute("cy")));
        Assert.Equal("25", (string?)drawing.Element("line")!.Attribute("y1"));
        Assert.Equal("rises", (string?)drawing.Attribute("aria-label"));
    }

    [Fact]
    public void A_sparkline_of_nothing_and_of_one_value_can_be_drawn()
    {
        Assert.Empty(new Sparkline("none", Ink.Forecast, []).Drawing().Elements());
        var one = new Sparkline("one", Ink.Forecast, [2]).Drawing();
        Assert.Equal(("137", "14"), ((string?)one.Element("circle")!.Attribute("cx"), (string?)one.Element("circle")!.Attribute("cy")));
    }

    private static ReportChart Chart(bool isSquare, params ChartSeries[] series) => new()
    {
        Name = "chart",
        Title = "Chart",
        X = AxisKind.Number,
        Y = AxisKind.Number,
        IsSquare = isSquare,
        Series = series,
    };

    [Fact]
    public void A_step_is_as_long_on_both_axes_of_a_square_chart()
    {
        var figure = SvgChart.Figure(Chart(true, new ChartSeries("s", "s", SeriesKind.Points, 1, [new(0, 10), new(10, 0)])));
        double[] Of(string attribute) => [.. figure.Descendants("circle")
            .Select(circle => double.Parse((string)circle.Attribute(attribute)!, CultureInfo.InvariantCulture))];
        var (x, y) = (Of("cx"), Of("cy"));
        Assert.Equal(x[1] - x[0], y[1] - y[0], 6);
        Assert.Equal(360, x[1] - x[0], 6);
        Assert.Single(figure.Descendants("svg"));
    }

    [Fact]
    public void Stems_stand_on_zero_and_breaches_are_diamonds()
    {
        var figure = SvgChart.Figure(Chart(false,
            new("stems", "stems", SeriesKind.Stems, 0, [new(0, -1), new(1, 2), new(2, double.NaN)]),
            new("breaches", "breaches", SeriesKind.Breaches, 0, [new(0, -1)])));
        Assert.Equal(["for-wide", "for-narrow"], figure.Elements("svg").Select(svg => (string?)svg.Attribute("class")));
        var wide = figure.Elements("svg").First();
        var stems = (string)wide.Descendants("g").First().Element("path")!.Attribute("d")!;
        var ends = Regex.Matches(stems, @"([ML])([\d.]+) ([\d.]+)").Select(m => (m.Groups[1].Value, X: m.Groups[2].Value, Y: m.Groups[3].Value))
            .ToArray();
        Assert.Equal(["M", "L", "M", "L"], ends.Select(end => end.Item1));
        Assert.Equal((ends[0].X, ends[0].Y, ends[2].X), (ends[1].X, ends[2].Y, ends[3].X));
        var diamond = Assert.Single(wide.Descendants("g").Last().Elements("path"));
        Assert.Equal(4, Regex.Count((string)diamond.Attribute("d")!, "[ML]"));
    }

    /// <summary>The page is XML, and a browser reads a script and a style sheet literally.</summary>
    [Fact]
    public void Script_and_style_have_no_character_that_is_escaped_in_xml() =>
        Assert.DoesNotMatch("[<>&]", HtmlPage.SortScript().Value + HtmlPage.Style);

    [Fact]
    public void A_table_shows_words_links_and_lines_and_can_be_reached_by_keyboard_where_it_scrolls()
    {
        var html = HtmlTable.Of(new()
        {
            Name = "t",
            Title = "T",
            Columns = [new("a", "a") { Label = "in words" }, new("b", "b"), new("c", "c"), new("d", "d"), new("e", "e"), new("f", "f")],
            Rows = [[Cell.Named("key", "a label"), Cell.Link("SPY", "SPY/report.html"),
                Cell.Drawn(new("line", Ink.Forecast, [1, 2])), "d", "e", "f"]],
        });
        Assert.Equal("table wide", (string?)html.Attribute("class"));
        Assert.Equal(("0", "region"), ((string?)html.Element("div")!.Attribute("tabindex"), (string?)html.Element("div")!.Attribute("role")));
        Assert.Equal("in words", html.Descendants("thead").Single().Descendants("th").First().Value);
        Assert.Equal("a label", html.Descendants("tbody").Single().Descendants("th").Single().Value);
        Assert.Equal("SPY/report.html", (string?)html.Descendants("a").Single().Attribute("href"));
        Assert.Single(html.Descendants("svg"));
    }
}
