using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Tests;

namespace Volcast.Services.Forecasts.Tests;

/// <summary>The tail risk of the next session comes from the one-session model, whatever the horizon of the forecast.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class NextSessionTests : IAsyncLifetime
{
    private const string OneSession = "volcast-SPY-1d";
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private static readonly DateOnly First = new(2011, 1, 3);
    private static readonly DateOnly Last = new(2014, 6, 30);
    private static readonly int[] Horizons = [1, 5, 10, 22];
    private readonly TemporaryFolder folder = new();
    private readonly SettableClock clock = new() { Now = Calendar.SettlesAt(Last) };

    public async ValueTask InitializeAsync() => await SimulatedLake.FillAsync(folder["lake"], First, Last);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private LocalModelRegistry Registry => new(folder["mlruns"]);

    private Task<ModelVersion> RegisterAsync(
        int horizon, bool isSecond = false, int newest = 100, int errors = 600, string market = "SIMULATED") =>
        SampleHar.RegisterAsync(
            Registry, folder["lake"], horizon, Digest(horizon, isSecond), clock.Now, newest, errors, market);

    private static char Digest(int horizon, bool isSecond) => horizon switch
    {
        1 => isSecond ? 'b' : 'a',
        5 => isSecond ? 'd' : 'c',
        _ => horizon == 10 ? 'e' : 'f',
    };

    private async Task<ForecastReport> RunAsync(int horizon, bool isProvisional = false)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        return await new ForecastJob(lake, Registry, Calendar, clock).RunAsync(
            new ForecastRequest(SimulatedLake.Roles, horizon, isProvisional), CancellationToken.None);
    }

    private async Task<IReadOnlyList<Reproduction>> ReproduceAsync(DateOnly origin)
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return
        [
            .. (await new ForecastJob(lake, Registry, Calendar, clock)
                .ReproduceAsync(SimulatedLake.Roles, origin, CancellationToken.None))
                .Where(one => one.Stored.Kind != ForecastKind.Baseline),
        ];
    }

    private async Task FillAsync(DateOnly newest)
    {
        await SimulatedLake.FillAsync(folder["lake"], First, newest);
        clock.Now = Calendar.SettlesAt(newest);
    }

    private static (ForecastTailRisk, ForecastTailRisk) NextSession(ForecastRow row) => (row.OneDay95, row.OneDay99);

    private static (string?, string?) Source(ForecastRow row) => (row.OneSessionModel, row.OneSessionModelVersion);

    [Fact]
    public async Task All_horizons_state_the_value_at_risk_of_the_one_session_model()
    {
        foreach (var horizon in Horizons)
            await RegisterAsync(horizon);
        var reports = new List<ForecastReport>();
        foreach (var horizon in Horizons.Reverse())
            reports.Add(await RunAsync(horizon));

        var next = reports[^1].Row;
        Assert.True(next.OneDay99.ValueAtRisk > next.OneDay95.ValueAtRisk && next.OneDay95.ValueAtRisk > 0);
        Assert.Equal((null, null), Source(next));
        foreach (var report in reports.SkipLast(1))
        {
            Assert.Equal(NextSession(next), NextSession(report.Row));
            Assert.Equal((OneSession, "1"), Source(report.Row));
            Assert.Equal(next.InputDigest, report.Row.OneSessionInputDigest);
            Assert.NotEqual(next.OneDay95, report.Row.Horizon95);
            Assert.Equal(next.OneDay99.ValueAtRisk,
                report.Figures.TailRisks.Single(risk => risk is { Sessions: 1, Confidence: .99 }).ValueAtRisk);
            Assert.Empty(report.Notes);
        }
    }

    [Fact]
    public async Task Stored_forecasts_are_reproduced_after_another_one_session_version_serves()
    {
        await RegisterAsync(1);
        await RegisterAsync(5);
        var row = (await RunAsync(5)).Row;
        await RegisterAsync(1, isSecond: true, newest: 60);
        await RunAsync(1); // By version 2.

        var reproductions = await ReproduceAsync(Last);
        Assert.Equal(2, reproductions.Count);
        Assert.All(reproductions, one => Assert.Empty(one.Differences));
        var later = reproductions.Single(one => one.Stored.Horizon == 1).Stored;
        Assert.Equal((OneSession, "1"), Source(row));
        Assert.Equal("2", later.ModelVersion);
        Assert.NotEqual(NextSession(row), NextSession(later));
    }

    [Fact]
    public async Task A_changed_bar_shows_in_the_digest_of_the_one_session_model_too()
    {
        await RegisterAsync(1);
        await RegisterAsync(5);
        await RunAsync(5);
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated))
        {
            var table = CuratedMarketTable.FromFrame(
                SimulatedLake.Spy, await lake.ReadAsync(CuratedMarketTable.Schema, SimulatedLake.Spy));
            table.LogReturn[^20] += .01;
            await lake.CommitAsync(CuratedMarketTable.Schema, SimulatedLake.Spy, table.ToFrame());
        }
        Assert.Contains(Assert.Single(await ReproduceAsync(Last)).Differences,
            difference => difference.StartsWith("one_session_input_digest", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_forecast_that_was_stored_without_a_one_session_model_stays_and_is_reproduced()
    {
        await RegisterAsync(5);
        var before = (await RunAsync(5)).Row;
        Assert.Equal((null, null), Source(before));
        await RegisterAsync(1);
        var again = await RunAsync(5);
        Assert.Equal(before, again.Row);
        Assert.Equal((false, null), (again.IsNew, again.FirstPublished));
        Assert.Equal(before.OneDay95.ValueAtRisk, again.Figures.TailRisks[0].ValueAtRisk);
        Assert.Empty(Assert.Single(await ReproduceAsync(Last)).Differences);
    }

    [Theory]
    [InlineData(100, 600, "REAL", "learnt from REAL data")]
    [InlineData(100, 100, "SIMULATED", "volcast-SPY-1d/1 has fewer than 250 past returns.")]
    public async Task A_one_session_model_that_cannot_be_used_leaves_the_models_own_risk_and_a_note(
        int newest, int errors, string market, string why)
    {
        await RegisterAsync(5);
        await RegisterAsync(1, newest: newest, errors: errors, market: market);
        var report = await RunAsync(5);
        Assert.Equal((null, null), Source(report.Row));
        Assert.True(report.Row.OneDay95.ValueAtRisk > 0);
        var note = Assert.Single(report.Notes);
        Assert.StartsWith("The tail risk of the next session is the 5-session model's: ", note, StringComparison.Ordinal);
        Assert.Contains(why, note, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_challengers_forecast_states_the_same_value_as_the_champions()
    {
        await RegisterAsync(1);
        await RegisterAsync(5);
        await Registry.SetAliasAsync("volcast-SPY-5d", RegistryTags.Champion, 1);
        await RegisterAsync(5, isSecond: true, newest: 60);
        var report = await RunAsync(5);
        Assert.NotEqual(report.Row.Variance, report.Shadow!.Variance);
        Assert.Equal((NextSession(report.Row), Source(report.Row)), (NextSession(report.Shadow), Source(report.Shadow)));
    }

    [Fact]
    public async Task A_provisional_forecast_follows_the_same_rule()
    {
        await RegisterAsync(1);
        await RegisterAsync(5);
        await SimulatedLake.AddProvisionalAsync(folder["lake"], Calendar.Next(Last));
        var (five, one) = (await RunAsync(5, isProvisional: true), await RunAsync(1, isProvisional: true));
        Assert.Equal((OneSession, "1"), Source(five.Row));
        Assert.Equal(NextSession(one.Row), NextSession(five.Row));
    }

    /// <summary>Version 1 comes back after version 2: it must not have seen the returns of version 2's sessions twice or too
    /// early, so every backfilled row is reproduced from the stored files alone.</summary>
    [Fact]
    public async Task Backfilled_forecasts_state_the_risk_of_the_one_session_champion_of_the_time()
    {
        await RegisterAsync(5);
        await RunAsync(5);
        await RegisterAsync(1);
        await RegisterAsync(1, isSecond: true, newest: 60);
        foreach (var (version, sessions) in new[] { (1, 0), (2, 2), (1, 4) })
            await Registry.MoveChampionAsync(OneSession, version, ChampionMoveKind.Promoted, "test", null,
                Calendar.SettlesAt(Calendar.Add(Last, sessions)).AddHours(2), CancellationToken.None);
        await FillAsync(Calendar.Add(Last, 7));

        var report = await RunAsync(5);
        Assert.Equal(["1", "1", "2", "2", "1", "1"], report.Backfilled.Select(row => row.OneSessionModelVersion));
        foreach (var row in report.Backfilled)
            Assert.Empty(Assert.Single(await ReproduceAsync(row.ForecastOrigin)).Differences);
    }

    [Fact]
    public async Task A_backfilled_forecast_takes_no_risk_from_a_version_that_has_learnt_from_later_outcomes()
    {
        await RegisterAsync(5);
        await RunAsync(5);
        await FillAsync(Calendar.Add(Last, 5));
        await RegisterAsync(1, newest: 2);
        var report = await RunAsync(5);
        Assert.Equal(
            [(Calendar.Add(Last, 1), null), (Calendar.Add(Last, 2), null), (Calendar.Add(Last, 3), "1"),
                (Calendar.Add(Last, 4), "1")],
            report.Backfilled.Select(row => (row.ForecastOrigin, row.OneSessionModelVersion)));
    }
}
