using System.Net;
using System.Text.Json;
using Volcast.Registry;
using Volcast.Volatility;

namespace Volcast.Services.Api.Tests.Models;

[Trait(Category.Name, Category.Integration)]
public sealed class WalkForwardEndpointTests(EvidencedApi api) : IClassFixture<EvidencedApi>
{
    private static readonly int N = EvidencedApi.Origins.Length;

    /// <summary>QLIKE of a forecast that is a multiple of the outcome.</summary>
    private static double Qlike(double factor) => 1 / factor + Math.Log(factor) - 1;

    [Fact]
    public async Task The_advantage_grows_by_the_difference_of_the_losses_each_session()
    {
        var document = await api.GetJsonAsync("/v1/models/serving/walk-forward");
        Assert.Equal(("volcast", "har", N, "2013-01-02", "2014-06-20"), (document.GetProperty("model").GetString(),
            document.GetProperty("benchmark").GetString(), document.GetProperty("n").GetInt32(),
            document.GetProperty("first_origin").GetString(), document.GetProperty("last_origin").GetString()));
        var advantages = document.GetProperty("loss_advantages").EnumerateArray().ToArray();
        // The week of 2013-01-02 has three sessions; the last origin is the last of its week.
        Assert.Equal(("2013-01-04", 3 * (Qlike(4) - Qlike(2))), (advantages[0].GetProperty("forecast_origin").GetString(),
            Math.Round(advantages[0].GetProperty("cumulative_qlike_advantage").GetDouble(), 12)), Close);
        Assert.Equal(N * (Qlike(4) - Qlike(2)), advantages[^1].GetProperty("cumulative_qlike_advantage").GetDouble(), 1e-9);
    }

    private static bool Close((string?, double) one, (string?, double) other) =>
        one.Item1 == other.Item1 && Math.Abs(one.Item2 - other.Item2) < 1e-9;

    [Fact]
    public async Task Years_and_terciles_have_losses_and_coverage()
    {
        var document = await api.GetJsonAsync("/v1/models/1/walk-forward");
        var years = document.GetProperty("years").EnumerateArray().ToArray();
        Assert.Equal(["2013", "2014"], years.Select(year => year.GetProperty("group").GetString()));
        var rows = Enumerable.Range(0, N).Where(row => EvidencedApi.Origins[row].Year == 2013).ToArray();
        Assert.Equal((rows.Length, Qlike(2) / Qlike(4)), (years[0].GetProperty("n").GetInt32(),
            Math.Round(years[0].GetProperty("ratio").GetDouble(), 12)), (one, other) =>
                one.Item1 == other.Item1 && Math.Abs(one.Item2 - other.Item2) < 1e-9);
        Assert.Equal(1 - rows.Count(row => row % 8 == 0) / (double)rows.Length,
            years[0].GetProperty("coverage_80").GetDouble(), 1e-12);
        Assert.Equal(1 - rows.Count(row => row % 16 == 0) / (double)rows.Length,
            years[0].GetProperty("coverage_95").GetDouble(), 1e-12);

        // Five levels of forecasts in turn: one to two are low, three and four in part middle.
        var terciles = document.GetProperty("terciles").EnumerateArray().ToArray();
        Assert.Equal(["low", "middle", "high"], terciles.Select(one => one.GetProperty("group").GetString()));
        Assert.Equal(N, terciles.Sum(one => one.GetProperty("n").GetInt32()));
        Assert.Equal(Enumerable.Range(0, N).Count(row => row % 5 < 2), terciles[0].GetProperty("n").GetInt32());
    }

    /// <summary>Losses of 1, 2 and 3 % in turn against 2.5 % and 5 %.</summary>
    [Fact]
    public async Task Losses_beyond_the_value_at_risk_are_breaches()
    {
        var document = await api.GetJsonAsync("/v1/models/serving/walk-forward");
        var records = document.GetProperty("value_at_risk_records").EnumerateArray().ToArray();
        Assert.Equal([(1, .95), (1, .99), (5, .95), (5, .99)], records.Select(record =>
            (record.GetProperty("sessions").GetInt32(), record.GetProperty("confidence").GetDouble())));
        var expected = Enumerable.Range(0, N).Where(row => row % 3 == 2).ToArray();
        Assert.Equal((N, expected.Length, Math.Round(.05 * N, 9)), (records[0].GetProperty("outcomes").GetInt32(),
            records[0].GetProperty("hits").GetInt32(), records[0].GetProperty("expected_hits").GetDouble()));
        var breach = records[0].GetProperty("breaches")[0];
        Assert.Equal(($"{EvidencedApi.Origins[expected[0]]:yyyy-MM-dd}", -.03, .025), (
            breach.GetProperty("forecast_origin").GetString(), breach.GetProperty("log_return").GetDouble(),
            breach.GetProperty("value_at_risk").GetDouble()));
        Assert.Equal(0, records[1].GetProperty("hits").GetInt32());
        Assert.Equal(JsonValueKind.Null, records[2].GetProperty("unconditional_coverage_p").ValueKind);
        Assert.True(records[0].GetProperty("unconditional_coverage_p").GetDouble() < 1e-6);
        Assert.Equal((250, 0, "green"), (document.GetProperty("traffic_light").GetProperty("sessions").GetInt32(),
            document.GetProperty("traffic_light").GetProperty("hits").GetInt32(),
            document.GetProperty("traffic_light").GetProperty("zone").GetString()));
    }

