using System.Text.Json;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Api.Tests.Models;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Services.Api.Tests.History;

/// <summary>The service with a walk-forward and a few stored forecasts.</summary>
public sealed class HistoricApi : EvidencedApi
{
    public static readonly DateOnly Stored = new(2014, 6, 2), Backfilled = new(2014, 6, 3);

    protected override Task BeforeStartAsync() => SampleForecast.StoreAsync(LakeFolder,
        SampleForecast.Of(Stored, 5, .04) with { Lower80 = .01, Upper80 = .09, Implied = 17 },
        SampleForecast.Of(Stored, 5, .25) with { Kind = ForecastKind.Shadow, ModelVersion = "2" },
        SampleForecast.Of(Stored, 5, .16) with { Kind = ForecastKind.Baseline, Model = "har", ModelVersion = "2014-05-23" },
        SampleForecast.Of(Backfilled, 5, .09) with { Kind = ForecastKind.Backfill },
        SampleForecast.Of(Stored, 10, .36));
}

[Trait(Category.Name, Category.Integration)]
public sealed class HistoryEndpointTests(HistoricApi api) : IClassFixture<HistoricApi>
{
    private async Task<Dictionary<string, JsonElement>> PointsAsync(string query) =>
        (await api.GetJsonAsync($"/v1/history?{query}")).GetProperty("points").EnumerateArray()
            .ToDictionary(point => point.GetProperty("forecast_origin").GetString()!);

    [Fact]
    public async Task A_stored_forecast_comes_before_the_walk_forward_and_keeps_its_kind()
    {
        var points = await PointsAsync("from=2014-05-30&to=2014-06-04");
        Assert.Equal(["2014-05-30 walk_forward", "2014-06-02 live", "2014-06-03 backfill", "2014-06-04 walk_forward"],
            points.Select(point => $"{point.Key} {point.Value.GetProperty("kind").GetString()}"));
        var live = points["2014-06-02"];
        Assert.Equal((.2, .1, .3, 17, .4, 1), (Number(live, "volatility"), Number(live, "volatility_lower_80"),
            Number(live, "volatility_upper_80"), Number(live, "implied_volatility_points"), Number(live, "har_volatility"),
            live.GetProperty("model_version").GetInt32()));
        Assert.Equal(JsonValueKind.Null, live.GetProperty("volatility_lower_95").ValueKind);

        var row = Array.IndexOf(EvidencedApi.Origins, new(2014, 6, 4));
        var walked = points["2014-06-04"];
        Assert.Equal(Math.Sqrt(2 * EvidencedApi.Realized(row)), Number(walked, "volatility"), 1e-12);
        Assert.Equal(Math.Sqrt(4 * EvidencedApi.Realized(row)), Number(walked, "har_volatility"), 1e-12);
        Assert.Equal(JsonValueKind.Null, walked.GetProperty("model_version").ValueKind);

        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        var bars = CuratedMarketTable.FromFrame(
            SimulatedLake.Spy, await lake.ReadAsync(CuratedMarketTable.Schema, SimulatedLake.Spy));
        var after = Array.IndexOf(bars.Session, new(2014, 6, 4)) + 1;
        Assert.Equal(Math.Sqrt(RealizedVariance.OfReturns(bars.LogReturn.AsSpan(after, 5))),
            Number(walked, "realized_volatility"), 1e-12);
        var vix = Symbol.Parse("^VIX");
        var index = CuratedMarketTable.FromFrame(vix,
            await lake.ReadAsync(CuratedMarketTable.Schema, vix, new(2014, 6, 4), new(2014, 6, 4)));
        Assert.Equal(index.Close[0], Number(walked, "implied_volatility_points"), 1e-9);
    }

