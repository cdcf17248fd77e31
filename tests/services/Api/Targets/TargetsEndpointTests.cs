using System.Net;
using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Forecasts;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Services.Api.Tests.Targets;

/// <summary>The service with live forecasts of SPY and HAR whose figures can be calculated by hand, and a target without
/// data.</summary>
public sealed class WatchedApi : ApiUnderTest
{
    public static readonly DateOnly[] Scored = [new(2013, 5, 1), new(2013, 6, 3)];
    public static readonly DateOnly Before = TradingCalendar.Nyse.Add(Last, -1);

    protected override bool SetsTimestamps => true;

    protected override IReadOnlyList<AssetRoles> Targets =>
        [SimulatedLake.Roles, AssetRoles.For(Symbol.Parse("QQQ"), ImpliedVolatilityIndex.Parse("SPY=^VIX"))];

    protected override async Task BeforeStartAsync()
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(LakeFolder, DataKind.Simulated);
        var bars = await BarsAsync(lake);
        var (first, second) = (Realized(bars, Scored[0]), Realized(bars, Scored[1]));
        await SampleForecast.StoreAsync(LakeFolder,
            Live(Scored[0], 2 * first), Live(Scored[1], second), Har(Scored[0], 3 * first), Har(Scored[1], second),
            Live(Before, .0225), Live(Last, .04) with { Implied = 18 },
            Live(Last, .09) with { Kind = ForecastKind.Shadow, ModelVersion = "2" },
            Live(Last, .16) with { Kind = ForecastKind.Backfill, ModelVersion = "3" });
        await new OutcomesJob(lake, TradingCalendar.Nyse, Clock).RunAsync(SimulatedLake.Spy, CancellationToken.None);
    }

    public static async Task<CuratedMarketTable> BarsAsync(DataLake lake) => CuratedMarketTable.FromFrame(
        SimulatedLake.Spy, await lake.ReadAsync(CuratedMarketTable.Schema, SimulatedLake.Spy));

    /// <summary>252/5 times the sum of the squared log returns of the five sessions after the origin.</summary>
    private static double Realized(CuratedMarketTable bars, DateOnly origin)
    {
        var row = Array.IndexOf(bars.Session, origin);
        return 252 / 5.0 * bars.LogReturn[(row + 1)..(row + 6)].Sum(r => r * r);
    }

    private static ForecastRow Live(DateOnly origin, double variance) => SampleForecast.Of(origin, 5, variance);

    private static ForecastRow Har(DateOnly origin, double variance) => Live(origin, variance) with
    {
        Kind = ForecastKind.Baseline,
        Model = "har",
        ModelVersion = $"{TradingCalendar.Nyse.Add(origin, -5):yyyy-MM-dd}",
    };
}

[Trait(Category.Name, Category.Integration)]
public sealed class TargetsEndpointTests(WatchedApi api) : IClassFixture<WatchedApi>
{
    [Fact]
    public async Task A_target_has_the_figures_of_a_hand_calculation()
    {
        var list = await api.GetJsonAsync("/v1/targets");
        Assert.Equal((2, "SIMULATED", 5, "2014-06-30"), (list.GetProperty("total").GetInt32(),
            list.GetProperty("data_kind").GetString(), list.GetProperty("horizon").GetInt32(),
            list.GetProperty("newest_settled").GetString()));
        var target = list.GetProperty("targets")[0];
        Assert.Equal(("SPY", "2014-06-30", 0, false, false), (target.GetProperty("symbol").GetString(),
            target.GetProperty("session").GetString(), target.GetProperty("sessions_behind").GetInt32(),
            target.GetProperty("exceeds_maximum_age").GetBoolean(), target.GetProperty("is_stale").GetBoolean()));

        // The live row, not the shadow or the backfill of the same origin.
        var forecast = target.GetProperty("forecast");
        Assert.Equal((.2, "live", 1, "2014-06-30", "2014-07-08"), (forecast.GetProperty("volatility").GetDouble(),
            forecast.GetProperty("kind").GetString(), forecast.GetProperty("model_version").GetInt32(),
            forecast.GetProperty("forecast_origin").GetString(), forecast.GetProperty("target_end").GetString()));
        Assert.Equal(5, forecast.GetProperty("volatility_points_change").GetDouble(), 1e-12);
        Assert.Equal(18, forecast.GetProperty("implied_volatility_points").GetDouble(), 1e-12);
        Assert.Equal(2, forecast.GetProperty("volatility_points_above_implied").GetDouble(), 1e-12);

        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        var returns = (await WatchedApi.BarsAsync(lake)).LogReturn;
        var windows = Enumerable.Range(1, returns.Length - 5).Select(start => RealizedVariance.OfReturns(
            returns.AsSpan(start, 5))).ToArray();
        Assert.Equal(100.0 * windows.Count(variance => variance < .04) / windows.Length,
            forecast.GetProperty("percentile").GetDouble(), 1e-9);

        // QLIKE of twice the outcome is ln 2 - 1/2, of three times the outcome ln 3 - 2/3, of the outcome 0.
        Assert.Equal((2, 2), (target.GetProperty("outcomes").GetInt32(), target.GetProperty("common_origins_with_har").GetInt32()));
        Assert.Equal((Math.Log(2) - .5) / (Math.Log(3) - 2 / 3.0), target.GetProperty("qlike_ratio_to_har").GetDouble(), 1e-9);
    }

