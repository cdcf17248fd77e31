using System.Net;
using System.Text.Json;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Monitoring;

/// <summary>The service with checks of drift, of which one was made again.</summary>
public sealed class DriftedApi : MonitoredApi
{
    protected override async Task BeforeStartAsync()
    {
        await StoreAsync(
            Drift("vix", 2, MonitoringStatus.Failed), Drift("ret_1d", .5),
            Drift("vix", 9) with { Session = Before },
            Drift("forecast", 1) with { Horizon = 5, Model = "volcast-SPY-5d", ModelVersion = "1" });
        await StoreAsync(Drift("vix", 3) with { Revision = 1 });
        await SampleForecast.StoreAsync(LakeFolder, Forecast(Before, .2, -.01), Forecast(Last, -.4, .03));
    }

    private static ForecastRow Forecast(DateOnly origin, double vix, double return1) => SampleForecast.Of(origin) with
    {
        ContributionScale = "log_variance",
        Contributions = ContributionsJson.Of(
            new(ContributionScale.LogVariance, 0, [new("vix", 20, vix), new("ret_1d", .01, return1)], vix + return1)),
    };

    private static MonitoringRow Drift(string feature, double distance, MonitoringStatus status = MonitoringStatus.Ok) =>
        Row("drift", MonitoringKind.Drift, subject: feature, horizon: 0) with
        {
            Status = status,
            Detail = FormattableString.Invariant($$"""{"wasserstein":{{distance}}}"""),
        };
}

[Trait(Category.Name, Category.Integration)]
public sealed class DriftEndpointTests(DriftedApi api) : IClassFixture<DriftedApi>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>|.2| and |−.4| have the mean .3, and the newest check of the distance is 3; |−.01| and |.03| have .02.</summary>
    [Fact]
    public async Task The_features_of_the_newest_session_are_ranked_by_distance_times_contribution()
    {
        var document = await api.GetJsonAsync("/v1/monitoring/drift");
        Assert.Equal(("SPY", "SIMULATED", $"{MonitoredApi.Last:yyyy-MM-dd}"), (document.GetProperty("symbol").GetString(),
            document.GetProperty("data_kind").GetString(), document.GetProperty("session").GetString()));
        Assert.Equal([("vix", "ok", 3, .3, 5, .9), ("ret_1d", "ok", .5, .02, 5, .01)],
            document.GetProperty("features").EnumerateArray().Select(feature => (feature.GetProperty("feature").GetString()!,
                feature.GetProperty("status").GetString()!, feature.GetProperty("distance").GetDouble(),
                Math.Round(feature.GetProperty("mean_absolute_contribution").GetDouble(), 12),
                feature.GetProperty("horizon").GetInt32(), Math.Round(feature.GetProperty("loss_impact").GetDouble(), 12))));
    }

    /// <summary>Counted again here, bin by bin.</summary>
    [Fact]
    public async Task Its_histograms_are_those_of_the_60_newest_sessions_and_of_those_before()
    {
        var drift = (await api.GetJsonAsync("/v1/monitoring/drift")).GetProperty("features").EnumerateArray()
            .Single(feature => feature.GetProperty("feature").GetString() == "vix").GetProperty("distribution");
        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder, cancellationToken: Stop);
        var values = FeatureTable.FromFrame(FeatureCatalog.L1, SimulatedLake.Spy,
            await lake.ReadAsync(FeatureTable.L1, SimulatedLake.Spy, cancellationToken: Stop))["vix"];
        double[] then = [.. values[..^60].TakeLast(2520).Where(double.IsFinite)];
        double[] now = values[^60..];
        var (least, most) = (then.Concat(now).Min(), then.Concat(now).Max());
        Assert.Equal((least, most, then.Length, 60), (drift.GetProperty("least").GetDouble(), drift.GetProperty("most").GetDouble(),
            drift.GetProperty("reference_sessions").GetInt32(), drift.GetProperty("window_sessions").GetInt32()));
        Equal(then, "reference_shares");
        Equal(now, "window_shares");

        void Equal(double[] sample, string name)
        {
            var shares = drift.GetProperty(name).EnumerateArray().Select(share => share.GetDouble()).ToArray();
            var width = (most - least) / shares.Length;
            Assert.Equal(30, shares.Length);
            for (var bin = 0; bin < shares.Length - 1; bin++)
                Assert.Equal(
                    (double)sample.Count(value => value >= least + bin * width && value < least + (bin + 1) * width) / sample.Length,
                    shares[bin], 1e-12);
            Assert.Equal(1, shares.Sum(), 1e-12);
        }
    }

    [Fact]
    public async Task An_unchanged_document_is_not_sent_again()
    {
        using var first = await api.Http.GetAsync("/v1/monitoring/drift", Stop);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/monitoring/drift");
        request.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        using var again = await api.Http.SendAsync(request, Stop);
        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
    }
}

[Trait(Category.Name, Category.Integration)]
public sealed class UncheckedDriftTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task Before_the_first_check_there_is_no_session_and_no_feature()
    {
        var document = await api.GetJsonAsync("/v1/monitoring/drift");
        Assert.Equal((JsonValueKind.Null, 0),
            (document.GetProperty("session").ValueKind, document.GetProperty("features").GetArrayLength()));
    }

    [Fact]
    public async Task A_symbol_that_is_not_served_is_refused() =>
        await api.ProblemAsync("/v1/monitoring/drift?symbol=XYZ", 404, "unknown_symbol", "symbol");
}
