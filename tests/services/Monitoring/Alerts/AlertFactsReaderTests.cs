using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring.Alerts;
using Volcast.Services.Tests;

namespace Volcast.Services.Monitoring.Tests.Alerts;

[Trait(Category.Name, Category.Integration)]
public sealed class AlertFactsReaderTests
{
    private static readonly CancellationToken Stop = TestContext.Current.CancellationToken;
    private static readonly DateOnly Last = new(2024, 6, 13);

    private static async Task<TargetFacts> ReadAsync(DateOnly session, AssetRoles roles, params ForecastRow[] rows)
    {
        using var folder = new TemporaryFolder();
        await SimulatedLake.FillAsync(folder["lake"], new(2019, 1, 2), Last);
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder["lake"], DataKind.Simulated, cancellationToken: Stop);
        if (rows.Length > 0)
        {
            var (table, _) = ForecastsTable.MergeFirstWins(
                new() { Symbol = SimulatedLake.Spy, Rows = [] }, new() { Symbol = SimulatedLake.Spy, Rows = rows });
            await lake.CommitAsync(ForecastsTable.Schema, SimulatedLake.Spy, table.ToFrame(), cancellationToken: Stop);
        }
        return await new AlertFactsReader(lake, TradingCalendar.Nyse).ReadAsync(roles, session, [], Stop);
    }

    [Fact]
    public async Task The_newest_forecast_and_that_of_the_session_before_are_read()
    {
        var (before, earlier) = (new DateOnly(2024, 6, 12), new DateOnly(2024, 6, 11));
        var facts = await ReadAsync(
            Last, SimulatedLake.Roles,
            Facts.Row(earlier, .11), Facts.Row(before, .12), Facts.Row(Last, .13, "9"), Facts.Row(Last, .14, "10"),
            Facts.Row(Last, .15, "11", ForecastKind.Backfill), Facts.Row(Last, .16, "12", ForecastKind.Shadow),
            Facts.Row(Last, .17, "13", ForecastKind.Provisional));
        var forecast = Assert.Single(facts.Forecasts);
        Assert.Equal((Last, "10"), (forecast.Newest.ForecastOrigin, forecast.Newest.ModelVersion));
        Assert.Equal(.12, forecast.Former!.Volatility, 12);
        Assert.Equal(.18, forecast.Implied, 12);
        Assert.Equal(0, facts.SessionsBehind);
        // 1,371 sessions from 2019-01-02, of which the first has no return, in windows of five.
        Assert.Equal(TradingCalendar.Nyse.Count(new(2019, 1, 2), Last) - 1 - 4, forecast.Standing!.Windows);
        Assert.True(forecast.Standing.Percentile >= forecast.FormerStanding!.Percentile);
    }

    [Fact]
    public async Task Nothing_after_the_session_is_read()
    {
        var session = new DateOnly(2024, 6, 10);
        var facts = await ReadAsync(session, SimulatedLake.Roles, Facts.Row(session, .12), Facts.Row(Last, .13));
        Assert.Equal(session, Assert.Single(facts.Forecasts).Newest.ForecastOrigin);
        Assert.Null(facts.Forecasts[0].Former);
        Assert.Equal(TradingCalendar.Nyse.Count(new(2019, 1, 2), session) - 1 - 4, facts.Forecasts[0].Standing!.Windows);
    }

    [Fact]
    public async Task Sessions_behind_are_counted()
    {
        var facts = await ReadAsync(new(2024, 6, 18), SimulatedLake.Roles);
        Assert.Equal(3, facts.SessionsBehind);
        Assert.Empty(facts.Forecasts);
    }

    /// <summary>Without an index of its own, a target's row has that of another market.</summary>
    [Fact]
    public async Task The_index_of_another_market_is_not_compared_with()
    {
        var facts = await ReadAsync(
            Last, AssetRoles.For(SimulatedLake.Spy, ImpliedVolatilityIndex.Parse("SPY=^VXN")),
            Facts.Row(Last, .13) with { ImpliedIndex = "^VIX" });
        Assert.Equal(double.NaN, Assert.Single(facts.Forecasts).Implied);
    }

    [Fact]
    public async Task Without_bars_nothing_is_known()
    {
        var facts = await ReadAsync(Last, AssetRoles.For(Symbol.Parse("XYZ"), ImpliedVolatilityIndex.Parse("")));
        Assert.Null(facts.SessionsBehind);
        Assert.Empty(facts.Forecasts);
    }
}
