using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Market.Simulation;
using Volcast.Services.Tests;

namespace Volcast.Services.Forecasts.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class OutcomesJobTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(2012, 1, 3);
    private static readonly DateOnly Last = new(2014, 2, 28);
    private static readonly DateOnly Origin = new(2014, 1, 6);
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new() { Now = Calendar.SettlesAt(Last) };

    public async ValueTask InitializeAsync() => await SimulatedLake.FillAsync(folder["lake"], First, Last);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private Task StoreAsync(params ForecastRow[] rows) => SampleForecast.StoreAsync(folder["lake"], rows);

    private async Task<OutcomesReport> RunAsync()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        return await new OutcomesJob(lake, Calendar, clock).RunAsync(SimulatedLake.Spy, CancellationToken.None);
    }

    private async Task<IReadOnlyList<OutcomeRow>> StoredAsync()
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return OutcomesTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(OutcomesTable.Schema, SimulatedLake.Spy)).Rows;
    }

    private async Task<CuratedMarketTable> BarsAsync()
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return CuratedMarketTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(CuratedMarketTable.Schema, SimulatedLake.Spy));
    }

    /// <summary>Changes bars as a later run of ingest does.</summary>
    private async Task ChangeBarsAsync(Action<CuratedMarketTable> change)
    {
        var table = await BarsAsync();
        change(table);
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        await lake.CommitAsync(CuratedMarketTable.Schema, SimulatedLake.Spy, table.ToFrame());
    }

    [Fact]
    public async Task An_outcome_has_both_proxies_and_the_returns_of_the_sessions_after_the_origin()
    {
        await StoreAsync(
            SampleForecast.Of(Origin), SampleForecast.Of(Origin, horizon: 1), SampleForecast.Of(Origin, horizon: 22));
        Assert.Equal([1, 5, 22], (await RunAsync()).Added.Select(row => row.Horizon));

        var bars = await BarsAsync();
        var row = Array.IndexOf(bars.Session, Origin);
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var features = await lake.ReadAsync(FeatureTable.L2, SimulatedLake.Spy);
        var ranges = FeatureTable.FromFrame(Features.FeatureCatalog.L2, SimulatedLake.Spy, features)["range_vol_1d"];
        foreach (var outcome in await StoredAsync())
        {
            var (h, from) = (outcome.Horizon, row + 1);
            var returns = bars.LogReturn[from..(from + h)];
            Assert.Equal((Origin, Calendar.Add(Origin, h)), (outcome.ForecastOrigin, outcome.TargetEnd));
            Assert.Equal(252.0 / h * returns.Sum(r => r * r), outcome.RealizedVariance, 1e-15);
            Assert.Equal(ranges[from..(from + h)].Sum(v => v * v) / h, outcome.RangeVariance);
            Assert.Equal((returns[0], returns.Sum()), (outcome.FirstLogReturn, outcome.LogReturn));
            Assert.Equal(Calendar.SettlesAt(outcome.TargetEnd), outcome.KnownAt);
        }
    }

    [Fact]
    public async Task A_second_run_writes_nothing()
    {
        await StoreAsync(SampleForecast.Of(Origin), SampleForecast.Of(Last));
        Assert.Single((await RunAsync()).Added);
        var before = FolderBytes.Of(folder["lake"]);
        var again = await RunAsync();
        Assert.Empty(again.Added);
        Assert.Equal((1, Calendar.Add(Last, 5)), (again.Pending, again.NextEnd));
        Assert.Equal(before, FolderBytes.Of(folder["lake"]));
    }

    [Fact]
    public async Task A_period_ends_when_its_last_session_has_settled()
    {
        var origin = Calendar.Add(Last, -5);
        await StoreAsync(SampleForecast.Of(origin), SampleForecast.Of(Last));
        clock.Now = Calendar.SettlesAt(Last).AddTicks(-1);
        var early = await RunAsync();
        Assert.Empty(early.Added);
        Assert.Equal((2, Last), (early.Pending, early.NextEnd));
        clock.Now = Calendar.SettlesAt(Last);
        Assert.Equal(origin, Assert.Single((await RunAsync()).Added).ForecastOrigin);
    }

    /// <summary>Nothing from the future: the outcome is the same if all later bars are cut off.</summary>
    [Fact]
    public async Task Later_bars_change_no_outcome()
    {
        await StoreAsync(SampleForecast.Of(Origin));
        await RunAsync();
        var whole = Assert.Single(await StoredAsync());

        var end = Calendar.Add(Origin, 5);
        await SimulatedLake.FillAsync(folder["cut"], First, end);
        await SampleForecast.StoreAsync(folder["cut"], SampleForecast.Of(Origin));
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["cut"], DataKind.Simulated);
        clock.Now = Calendar.SettlesAt(end);
        var cut = await new OutcomesJob(lake, Calendar, clock).RunAsync(SimulatedLake.Spy, CancellationToken.None);
        Assert.Equal(whole, Assert.Single(cut.Added));
    }

    [Fact]
    public async Task A_provisional_forecast_has_no_outcome_and_several_forecasts_of_a_period_have_one()
    {
        await StoreAsync(
            SampleForecast.Of(Calendar.Add(Origin, 1)) with { Kind = ForecastKind.Provisional }, SampleForecast.Of(Origin),
            SampleForecast.Of(Origin) with { Kind = ForecastKind.Shadow, ModelVersion = "2" },
            SampleForecast.Of(Origin) with { Kind = ForecastKind.Baseline, Model = "har", ModelVersion = "2013-12-27" });
        Assert.Equal(Origin, Assert.Single((await RunAsync()).Added).ForecastOrigin);
    }

    [Fact]
    public async Task A_missing_session_leaves_the_outcome_unknown_until_a_later_download_brings_it()
    {
        var lost = Calendar.Add(Origin, 3);
        await StoreAsync(SampleForecast.Of(Origin), SampleForecast.Of(lost), SampleForecast.Of(Calendar.Add(Origin, 10)));
        await SimulatedLake.FillAsync(folder["lake"], First, Last, lost: lost);
        var report = await RunAsync();
        Assert.Equal(Calendar.Add(Origin, 10), Assert.Single(report.Added).ForecastOrigin);
        Assert.Equal([Origin, lost], report.Unknown.Select(one => one.ForecastOrigin));
        Assert.All(report.Unknown, one => Assert.Equal(
            $"SPY has no bar on {lost:yyyy-MM-dd}. Run `volcast ingest` when the source has it.", one.Reason));
        Assert.Equal(2, (await RunAsync()).Unknown.Count); // Every run names it.

        // The gap is filled by the second download after the session.
        await SimulatedLake.FillAsync(folder["lake"], First, Last);
        var (vintages, times) = await DownloadsAsync(Calendar.SettlesAt(Last).AddHours(1), Calendar.SettlesAt(Last).AddHours(2));
        await ChangeBarsAsync(bars =>
        {
            Array.Fill(bars.Vintage, vintages[0]);
            bars.Vintage[Array.IndexOf(bars.Session, lost)] = vintages[1];
        });
        clock.Now = times[1];
        report = await RunAsync();
        Assert.Equal([Origin, lost], report.Added.Select(row => row.ForecastOrigin));
        Assert.Equal(0, report.Revised);
        Assert.Empty(report.Unknown);
        // The second period begins after the lost session, whose bar is not one of its own.
        Assert.Equal([times[1], Calendar.SettlesAt(Calendar.Add(lost, 5))], report.Added.Select(row => row.KnownAt));
    }

    /// <summary>Stores downloads of the target with different bars, and gives their vintages.</summary>
    private async Task<(string[] Vintages, DateTimeOffset[] Times)> DownloadsAsync(params DateTimeOffset[] times)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        var vintages = new List<string>();
        foreach (var (time, number) in times.Select((time, number) => (time, number)))
        {
            var bars = SimulatedMarket.Generate(3, Last).Bars(SimulatedLake.Spy).Between(Calendar.Add(Last, -5), Last);
            bars.Close[^1] += number;
            vintages.Add((await lake.AddDownloadAsync(SimulatedLake.Spy, "simulated", time, bars)).Download.Vintage);
        }
        return ([.. vintages], [.. times.Select(time => time.ToUniversalTime())]);
    }

    [Fact]
    public async Task A_corrected_bar_adds_a_row_that_is_known_later_and_the_earlier_row_stays()
    {
        var (vintages, times) = await DownloadsAsync(
            Calendar.SettlesAt(Last).AddMinutes(30), Calendar.SettlesAt(Last).AddDays(3));
        var changed = Calendar.Add(Origin, 2);
        await ChangeBarsAsync(bars => Array.Fill(bars.Vintage, vintages[0]));
        await StoreAsync(SampleForecast.Of(Origin), SampleForecast.Of(changed));
        Assert.Equal(2, (await RunAsync()).Added.Count);
        var before = await StoredAsync();

        await ChangeBarsAsync(bars =>
        {
            var row = Array.IndexOf(bars.Session, changed);
            bars.LogReturn[row] += .01;
            bars.Vintage[row] = vintages[1];
        });
        clock.Now = times[1];
        var report = await RunAsync();
        var correction = Assert.Single(report.Added);
        Assert.Equal((1, Origin, times[1]), (report.Revised, correction.ForecastOrigin, correction.KnownAt));
        Assert.NotEqual(before[0].DataDigest, correction.DataDigest);
        var bars = await BarsAsync();
        var from = Array.IndexOf(bars.Session, Origin) + 1;
        Assert.Equal(252 / 5.0 * bars.LogReturn[from..(from + 5)].Sum(r => r * r), correction.RealizedVariance, 1e-15);
        Assert.Equal([before[0], correction, before[1]], await StoredAsync());
        Assert.Empty((await RunAsync()).Added);

        // The first number again: a third row, which is newer than the second although no download explains it.
        await ChangeBarsAsync(changedBack => changedBack.LogReturn[Array.IndexOf(changedBack.Session, changed)] -= .01);
        var back = Assert.Single((await RunAsync()).Added);
        Assert.Equal(times[1].AddMilliseconds(1), back.KnownAt);
        Assert.Equal(3, (await StoredAsync()).Count(row => row.ForecastOrigin == Origin));
        Assert.Equal(before[0].RealizedVariance, back.RealizedVariance, 1e-12);
        Assert.Empty((await RunAsync()).Added);
    }

    /// <summary>After a split, the vendor delivers the same bars on another scale.</summary>
    [Fact]
    public async Task Bars_on_another_scale_are_no_correction()
    {
        await StoreAsync(SampleForecast.Of(Origin));
        await RunAsync();
        await ChangeBarsAsync(bars =>
        {
            for (var row = 0; row < bars.Count; row++)
            {
                foreach (var prices in new[] { bars.Open, bars.High, bars.Low, bars.Close })
                    prices[row] /= 3;
                bars.LogReturn[row] *= 1 + 1e-15;
            }
        });
        Assert.Empty((await RunAsync()).Added);
        Assert.Single(await StoredAsync());
    }

    /// <summary>A run reads the years that have changed: an old year is found again when its bars are corrected, and when an old
    /// forecast is added.</summary>
    [Fact]
    public async Task A_correction_and_a_new_forecast_of_an_old_year_are_found()
    {
        DateOnly old = new(2012, 6, 1);
        await StoreAsync(SampleForecast.Of(old), SampleForecast.Of(Origin));
        await RunAsync();
        await ChangeBarsAsync(bars => bars.LogReturn[Array.IndexOf(bars.Session, Calendar.Next(old))] += .01);
        var corrected = Assert.Single((await RunAsync()).Added);
        Assert.Equal((old, Calendar.SettlesAt(Calendar.Add(old, 5)).ToUniversalTime().AddMilliseconds(1)),
            (corrected.ForecastOrigin, corrected.KnownAt));
        await StoreAsync(SampleForecast.Of(old, horizon: 10));
        var added = Assert.Single((await RunAsync()).Added);
        Assert.Equal((old, 10), (added.ForecastOrigin, added.Horizon));
        Assert.Equal(4, (await StoredAsync()).Count);
    }

    [Fact]
    public async Task Without_a_forecast_nothing_is_written()
    {
        var before = FolderBytes.Of(folder["lake"]);
        var report = await RunAsync();
        Assert.Equal((0, 0, null), (report.Added.Count, report.Pending, report.NextEnd));
        Assert.Equal(before, FolderBytes.Of(folder["lake"]));
    }
}