    [Fact]
    public async Task The_pit_of_each_origin_after_the_first_hundred_errors_is_in_one_bin()
    {
        var bins = (await api.GetJsonAsync("/v1/models/serving/walk-forward")).GetProperty("pit_bins").EnumerateArray().ToArray();
        Assert.Equal([0, .1, .2, .3, .4, .5, .6, .7, .8, .9], bins.Select(bin => bin.GetProperty("lower").GetDouble()));
        // An error is known five sessions after its origin, so the hundredth is known at the 105th origin.
        Assert.Equal(N - 104, bins.Sum(bin => bin.GetProperty("outcomes").GetInt32()));
    }

    [Fact]
    public async Task The_distributions_of_both_models_are_scored_on_the_same_outcomes()
    {
        var scores = (await api.GetJsonAsync("/v1/models/serving/walk-forward")).GetProperty("density_scores").EnumerateArray().ToArray();
        Assert.Equal([("volcast", N - 104), ("har", N - 104)],
            scores.Select(one => (one.GetProperty("model").GetString()!, one.GetProperty("outcomes").GetInt32())));
        // The forecasts of one are twice those of the other, and a distribution corrects a constant factor.
        Assert.Equal(scores[0].GetProperty("crps").GetDouble(), scores[1].GetProperty("crps").GetDouble(), 1e-12);
        Assert.Equal(scores[0].GetProperty("log_score").GetDouble(), scores[1].GetProperty("log_score").GetDouble(), 1e-9);
        Assert.InRange(scores[0].GetProperty("crps").GetDouble(), .001, .1);
    }

    [Fact]
    public async Task Any_model_can_be_compared_with_any_other()
    {
        var document = await api.GetJsonAsync("/v1/models/serving/walk-forward?model=har&benchmark=volcast");
        Assert.Equal(N * (Qlike(2) - Qlike(4)),
            document.GetProperty("loss_advantages").EnumerateArray().Last().GetProperty("cumulative_qlike_advantage").GetDouble(),
            1e-9);
        var worst = document.GetProperty("worst_origins").EnumerateArray().ToArray();
        Assert.Equal(20, worst.Length);
        Assert.Equal(Losses.Qlike(.01, .04), worst[0].GetProperty("qlike").GetDouble(), 1e-9);
    }

    /// <summary>The serving version stays, so only the version in the tag tells the two answers apart.</summary>
    [Fact]
    public async Task An_alias_that_moves_to_another_version_changes_the_answer()
    {
        await api.RegisterAsync('b');
        await SetAliasAsync(RegistryTags.Champion, 1);
        await SetAliasAsync(RegistryTags.Challenger, 1);
        using var first = await AskAsync(etag: null);
        Assert.Equal(1, (await ApiUnderTest.JsonOf(first)).GetProperty("model_version").GetInt32());
        using var same = await AskAsync(first.Headers.ETag!.Tag);
        Assert.Equal(HttpStatusCode.NotModified, same.StatusCode);

        await SetAliasAsync(RegistryTags.Challenger, 2);
        using var moved = await AskAsync(first.Headers.ETag!.Tag);
        Assert.Equal(2, (await ApiUnderTest.JsonOf(moved)).GetProperty("model_version").GetInt32());

        async Task SetAliasAsync(string alias, int number)
        {
            await api.Registry.SetAliasAsync("volcast-SPY-5d", alias, number, TestContext.Current.CancellationToken);
            await api.RefreshAsync();
        }

        async Task<HttpResponseMessage> AskAsync(string? etag)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/models/challenger/walk-forward");
            if (etag is not null)
                request.Headers.TryAddWithoutValidation("If-None-Match", etag);
            return await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("/v1/models/serving/walk-forward?model=garch", 400, "invalid_model", "model")]
    [InlineData("/v1/models/serving/walk-forward?benchmark=%3Cb%3E", 400, "invalid_model", "benchmark")]
    [InlineData("/v1/models/99/walk-forward", 404, "no_version", "version")]
    [InlineData("/v1/models/newest/walk-forward", 400, "invalid_version", "version")]
    public async Task An_error_names_its_code_and_field(string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);
}

[Trait(Category.Name, Category.Integration)]
public sealed class WalkForwardOfASilentModelTests(SilentModelApi api) : IClassFixture<SilentModelApi>
{
    [Fact]
    public async Task Without_har_the_benchmark_is_the_first_model_with_forecasts()
    {
        var document = await api.GetJsonAsync("/v1/models/serving/walk-forward");
        Assert.Equal(("volcast", "volcast"),
            (document.GetProperty("model").GetString(), document.GetProperty("benchmark").GetString()));
    }
}
