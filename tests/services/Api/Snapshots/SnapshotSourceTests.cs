using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Snapshots;

[Trait(Category.Name, Category.Integration)]
public sealed class SnapshotSourceTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private const string Model = "volcast-SPY-5d";

    [Fact]
    public async Task A_new_champion_and_a_new_session_are_loaded_and_lost_data_stay_served()
    {
        var first = await LatestAsync();
        var second = await api.RegisterAsync('b', rows: 60);
        await api.Registry.SetAliasAsync(Model, RegistryTags.Champion, second.Number, TestContext.Current.CancellationToken);
        await api.RefreshAsync();
        var promoted = await LatestAsync();
        Assert.Equal((1, 2), (first.Version, promoted.Version));
        Assert.NotEqual((first.Variance, first.ETag), (promoted.Variance, promoted.ETag));

        var next = TradingCalendar.Nyse.Next(ApiUnderTest.Last);
        await SimulatedLake.FillAsync(api.LakeFolder, ApiUnderTest.First, next);
        api.Clock.Now = TradingCalendar.Nyse.SettlesAt(next);
        await api.RefreshAsync();
        Assert.Equal($"{next:yyyy-MM-dd}", (await LatestAsync()).Origin);

        Directory.Move(api.RegistryFolder, api.RegistryFolder + ".away");
        Directory.Move(api.LakeFolder, api.LakeFolder + ".away");
        api.Clock.Now += TimeSpan.FromMinutes(7);
        await api.RefreshAsync();
        using (var stale = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken))
        {
            Assert.Equal(TimeSpan.FromMinutes(7), stale.Headers.Age);
            Assert.Contains("There is no lake", Assert.Single(stale.Headers.GetValues(SnapshotResult.StaleHeader)));
        }
        Directory.Move(api.RegistryFolder + ".away", api.RegistryFolder);
        Directory.Move(api.LakeFolder + ".away", api.LakeFolder);
        await api.RefreshAsync();
        using var fresh = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken);
        Assert.False(fresh.Headers.Contains(SnapshotResult.StaleHeader));
    }

    private async Task<(int Version, double Variance, string Origin, string ETag)> LatestAsync()
    {
        using var answer = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken);
        var document = await ApiUnderTest.JsonOf(answer);
        return (document.GetProperty("model_version").GetInt32(), document.GetProperty("variance").GetDouble(),
            document.GetProperty("forecast_origin").GetString()!, answer.Headers.ETag!.Tag);
    }
}
