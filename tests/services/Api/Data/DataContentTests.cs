using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Forecasts;
using Volcast.Services.Monitoring.Scores;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Data;

/// <summary>The service with a lake that has rejected rows and stored live forecasts whose scores can be calculated by
/// hand.</summary>
public sealed class ScoredApi : ApiUnderTest
{
    public static readonly Symbol Vix = Symbol.Parse("^VIX");

    /// <summary>Three origins without shared sessions, and one whose target ends after the last session.</summary>
    public static readonly DateOnly[] Origins =
        [new(2013, 5, 1), new(2013, 6, 3), new(2013, 7, 1), TradingCalendar.Nyse.Add(Last, -3)];

    protected override async Task BeforeStartAsync()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(LakeFolder, DataKind.Simulated);
        var vix = await lake.ReadAsync(CuratedMarketTable.Schema, Vix, new(2013, 5, 1), new(2013, 5, 3));
        await lake.QuarantineAsync(RawMarketTable.Schema, Vix, vix, ["error: close 0", "error: close 0", "warning: open 41 is outside"]);

        var bars = CuratedMarketTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(CuratedMarketTable.Schema, SimulatedLake.Spy));
        var realized = Origins[..3].Select(origin => Realized(bars, origin)).ToArray();
        var losses = Origins[..3].Select(origin => Losses(bars, origin)).ToArray();
        ForecastRow[] rows =
        [
            // Twice, three times and exactly what was realised.
            // A value at risk just below the loss is a hit, one just above is none.
            Row(Origins[0], 2 * realized[0], realized[0], (.5, 3), (.4, 4)) with
            {
                OneDay95 = new(losses[0].First - .001, .1), OneDay99 = new(losses[0].First + .0005, .1),
                Horizon95 = new(losses[0].All - .001, .1), Horizon99 = new(losses[0].All + .001, .1),
            },
            Row(Origins[1], 3 * realized[1], realized[1], (1.1, 3), (.4, 4)) with
            {
                OneDay95 = new(losses[1].First + .001, .1), OneDay99 = new(losses[1].First + .002, .1),
                Horizon95 = new(losses[1].All - .001, .1), Horizon99 = new(losses[1].All - .0005, .1),
            },
            Row(Origins[2], realized[2], realized[2], (1.1, 3), (1.1, 4)),
            Row(Origins[3], .04, .04, (.5, 3), (.4, 4)),
            Row(Origins[0], 50 * realized[0], realized[0], (.5, 3), (.4, 4)) with { Kind = ForecastKind.Backfill,
                ModelVersion = "2" },
            Row(Origins[0], 9 * realized[0], realized[0], (.5, 3), (.4, 4)) with { Kind = ForecastKind.Baseline,
                Model = "har", ModelVersion = "2013-04-24" },
            Row(Last, 9 * realized[0], realized[0], (.5, 3), (.4, 4)) with { Kind = ForecastKind.Baseline,
                Model = "har", ModelVersion = "2014-06-23" },
        ];
        var (table, _) = ForecastsTable.MergeFirstWins(
            new ForecastsTable { Symbol = SimulatedLake.Spy, Rows = [] },
            new ForecastsTable { Symbol = SimulatedLake.Spy, Rows = rows });
        await lake.CommitAsync(ForecastsTable.Schema, SimulatedLake.Spy, table.ToFrame());
    }

    /// <summary>252/5 times the sum of the squared log returns of the five sessions after the origin.</summary>
    private static double Realized(CuratedMarketTable bars, DateOnly origin)
    {
        var row = Array.IndexOf(bars.Session, origin);
        return 252 / 5.0 * bars.LogReturn[(row + 1)..(row + 6)].Sum(r => r * r);
    }

    /// <summary>Of the first session after the origin, and of all five.</summary>
    private static (double First, double All) Losses(CuratedMarketTable bars, DateOnly origin)
    {
        var row = Array.IndexOf(bars.Session, origin);
        return (-bars.LogReturn[row + 1], -bars.LogReturn[(row + 1)..(row + 6)].Sum());
    }

    private static ForecastRow Row(
        DateOnly origin,
        double variance,
        double realized,
        (double Lower, double Upper) of80,
        (double Lower, double Upper) of95) => new()
        {
            Horizon = 5,
            ForecastOrigin = origin,
            Model = "volcast-SPY-5d",
            ModelVersion = "1",
            Kind = ForecastKind.Live,
            TargetEnd = TradingCalendar.Nyse.Add(origin, 5),
            AsOf = TradingCalendar.Nyse.SettlesAt(origin).ToUniversalTime(),
            Variance = variance,
            Lower80 = of80.Lower * realized,
            Upper80 = of80.Upper * realized,
            Lower95 = of95.Lower * realized,
            Upper95 = of95.Upper * realized,
            Implied = 100 * Math.Sqrt(2 * realized), // Its variance is twice the realised one.
            Contributions = "[]",
            Base = 0,
            ContributionScale = "log_variance",
            InputDigest = "",
        };
}

