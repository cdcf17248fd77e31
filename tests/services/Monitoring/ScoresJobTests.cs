using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Monitoring.Scores;
using Volcast.Services.Tests;

namespace Volcast.Services.Monitoring.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class ScoresJobTests : IAsyncLifetime
{
    private static readonly DateOnly First = new(2011, 1, 3);
    private static readonly DateOnly Last = new(2014, 6, 30);
    private static readonly DateOnly Origin = TradingCalendar.Nyse.Add(Last, -40);
    private static readonly DateOnly End = TradingCalendar.Nyse.Add(Origin, 5);
    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync() => await SimulatedLake.FillAsync(folder["lake"], First, Last);

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private LocalModelRegistry Registry => new(folder["mlruns"]);

    private async Task<ScoresReport> RunAsync()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        return await new ScoresJob(lake, Registry).RunAsync(SimulatedLake.Roles, CancellationToken.None);
    }

    private static OutcomeRow Outcome(DateOnly origin, int horizon = 5, double variance = .04, int revision = 0) => new()
    {
        Horizon = horizon,
        ForecastOrigin = origin,
        DataDigest = $"{revision}",
        TargetEnd = TradingCalendar.Nyse.Add(origin, horizon),
        KnownAt = TradingCalendar.Nyse.SettlesAt(TradingCalendar.Nyse.Add(origin, horizon)).ToUniversalTime().AddDays(revision),
        RealizedVariance = variance,
        RangeVariance = .08,
        FirstLogReturn = -.03,
        LogReturn = -.05,
    };

    private async Task StoreAsync(params OutcomeRow[] rows)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated);
        await lake.CommitAsync(
            OutcomesTable.Schema, SimulatedLake.Spy, new OutcomesTable { Symbol = SimulatedLake.Spy, Rows = rows }.ToFrame());
    }

    private async Task<IReadOnlyList<MonitoringRow>> StoredAsync()
    {
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        return MonitoringTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(MonitoringTable.Schema, SimulatedLake.Spy)).Rows;
    }

    /// <summary>Of 28.3 % volatility, with an 80 % interval from 24 to 32 % and a 95 % interval from 15 to 40 %.</summary>
    private static ForecastRow Forecast(DateOnly origin, int horizon = 5) => SampleForecast.Of(origin, horizon, .08) with
    {
        Lower80 = .0576,
        Upper80 = .1024,
        Lower95 = .0225,
        Upper95 = .16,
        OneDay95 = new(.02, .025),
        OneDay99 = new(.031, .04),
        Horizon95 = new(.049, .06),
        Horizon99 = new(.0501, .07),
    };

    [Fact]
    public async Task Scores_are_those_of_a_calculation_by_hand()
    {
        await SampleForecast.StoreAsync(folder["lake"], Forecast(Origin));
        await StoreAsync(Outcome(Origin));
        var rows = (await RunAsync()).Added;
        Assert.Equal(rows, await StoredAsync());
        Assert.All(rows, row => Assert.Equal(
            (5, End, "live", "volcast-SPY-5d", "1", 0, MonitoringKind.Score),
            (row.Horizon, row.Session, row.Subject, row.Model, row.ModelVersion, row.Revision, row.Kind)));
        var values = rows.Where(row => row.Status == MonitoringStatus.Ok).ToDictionary(row => row.Check, row => row.Value);
        var expected = new Dictionary<string, double>
        {
            ["qlike"] = .5 + Math.Log(2) - 1, // realised / forecast = 1/2
            ["qlike_range"] = 0,
            ["bias"] = Math.Log(2),
            ["covered_80"] = 0,
            ["covered_95"] = 1,
            ["winkler_80"] = .08 + 10 * .04, // 20 % is 4 points below the 80 % interval
            ["winkler_95"] = .25,
            ["var_hit_95"] = 1, // a loss of 5 %
            ["var_hit_99"] = 0,
            ["var_hit_95_1d"] = 1, // a loss of 3 %
            ["var_hit_99_1d"] = 0,
        };
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), values.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, one => Assert.Equal(one.Value, values[one.Key], 1e-12));
    }

    [Fact]
    public async Task Each_horizon_has_its_own_rows_and_over_one_session_there_is_one_value_at_risk()
    {
        await SampleForecast.StoreAsync(folder["lake"], Forecast(Origin, 1), Forecast(Origin, 22), SampleForecast.Of(Origin, 10));
        await StoreAsync(Outcome(Origin, 1), Outcome(Origin, 10), Outcome(Origin, 22));
        var rows = (await RunAsync()).Added;
        Assert.Equal(["var_hit_95", "var_hit_99"], Checks(1).Where(check => check.StartsWith("var", StringComparison.Ordinal)));
        Assert.Equal(["var_hit_95", "var_hit_95_1d", "var_hit_99", "var_hit_99_1d"],
            Checks(22).Where(check => check.StartsWith("var", StringComparison.Ordinal)));
        // A figure that the forecast does not state has no score.
        Assert.Equal(["bias", "qlike", "qlike_range"], Checks(10));
        Assert.Equal(1, rows.Single(row => row is { Horizon: 1, Check: "var_hit_95" }).Value); // 3 % against 2 %

        IEnumerable<string> Checks(int horizon) =>
            rows.Where(row => row.Horizon == horizon).Select(row => row.Check).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Every_kind_but_provisional_is_scored_under_its_own_subject()
    {
        await SampleForecast.StoreAsync(folder["lake"],
            SampleForecast.Of(Origin),
            SampleForecast.Of(Origin) with { Kind = ForecastKind.Shadow, ModelVersion = "2" },
            SampleForecast.Of(Origin) with { Kind = ForecastKind.Backfill },
            SampleForecast.Of(Origin) with { Kind = ForecastKind.Provisional },
            SampleForecast.Of(Origin) with { Kind = ForecastKind.Baseline, Model = "har", ModelVersion = "2014-04-24" });
        await StoreAsync(Outcome(Origin));
        Assert.Equal(
            [
                ("backfill", "volcast-SPY-5d", "1"), ("baseline", "har", "2014-04-24"), ("live", "volcast-SPY-5d", "1"),
                ("shadow", "volcast-SPY-5d", "2"),
            ],
            (await RunAsync()).Added.Where(row => row.Check == "qlike")
                .Select(row => (row.Subject, row.Model, row.ModelVersion)));
    }

    [Fact]
    public async Task A_second_run_writes_nothing_and_a_revised_outcome_adds_the_next_revision()
    {
        await SampleForecast.StoreAsync(folder["lake"], SampleForecast.Of(Origin), SampleForecast.Of(Last));
        await StoreAsync(Outcome(Origin));
        var first = (await RunAsync()).Added;
        var before = FolderBytes.Of(folder["lake"]);
        Assert.Empty((await RunAsync()).Added);
        Assert.Equal(before, FolderBytes.Of(folder["lake"]));

        await StoreAsync(Outcome(Origin), Outcome(Origin, variance: .01, revision: 1));
        var second = (await RunAsync()).Added;
        Assert.All(second, row => Assert.Equal(1, row.Revision));
        Assert.Equal(Math.Log(4), second.Single(row => row.Check == "bias").Value, 1e-12);
        Assert.Equal(first.Concat(second).ToHashSet(), (await StoredAsync()).ToHashSet());
        Assert.Empty((await RunAsync()).Added);
    }

    /// <summary>The rows of other checks stay, and so does the record of what other jobs have read.</summary>
    [Fact]
    public async Task Rows_and_inputs_of_other_jobs_stay()
    {
        var other = new MonitoringRow
        {
            Horizon = 0,
            Session = Last,
            Subject = "data",
            Check = "freshness",
            Kind = MonitoringKind.Data,
            Status = MonitoringStatus.Ok,
        };
        await using (var lake = await DataLake.OpenLocalForWritingAsync(folder["lake"], DataKind.Simulated))
            await lake.CommitAsync(
                MonitoringTable.Schema, SimulatedLake.Spy,
                new MonitoringTable { Symbol = SimulatedLake.Spy, Rows = [other] }.ToFrame(),
                new Dictionary<string, string> { ["curated.market/SPY"] = "ab" });
        await SampleForecast.StoreAsync(folder["lake"], SampleForecast.Of(Origin));
        await StoreAsync(Outcome(Origin));
        await RunAsync();
        Assert.Contains(other, await StoredAsync());
        await using var after = await DataLake.OpenLocalAsync(folder["lake"]);
        Assert.Equal(["curated.market/SPY", "forecasts/SPY/year=2014", "outcomes/SPY/year=2014"],
            (await after.SnapshotAsync(MonitoringTable.Schema, SimulatedLake.Spy))!.Inputs.Keys);
    }

    [Fact]
    public async Task Without_an_outcome_nothing_is_written()
    {
        await SampleForecast.StoreAsync(folder["lake"], SampleForecast.Of(Last));
        var before = FolderBytes.Of(folder["lake"]);
        Assert.Empty((await RunAsync()).Added);
        Assert.Equal(before, FolderBytes.Of(folder["lake"]));
    }

    /// <summary>A forecast by the registered version, and an outcome at an end of its interval, where the distribution says which
    /// share of outcomes is below.</summary>
    [Fact]
    public async Task The_probability_integral_transform_comes_from_the_distribution_at_the_origin()
    {
        var version = await SampleHar.RegisterAsync(
            Registry, folder["lake"], 5, 'a', TradingCalendar.Nyse.SettlesAt(Last));
        using var model = await RegisteredForecaster.LoadAsync(Registry, version, "", CancellationToken.None);
        DateOnly[] origins = [Origin, TradingCalendar.Nyse.Add(Origin, 7), TradingCalendar.Nyse.Add(Origin, 14)];
        var forecasts = new List<ForecastRow>();
        await using (var lake = await DataLake.OpenLocalAsync(folder["lake"]))
        {
            var known = (await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None)).Known;
            foreach (var origin in origins)
                forecasts.Add(SessionForecast.Make(model, new ForecastInputs(known.KnownAt(known.FirstRowFrom(origin))), 5,
                    ForecastKind.Live, TradingCalendar.Nyse).Row);
            foreach (var name in Baselines.Names)
                forecasts.Add(SessionForecast.Make(
                    Baselines.At(name, known, 5, [known.FirstRowFrom(Origin)], CancellationToken.None).Single().Model.Value!,
                    new ForecastInputs(known.KnownAt(known.FirstRowFrom(Origin))), 5, ForecastKind.Baseline,
                    TradingCalendar.Nyse).Row);
        }
        await SampleForecast.StoreAsync(folder["lake"], [.. forecasts]);
        await StoreAsync(
            Outcome(origins[0], variance: forecasts[0].Upper80 * (1 + 1e-9)), Outcome(origins[1], variance: forecasts[1].Upper95),
            Outcome(origins[2], variance: forecasts[2].Lower80));
        var report = await RunAsync();
        Assert.Empty(report.Notes);
        var live = report.Added.Where(row => row is { Check: "pit", Subject: "live" }).Select(row => row.Value).ToArray();
        Assert.Equal(.9, live[0], .002);
        Assert.Equal(.975, live[1], .002);
        Assert.Equal(.1, live[2], .002);
        // The same outcome by the reference models' own distributions.
        var baselines = report.Added.Where(row => row is { Check: "pit", Subject: "baseline" }).ToArray();
        Assert.Equal(["har", "vix-calibrated"], baselines.Select(row => row.Model));
        Assert.All(baselines, row => Assert.InRange(row.Value, .5, 1));
    }

    [Fact]
    public async Task Where_the_version_is_gone_the_transform_is_left_out_with_the_reason()
    {
        await SampleForecast.StoreAsync(folder["lake"], Forecast(Origin), Forecast(TradingCalendar.Nyse.Next(Origin)));
        await StoreAsync(Outcome(Origin), Outcome(TradingCalendar.Nyse.Next(Origin)));
        var report = await RunAsync();
        Assert.Equal(
            ["2 forecasts have no probability integral transform: version 1 of volcast-SPY-5d has been deleted."], report.Notes);
        var row = report.Added.First(one => one.Check == "pit");
        Assert.Equal((MonitoringStatus.Insufficient, double.NaN), (row.Status, row.Value));
        Assert.Equal("version 1 of volcast-SPY-5d has been deleted.",
            JsonDocument.Parse(row.Detail!).RootElement.GetProperty("reason").GetString());
        Assert.Empty((await RunAsync()).Added);
    }

    /// <summary>A version that learnt from sessions after the origin would know the outcome.</summary>
    [Fact]
    public async Task A_version_that_has_learnt_from_later_sessions_gives_no_transform()
    {
        await SampleHar.RegisterAsync(
            Registry, folder["lake"], 5, 'a', TradingCalendar.Nyse.SettlesAt(Last), newest: 10);
        await SampleForecast.StoreAsync(folder["lake"], Forecast(Origin));
        await StoreAsync(Outcome(Origin));
        Assert.Equal(
            [$"1 forecast has no probability integral transform: volcast-SPY-5d 1 has learnt from sessions up to "
                + $"{TradingCalendar.Nyse.Add(Last, -10):yyyy-MM-dd}."],
            (await RunAsync()).Notes);
    }
}
