using Volcast.Features;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Data;

[Trait(Category.Name, Category.Integration)]
public sealed class DataEndpointsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task A_session_s_features_are_those_of_the_lake()
    {
        var document = await api.GetJsonAsync("/v1/features/2013-05-02");
        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        var table = FeatureTable.FromFrame(
            FeatureCatalog.L1, SimulatedLake.Spy, await lake.ReadAsync(FeatureTable.L1, SimulatedLake.Spy));
        var row = Array.IndexOf(table.Session, new DateOnly(2013, 5, 2));
        foreach (var feature in document.GetProperty("features").EnumerateArray()
            .Where(f => f.GetProperty("table").GetString() == "features.L1"))
            Assert.Equal(table[feature.GetProperty("feature").GetString()!][row], feature.GetProperty("value").GetDouble());
        Assert.Equal(32, document.GetProperty("features").GetArrayLength());
        var early = await api.GetJsonAsync("/v1/features/2011-01-04");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, early.GetProperty("features")[4].GetProperty("value").ValueKind);
    }

    [Fact]
    public async Task A_session_s_bars_are_those_of_all_five_symbols()
    {
        var document = await api.GetJsonAsync("/v1/market/latest");
        Assert.Equal(["SPY", "^VIX", "^VIX3M", "TLT", "HYG"],
            document.GetProperty("bars").EnumerateArray().Select(bar => bar.GetProperty("symbol").GetString()));
    }

    [Fact]
    public async Task Quality_counts_bars_and_missing_sessions()
    {
        var document = await api.GetJsonAsync("/v1/quality");
        Assert.Equal(0, document.GetProperty("sessions_behind").GetInt32());
        Assert.All(document.GetProperty("series").EnumerateArray(),
            one => Assert.Equal(0, one.GetProperty("missing_sessions").GetInt32()));
    }

    [Fact]
    public async Task Without_live_forecasts_there_is_no_track_record() =>
        Assert.Equal(0, (await api.GetJsonAsync("/v1/track-record")).GetProperty("live_forecasts").GetInt32());

    [Theory]
    [InlineData("/v1/features/1999-01-04", 404, "no_session", "session")]
    [InlineData("/v1/features/2013-05-04", 404, "no_session", "session")]
    [InlineData("/v1/market/2013-02-30", 400, "invalid_date", "session")]
    [InlineData("/v1/market/..%2f..%2fetc%2fpasswd", 400, "invalid_date", "session")]
    public async Task A_session_without_data_is_reported_with_the_existing_sessions(
        string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);
}