[Trait(Category.Name, Category.Integration)]
public sealed class DataContentTests(ScoredApi api) : IClassFixture<ScoredApi>
{
    [Fact]
    public async Task Quality_counts_the_refused_rows_of_the_symbol_that_has_them()
    {
        var series = (await api.GetJsonAsync("/v1/quality")).GetProperty("series").EnumerateArray()
            .ToDictionary(one => one.GetProperty("symbol").GetString()!, one => one.GetProperty("refused_rows").GetInt32());
        Assert.Equal(2, series[ScoredApi.Vix.Value]);
        Assert.Equal(0, series["SPY"]);
    }

    [Fact]
    public async Task Quality_counts_the_harmless_rows_apart()
    {
        var series = (await api.GetJsonAsync("/v1/quality")).GetProperty("series").EnumerateArray()
            .ToDictionary(one => one.GetProperty("symbol").GetString()!, one => one.GetProperty("harmless_rows").GetInt32());
        Assert.Equal(1, series[ScoredApi.Vix.Value]);
        Assert.Equal(0, series["SPY"]);
    }

    [Fact]
    public async Task A_track_record_has_the_losses_and_coverage_of_a_hand_calculation()
    {
        var record = await api.GetJsonAsync("/v1/track-record");
        Assert.Equal((4, 3), (record.GetProperty("live_forecasts").GetInt32(), record.GetProperty("outcomes").GetInt32()));
        var version = Assert.Single(record.GetProperty("versions").EnumerateArray());
        var all = record.GetProperty("all");
        Assert.Equal((JsonValueKind.Null, version.GetProperty("qlike").GetDouble()),
            (all.GetProperty("model_version").ValueKind, all.GetProperty("qlike").GetDouble()));
        Assert.Equal((3, "2013-05-01", "2013-07-01"), (version.GetProperty("outcomes").GetInt32(),
            version.GetProperty("first").GetString(), version.GetProperty("last").GetString()));

        // QLIKE is x - ln x - 1 of realised over forecast: 1/2 gives ln 2 - 1/2, 1/3 gives ln 3 - 2/3, and 1 gives 0.
        Assert.Equal((Math.Log(2) - 1 / 2.0 + Math.Log(3) - 2 / 3.0) / 3, version.GetProperty("qlike").GetDouble(), 1e-12);
        Assert.Equal(Math.Log(2) - .5, version.GetProperty("implied_qlike").GetDouble(), 1e-12);
        Assert.Equal(1 / 3.0, version.GetProperty("coverage_80").GetDouble(), 1e-12);
        Assert.Equal(2 / 3.0, version.GetProperty("coverage_95").GetDouble(), 1e-12);
        Assert.Equal([(1, .95, 2, .1, 1), (1, .99, 2, .02, 0), (5, .95, 2, .1, 2), (5, .99, 2, .02, 1)],
            version.GetProperty("tail_hits").EnumerateArray().Select(hits => (hits.GetProperty("sessions").GetInt32(),
                hits.GetProperty("confidence").GetDouble(), hits.GetProperty("outcomes").GetInt32(),
                hits.GetProperty("expected_hits").GetDouble(), hits.GetProperty("hits").GetInt32())));
        var light = version.GetProperty("traffic_light");
        Assert.Equal((2, .02, 0, "green"), (light.GetProperty("sessions").GetInt32(),
            light.GetProperty("expected_hits").GetDouble(), light.GetProperty("hits").GetInt32(),
            light.GetProperty("zone").GetString()));
    }

