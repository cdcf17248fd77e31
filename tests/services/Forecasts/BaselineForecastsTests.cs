using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Services.Forecasts.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class BaselineForecastsTests : IDisposable
{
    private static readonly DateOnly First = new(2011, 1, 3);
    private static readonly DateOnly Last = new(2014, 6, 30);
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new() { Now = TradingCalendar.Nyse.SettlesAt(Last) };

    public void Dispose() => folder.Dispose();

    private LocalModelRegistry Registry => new(folder["mlruns"]);

    private async Task FillAsync(DateOnly? first = null, DateOnly? last = null, int horizon = 5)
    {
        await SimulatedLake.FillAsync(folder["lake"], first ?? First, last ?? Last);
        await SampleHar.RegisterAsync(Registry, folder["lake"], horizon, (char)('a' + horizon % 6), clock.Now,
            errors: first is null ? 600 : 1);
    }

    private async Task<ForecastReport> RunAsync(int horizon = 5, AssetRoles? roles = null)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        return await new ForecastJob(lake, Registry, TradingCalendar.Nyse, clock).RunAsync(
            new ForecastRequest(roles ?? SimulatedLake.Roles, horizon), CancellationToken.None);
    }

    private async Task<ForecastingData> KnownAsync()
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return (await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None)).Known;
    }

    private async Task<IReadOnlyList<ForecastRow>> StoredAsync()
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return ForecastsTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(ForecastsTable.Schema, SimulatedLake.Spy)).Rows;
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public async Task Har_and_the_calibrated_index_are_fitted_on_everything_known_at_the_origin_and_stored(int horizon)
    {
        await FillAsync(horizon: horizon);
        var report = await RunAsync(horizon);
        Assert.Empty(report.BaselineNotes);
        var known = await KnownAsync();
        var labels = RealizedVariance.Labels(known.TargetReturns, horizon)[..^horizon];
        foreach (var name in new[] { "har", "vix-calibrated" })
        {
            using var fitted = ForecasterCatalog.Create(name, new ForecasterSettings { Features = [] })
                .Fit(known, labels, horizon);
            var row = Assert.Single(await StoredAsync(), one => one.Model == name);
            Assert.Equal(fitted.Forecast(known), row.Variance);
            // The label of the last training session ends on the origin.
            Assert.Equal($"{TradingCalendar.Nyse.Add(Last, -horizon):yyyy-MM-dd}", row.ModelVersion);
            Assert.Equal((Last, horizon, ForecastKind.Baseline, TradingCalendar.Nyse.Add(Last, horizon)),
                (row.ForecastOrigin, row.Horizon, row.Kind, row.TargetEnd));
            Assert.True(row.Lower95 <= row.Lower80 && row.Lower80 < row.Upper80 && row.Upper80 <= row.Upper95);
            Assert.True(row.OneDay95.ValueAtRisk > 0 && row.Horizon99.ValueAtRisk > row.Horizon95.ValueAtRisk);
            Assert.Null(row.OneSessionModel);
        }
    }

    [Fact]
    public async Task A_second_run_writes_nothing()
    {
        await FillAsync();
        Assert.Equal(2, (await RunAsync()).Baselines.Count);
        var before = FolderBytes.Of(folder["lake"]);
        Assert.Empty((await RunAsync()).Baselines);
        Assert.Equal(before, FolderBytes.Of(folder["lake"]));
    }

    /// <summary>Missed sessions and origins without a baseline get theirs later, equal to those that would have been made in
    /// time.</summary>
    [Fact]
    public async Task A_late_baseline_equals_the_one_that_was_made_in_time()
    {
        await FillAsync();
        await RunAsync();
        var inTime = (await StoredAsync()).Where(row => row.Kind == ForecastKind.Baseline).ToArray();

        var newest = TradingCalendar.Nyse.Add(Last, 30);
        await SimulatedLake.FillAsync(folder["lake"], First, newest);
        await WithoutBaselinesAsync();
        clock.Now = TradingCalendar.Nyse.SettlesAt(newest);
        var report = await RunAsync();
        Assert.Equal(29, report.Backfilled.Count);
        Assert.Equal(2 * 31, report.Baselines.Count);
        Assert.Equal(inTime, report.Baselines.Where(row => row.ForecastOrigin == Last));
    }

    private async Task WithoutBaselinesAsync()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var rows = ForecastsTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(ForecastsTable.Schema, SimulatedLake.Spy)).Rows;
        await lake.CommitAsync(ForecastsTable.Schema, SimulatedLake.Spy, new ForecastsTable
        {
            Symbol = SimulatedLake.Spy,
            Rows = [.. rows.Where(row => row.Kind != ForecastKind.Baseline)],
        }.ToFrame());
    }

    [Fact]
    public async Task Baselines_are_reproduced_bit_for_bit()
    {
        await FillAsync();
        await RunAsync();
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var reproduced = await new ForecastJob(lake, Registry, TradingCalendar.Nyse, clock)
            .ReproduceAsync(SimulatedLake.Roles, Last, CancellationToken.None);
        Assert.Equal(["har", "vix-calibrated", "volcast-SPY-5d"], reproduced.Select(one => one.Stored.Model));
        Assert.All(reproduced, one => Assert.Empty(one.Differences));
    }

    [Fact]
    public async Task Without_an_implied_volatility_index_of_its_own_a_target_has_no_calibrated_index()
    {
        await FillAsync();
        var report = await RunAsync(roles: AssetRoles.For(SimulatedLake.Spy, ImpliedVolatilityIndex.Parse("SPY=^VXN")));
        Assert.Equal("har", Assert.Single(report.Baselines).Model);
    }

    [Fact]
    public async Task A_history_that_is_too_short_gives_a_note_and_no_error()
    {
        // The registered model learnt from a longer history than the lake holds now.
        await FillAsync();
        Directory.Delete(folder["lake"], recursive: true);
        var first = TradingCalendar.Nyse.Add(Last, -151);
        await SimulatedLake.FillAsync(folder["lake"], first, Last);
        var report = await RunAsync();
        Assert.Empty(report.Baselines);
        Assert.Equal(
            [
                // 152 sessions: the first has no return and 5 have no label; HAR's month begins with the 22nd return.
                "No forecast of the baseline har is stored: har has 125 usable training rows of SPY up to 2014-06-30 but needs "
                    + "126: give it a longer history.",
                "No forecast of the baseline vix-calibrated is stored: vix-calibrated has 147 usable training rows of SPY up to "
                    + "2014-06-30 but needs 250: give it a longer history.",
            ],
            report.BaselineNotes);
    }
}
