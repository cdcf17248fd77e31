using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using Volcast.Reports.Charts;
using Volcast.Services.Dashboard.Pages;
using Volcast.Services.Dashboard.Pages.History;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class HistoryModelTests
{
    private static readonly HistoryModel Model = HistoryModel.Of(SampleHistory.Document(), Choice());

    [Theory]
    [InlineData("", "2020-12-30")]
    [InlineData("range=6m", "2021-06-30")]
    [InlineData("range=5y", "2016-12-30")]
    [InlineData("range=all", "1900-01-01")]
    [InlineData("from=2021-03-01", "2021-03-01")]
    [InlineData("to=2020-12-30", "1900-01-01")]
    [InlineData("range=1y&to=2020-12-30", "2019-12-30")]
    public void A_range_ends_at_the_last_day_and_given_days_need_no_range(string query, string from) =>
        Assert.Equal(DateOnly.Parse(from), Choice(query).Filter(new(2021, 12, 30)).From);

    [Fact]
    public void At_most_three_others_are_shown_models_first()
    {
        var choice = Choice("models=har,garch,har&symbols=qqq,iwm,dia");
        Assert.Equal(["har", "garch", "QQQ"], choice.Models.Concat(choice.Symbols));
        Assert.False(choice.HasPlace);
    }

    [Fact]
    public void A_miss_says_on_which_side_and_the_wider_interval_has_fewer()
    {
        Assert.Equal(["held", "missed, below", "held", "missed, above", "held", "not known yet"],
            Model.Points.Select(point => point.Judgement.Verdict));
        var wide = HistoryModel.Of(SampleHistory.Document(), Choice("interval=95"));
        Assert.Equal((3, 5, 4), (Model.Held, Model.Judged, wide.Held));
    }

    [Fact]
    public void Each_kind_has_its_own_record() => Assert.Equal(
        [("live", 2, 1, 1.0), ("backfilled", 1, 1, 0.0), ("walk-forward", 3, 3, 2.0 / 3)],
        Model.Kinds.Select(kind => (kind.Name, kind.Forecasts, kind.Outcomes, kind.Held80)));

    [Fact]
    public void Each_kind_has_a_line_of_its_own_style_that_begins_where_the_one_before_ends()
    {
        var lines = HistoryCharts.Forecasts(Model).ToDictionary(line => line.Label, line => line);
        Assert.Equal((LineStyle.Strong, LineStyle.Dashed, LineStyle.Plain),
            (lines["forecast, live"].Style, lines["forecast, backfilled"].Style, lines["forecast, walk-forward"].Style));
        Assert.Equal([.13, .14, .15], lines["forecast, live"].Points.Where(point => point.IsPresent).Select(point => point.Y));
    }

    [Fact]
    public void A_hole_of_a_month_breaks_every_line()
    {
        var lines = HistoryCharts.Chart(Model).Series;
        Assert.Equal([.13], lines.Single(line => line.Name == "forecast_backfill").Points
            .Where(point => point.IsPresent).Select(point => point.Y));
        Assert.Equal([.11, .05, .12, double.NaN, .2, .13, double.NaN],
            lines.Single(line => line.Name == "realised").Points.Select(point => point.Y));
    }

    [Fact]
    public void The_values_have_a_row_for_each_stop_of_the_chart() => Assert.Equal(
        HistoryCharts.Chart(Model).Series.SelectMany(series => series.Points).Where(point => point.IsPresent)
            .Select(point => point.X).Distinct().Count(),
        HistoryTables.Values(Model).Rows.Count);

    [Fact]
    public void Others_have_a_column_with_a_dash_where_they_have_no_forecast()
    {
        var table = HistoryTables.Forecasts(Model with
        {
            Overlays =
            [
                new("har", false, [SampleHistory.Point(new(2021, 12, 29), "walk_forward", .16)], null),
                new("x", true, [], "Why."),
            ],
        });
        Assert.Equal("har_volatility", table.Columns[^1].Name);
        Assert.Equal((.16, double.NaN), (table.Rows[0][^1].Number, table.Rows[1][^1].Number));
    }

    internal static PageRequest Request(string query = "") => PageRequest.Of(new QueryCollection(
        Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(query) as Dictionary<string, StringValues>)).Request;

    private static HistoryChoice Choice(string query = "") => HistoryChoice.Of(Request(query));
}