    /// <summary>The stored scores of the same forecasts are those of the track record.</summary>
    [Fact]
    public async Task The_scores_of_monitoring_agree_with_the_track_record()
    {
        using var copy = new TemporaryFolder();
        FolderBytes.Copy(api.LakeFolder, copy["lake"]);
        await using var lake = await DataLake.OpenLocalForWritingAsync(copy["lake"], DataKind.Simulated);
        await new OutcomesJob(lake, TradingCalendar.Nyse, api.Clock).RunAsync(SimulatedLake.Spy, CancellationToken.None);
        var scores = await new ScoresJob(lake, api.Registry).RunAsync(SimulatedLake.Roles, CancellationToken.None);
        var live = scores.Added.Where(row => row is { Subject: "live", Status: MonitoringStatus.Ok }).ToLookup(row => row.Check);

        var version = Assert.Single((await api.GetJsonAsync("/v1/track-record")).GetProperty("versions").EnumerateArray());
        Assert.Equal(version.GetProperty("outcomes").GetInt32(), live[ScoreChecks.Qlike].Count());
        Assert.Equal(version.GetProperty("qlike").GetDouble(), live[ScoreChecks.Qlike].Average(row => row.Value), 1e-15);
        Assert.Equal(version.GetProperty("coverage_80").GetDouble(), live[ScoreChecks.Covered80].Average(row => row.Value));
        Assert.Equal(version.GetProperty("coverage_95").GetDouble(), live[ScoreChecks.Covered95].Average(row => row.Value));
        var hits = version.GetProperty("tail_hits").EnumerateArray().ToArray();
        foreach (var (check, sessions, confidence) in new[]
            {
                (ScoreChecks.OneDayVarHit95, 1, .95), (ScoreChecks.OneDayVarHit99, 1, .99), (ScoreChecks.VarHit95, 5, .95),
                (ScoreChecks.VarHit99, 5, .99),
            })
        {
            var published = hits.Single(one => one.GetProperty("sessions").GetInt32() == sessions
                && one.GetProperty("confidence").GetDouble() == confidence);
            Assert.Equal((published.GetProperty("outcomes").GetInt32(), published.GetProperty("hits").GetInt32()),
                (live[check].Count(), (int)live[check].Sum(row => row.Value)));
        }
        var summary = (await ScoreSummary.ReadAsync(lake, SimulatedLake.Spy, CancellationToken.None))
            .Single(one => one.Kind == ForecastKind.Live);
        Assert.Equal(version.GetProperty("qlike").GetDouble(), summary.Scores.Qlike);
        Assert.Equal(
            hits.Select(one => one.GetProperty("hits").GetInt32()), summary.TailHits.Select(one => one.Hits));
    }

    [Fact]
    public async Task Baselines_are_in_no_answer()
    {
        var list = await api.GetJsonAsync("/v1/forecasts?limit=1000");
        Assert.Equal(5, list.GetProperty("total").GetInt32());
        Assert.All(list.GetProperty("forecasts").EnumerateArray(), one => Assert.Equal("volcast-SPY-5d",
            one.GetProperty("model").GetString()));
        Assert.Equal("volcast-SPY-5d", (await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("model").GetString());
        Assert.Equal("volcast-SPY-5d", (await api.GetJsonAsync($"/v1/forecasts/{ScoredApi.Last:yyyy-MM-dd}/explanation"))
            .GetProperty("forecast").GetProperty("model").GetString());
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/forecasts?kind=baseline");
        await api.ProblemAsync(request, 400, "invalid_kind", "kind");
    }

    [Fact]
    public async Task A_session_has_the_bars_that_the_lake_holds()
    {
        var day = new DateOnly(2013, 5, 2);
        var bars = (await api.GetJsonAsync("/v1/market/2013-05-02")).GetProperty("bars");
        Assert.Equal(SimulatedLake.Roles.Symbols.Count, bars.GetArrayLength());
        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        foreach (var bar in bars.EnumerateArray())
        {
            var symbol = Symbol.Parse(bar.GetProperty("symbol").GetString()!);
            var table = CuratedMarketTable.FromFrame(symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol, day, day));
            foreach (var (name, value) in new (string, double)[]
                {
                    ("open", table.Open[0]), ("high", table.High[0]), ("low", table.Low[0]), ("close", table.Close[0]),
                    ("dividend", table.Dividend[0]), ("split_ratio", table.SplitRatio[0]), ("log_return", table.LogReturn[0]),
                })
                Assert.Equal(value, bar.GetProperty(name).GetDouble());
            var volume = bar.GetProperty("volume");
            Assert.Equal(table.Volume[0], volume.ValueKind == JsonValueKind.Null ? null : volume.GetInt64());
        }
    }
}