    [Theory]
    [InlineData("kind=shadow", "2014-06-02 shadow 0.5")]
    [InlineData("kind=live", "2014-06-02 live 0.2")]
    [InlineData("kind=backfill", "2014-06-03 backfill 0.3")]
    [InlineData("kind=baseline", "2014-06-02 baseline 0.4")]
    [InlineData("kind=baseline&model=har", "2014-06-02 baseline 0.4")]
    public async Task A_kind_lists_its_own_forecasts(string query, string expected)
    {
        var (origin, point) = Assert.Single(await PointsAsync(query));
        Assert.Equal(expected, FormattableString.Invariant(
            $"{origin} {point.GetProperty("kind").GetString()} {Number(point, "volatility")}"));
    }

    [Fact]
    public async Task The_walk_forward_alone_has_every_origin_and_a_limit_keeps_the_newest()
    {
        var all = await api.GetJsonAsync("/v1/history?kind=walk_forward&from=2013-01-02");
        Assert.Equal((EvidencedApi.Origins.Length, false, "volcast"), (all.GetProperty("points").GetArrayLength(),
            all.GetProperty("is_truncated").GetBoolean(), all.GetProperty("walk_forward_model").GetString()));
        Assert.Equal(["volcast", "har"], all.GetProperty("walk_forward_models").EnumerateArray().Select(m => m.GetString()));
        var some = await api.GetJsonAsync("/v1/history?kind=walk_forward&from=2013-01-02&limit=2");
        Assert.True(some.GetProperty("is_truncated").GetBoolean());
        Assert.Equal(["2014-06-19", "2014-06-20"], some.GetProperty("points").EnumerateArray()
            .Select(point => point.GetProperty("forecast_origin").GetString()));
    }

    [Fact]
    public async Task Another_model_of_the_walk_forward_is_listed_on_request()
    {
        var points = await PointsAsync("model=har&from=2014-05-30&to=2014-06-02");
        var row = Array.IndexOf(EvidencedApi.Origins, new(2014, 5, 30));
        Assert.Equal("walk_forward", points["2014-05-30"].GetProperty("kind").GetString());
        Assert.Equal(Math.Sqrt(4 * EvidencedApi.Realized(row)), Number(points["2014-05-30"], "volatility"), 1e-12);
        Assert.Equal(("baseline", .4), (points["2014-06-02"].GetProperty("kind").GetString(),
            Number(points["2014-06-02"], "volatility")));
    }

    [Fact]
    public async Task Csv_has_a_line_for_each_origin()
    {
        var csv = await api.Http.GetStringAsync(
            "/v1/history?from=2014-06-02&to=2014-06-03&format=csv", TestContext.Current.CancellationToken);
        var lines = csv.TrimEnd('\n').Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.StartsWith("symbol,data_kind,horizon,forecast_origin,target_end,kind,model_version,volatility,", lines[0],
            StringComparison.Ordinal);
        Assert.StartsWith("SPY,SIMULATED,5,2014-06-02,2014-06-09,live,1,0.2,0.1,0.3,,,", lines[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/history?kind=dead", 400, "invalid_kind", "kind")]
    [InlineData("/v1/history?model=%3Cscript%3E", 400, "invalid_model", "model")]
    [InlineData("/v1/history?limit=10001", 400, "invalid_limit", "limit")]
    [InlineData("/v1/history?from=2014-02-01&to=2014-01-01", 400, "invalid_range", "from")]
    public async Task An_error_names_its_code_and_field(string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);

    private static double Number(JsonElement point, string name) => point.GetProperty(name).GetDouble();
}

[Trait(Category.Name, Category.Integration)]
public sealed class HistoryWithoutEvidenceTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task A_version_without_a_walk_forward_says_so()
    {
        var history = await api.GetJsonAsync("/v1/history");
        Assert.Equal((0, JsonValueKind.Null), (history.GetProperty("points").GetArrayLength(),
            history.GetProperty("walk_forward_model").ValueKind));
        Assert.Contains("was registered without evidence/walk_forward.csv",
            history.GetProperty("walk_forward_missing_reason").GetString(), StringComparison.Ordinal);
    }
}