    [Fact]
    public async Task The_regime_is_that_of_the_percentile()
    {
        var list = await api.GetJsonAsync("/v1/targets?symbol=SPY");
        Assert.Equal(VolatilityStanding.RegimeRule, list.GetProperty("regime_rule").GetString());
        var forecast = list.GetProperty("targets")[0].GetProperty("forecast");
        var regime = forecast.GetProperty("percentile").GetDouble() switch
        {
            < 25 => "calm",
            < 75 => "normal",
            < 95 => "elevated",
            _ => "stressed",
        };
        Assert.Equal(regime, forecast.GetProperty("regime").GetString());
    }

    [Fact]
    public async Task A_target_without_data_and_a_horizon_without_a_forecast_give_their_reason()
    {
        var missing = (await api.GetJsonAsync("/v1/targets?symbol=QQQ")).GetProperty("targets")[0];
        Assert.Equal(JsonValueKind.Null, missing.GetProperty("forecast").ValueKind);
        Assert.Contains("has no bars of QQQ", missing.GetProperty("missing_reason").GetString(), StringComparison.Ordinal);
        var spy = (await api.GetJsonAsync("/v1/targets?symbol=SPY&horizon=22")).GetProperty("targets")[0];
        Assert.Equal(JsonValueKind.Null, spy.GetProperty("forecast").ValueKind);
        Assert.Contains("over 22 sessions", spy.GetProperty("missing_reason").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_follow_one_another_and_csv_has_the_same_targets()
    {
        var first = await api.GetJsonAsync("/v1/targets?limit=1");
        var second = await api.GetJsonAsync(first.GetProperty("next").GetString()!);
        Assert.Equal(("SPY", "QQQ", JsonValueKind.Null), (first.GetProperty("targets")[0].GetProperty("symbol").GetString(),
            second.GetProperty("targets")[0].GetProperty("symbol").GetString(), second.GetProperty("next").ValueKind));
        var lines = (await api.Http.GetStringAsync("/v1/targets?format=csv", TestContext.Current.CancellationToken))
            .TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("symbol,horizon,session,", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("SPY,5,2014-06-30,0,false,false,,,2014-06-30,2014-07-08,live,volcast-SPY-5d,1,0.04,0.2,", lines[1],
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unchanged_list_is_not_sent_again_and_a_new_forecast_changes_it()
    {
        using var answer = await api.Http.GetAsync("/v1/targets?horizon=10", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(answer.Headers.ETag!.Tag));
        await SampleForecast.StoreAsync(api.LakeFolder, SampleForecast.Of(ApiUnderTest.Last, 10, .09));
        Assert.Equal(HttpStatusCode.NotModified, await AgainAsync(answer.Headers.ETag!.Tag)); // The lake is not asked so soon.
        api.Clock.Now += api.RefreshEvery;
        Assert.Equal(HttpStatusCode.OK, await AgainAsync(answer.Headers.ETag!.Tag));
        var target = (await api.GetJsonAsync("/v1/targets?symbol=SPY&horizon=10")).GetProperty("targets")[0];
        Assert.Equal(.3, target.GetProperty("forecast").GetProperty("volatility").GetDouble(), 1e-12);

        async Task<HttpStatusCode> AgainAsync(string etag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/targets?horizon=10");
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
            using var again = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return again.StatusCode;
        }
    }

    [Theory]
    [InlineData("/v1/targets?symbol=TLT", 404, "unknown_symbol", "symbol")]
    [InlineData("/v1/targets?horizon=4", 400, "invalid_horizon", "horizon")]
    [InlineData("/v1/targets?limit=1001", 400, "invalid_limit", "limit")]
    [InlineData("/v1/targets?sort=change", 400, "unknown_parameter", "sort")]
    public async Task An_error_names_its_code_and_field(string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);
}
