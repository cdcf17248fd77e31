using Volcast.Services.Dashboard.Pages.Watchlist;

namespace Volcast.Services.Dashboard.Tests.Pages;

public sealed class WatchlistModelTests
{
    [Theory]
    [InlineData("", "SPY QQQ IWM DIA")]
    [InlineData("sort=symbol", "DIA IWM QQQ SPY")]
    [InlineData("sort=-forecast", "QQQ SPY IWM DIA")]
    [InlineData("sort=forecast", "IWM SPY QQQ DIA")]
    [InlineData("sort=-record", "QQQ SPY IWM DIA")]
    [InlineData("regime=stressed", "QQQ")]
    [InlineData("search=q", "QQQ")]
    [InlineData("search=zz", "")]
    public void Targets_are_ordered_and_found_and_those_without_a_value_come_last(string query, string symbols) =>
        Assert.Equal(symbols, string.Join(' ', Model(query).Shown.Select(target => target.Symbol)));

    [Fact]
    public void Regimes_count_all_targets_whatever_is_shown() => Assert.Equal(
        [("calm", 1), ("normal", 1), ("elevated", 0), ("stressed", 1)], Model("search=q").Regimes);

    [Fact]
    public void A_target_without_a_forecast_says_why_in_its_row()
    {
        var row = WatchlistTables.Targets(Model("search=dia"), symbol => $"/?symbol={symbol}").Rows[0];
        Assert.Equal(("/?symbol=DIA", "No forecast is stored yet."), (row[0].Address, row[^1].Text));
    }

    [Fact]
    public void A_percentile_below_the_limit_of_a_regime_is_not_shown_as_the_limit()
    {
        var table = WatchlistTables.Targets(WatchlistModel.Of(
            [SampleHistory.Targets(SampleHistory.Target("SPY", percentile: 74.88))],
            WatchlistChoice.Of(HistoryModelTests.Request(""))), null);
        Assert.Equal(("74", "normal"), (table.Rows[0][3].Show(table.Columns[3].Format), table.Rows[0][4].Text));
    }

    [Fact]
    public void Old_data_are_marked_in_words() => Assert.Equal("STALE, 3 sessions behind", WatchlistTables.State(
        SampleHistory.Target("SPY") with { ExceedsMaximumAge = true, SessionsBehind = 3 }));

    private static WatchlistModel Model(string query) => WatchlistModel.Of(
        [SampleHistory.Watchlist], WatchlistChoice.Of(HistoryModelTests.Request(query)));
}
