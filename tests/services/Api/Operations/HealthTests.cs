using System.Text.Json.Nodes;
using Volcast.Market;

namespace Volcast.Services.Api.Tests.Operations;

[Trait(Category.Name, Category.Integration)]
public sealed class HealthTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task Readiness_names_the_serving_version_and_metrics_measure_it()
    {
        var document = await api.GetJsonAsync("/health/ready");
        Assert.Equal("ready", document.GetProperty("state").GetString());
        var series = Assert.Single(document.GetProperty("series").EnumerateArray());
        Assert.Equal(
            ("volcast-SPY-5d", 1, 0), (series.GetProperty("model").GetString(), series.GetProperty("model_version").GetInt32(),
            series.GetProperty("sessions_behind").GetInt32()));

        await api.GetJsonAsync("/v1/quality");
        var metrics = await api.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("volcast_forecast_volatility", metrics, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_state_is_degraded_while_the_newest_session_is_beyond_the_maximum_age()
    {
        var now = api.Clock.Now;
        api.Clock.Now = TradingCalendar.Nyse.SettlesAt(TradingCalendar.Nyse.Add(ApiUnderTest.Last, 1));
        await api.RefreshAsync();
        Assert.Equal("ready", (await api.GetJsonAsync("/health/ready")).GetProperty("state").GetString()); // One late day.
        Assert.Contains("volcast_snapshot_degraded{", await MetricAsync("0"), StringComparison.Ordinal);

        api.Clock.Now = TradingCalendar.Nyse.SettlesAt(TradingCalendar.Nyse.Add(ApiUnderTest.Last, 2));
        await api.RefreshAsync();
        var document = await api.GetJsonAsync("/health/ready"); // Status 200: the forecasts are served.
        Assert.Equal("degraded", document.GetProperty("state").GetString());
        var series = document.GetProperty("series")[0];
        Assert.Equal((2, true, false), (series.GetProperty("sessions_behind").GetInt32(),
            series.GetProperty("exceeds_maximum_age").GetBoolean(), series.GetProperty("is_stale").GetBoolean()));
        Assert.StartsWith("2 sessions have settled since 2014-06-30, more than the maximum of 1 (VOLCAST_MAX_AGE).",
            series.GetProperty("degraded_reason").GetString(), StringComparison.Ordinal);
        Assert.Contains("volcast_snapshot_degraded{", await MetricAsync("1"), StringComparison.Ordinal);

        api.Clock.Now = now;
        await api.RefreshAsync();
        Assert.Equal("ready", (await api.GetJsonAsync("/health/ready")).GetProperty("state").GetString());
    }

    [Fact]
    public async Task Counters_are_exported_as_counters()
    {
        await api.PostAsync("/v1/predictions", new() { ["rows"] = new JsonArray(await api.NewestFeaturesAsync()) });
        var metrics = await api.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        Assert.Contains("# TYPE volcast_predictions_total counter\n", metrics, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^volcast_predictions_total [1-9]\d*$", metrics);
        Assert.DoesNotContain("(Counter`1)\n# TYPE", metrics, StringComparison.Ordinal); // As the adapter describes its gauges.
    }

    private async Task<string> MetricAsync(string value) =>
        (await api.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken)).Split('\n')
            .Single(line => line.StartsWith("volcast_snapshot_degraded{", StringComparison.Ordinal)
                && line.Contains("horizon=\"5\"", StringComparison.Ordinal)
                && line.Contains($"}} {value}", StringComparison.Ordinal));

    [Theory]
    [InlineData("/ping")]
    [InlineData("/health/ready")]
    [InlineData("/v1/forecasts/latest")]
    [InlineData("/v1/models/99/card")]
    public async Task Head_gives_the_headers_of_get(string path)
    {
        var stop = TestContext.Current.CancellationToken;
        using var whole = await api.Http.GetAsync(path, stop);
        using var head = await api.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, path), stop);
        Assert.Equal((whole.StatusCode, whole.Headers.ETag), (head.StatusCode, head.Headers.ETag));
        Assert.Equal(whole.Content.Headers.ContentType, head.Content.Headers.ContentType);
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(stop));
    }

    [Fact]
    public async Task The_state_is_degraded_while_the_lake_is_unavailable()
    {
        Directory.Move(api.LakeFolder, api.LakeFolder + ".away");
        await api.RefreshAsync();
        var document = await api.GetJsonAsync("/health/ready");
        Directory.Move(api.LakeFolder + ".away", api.LakeFolder);
        await api.RefreshAsync();
        Assert.Equal("degraded", document.GetProperty("state").GetString());
        Assert.Contains("no lake", document.GetProperty("series")[0].GetProperty("last_error").GetString());
        Assert.Equal("ready", (await api.GetJsonAsync("/health/ready")).GetProperty("state").GetString());
    }
}
