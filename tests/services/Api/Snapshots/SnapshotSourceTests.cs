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

    [Fact]
    public async Task A_session_that_has_not_settled_is_not_served_until_it_settles()
    {
        var before = await LatestAsync();
        var newest = DateOnly.Parse(before.Origin, System.Globalization.CultureInfo.InvariantCulture);
        var tonight = TradingCalendar.Nyse.Next(newest);
        await SimulatedLake.FillAsync(api.LakeFolder, ApiUnderTest.First, tonight);
        api.Clock.Now = TradingCalendar.Nyse.SettlesAt(tonight).AddSeconds(-1);
        await api.RefreshAsync();
        using (var kept = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken))
            Assert.Contains($"a bar of SPY for {tonight:yyyy-MM-dd} that settles at",
                Assert.Single(kept.Headers.GetValues(SnapshotResult.StaleHeader)), StringComparison.Ordinal);
        Assert.Equal(before.Origin, (await LatestAsync()).Origin);

        api.Clock.Now += TimeSpan.FromSeconds(1);
        await api.RefreshAsync();
        Assert.Equal($"{tonight:yyyy-MM-dd}", (await LatestAsync()).Origin);
    }

    [Fact]
    public async Task A_service_that_starts_before_the_newest_session_has_settled_says_why_it_is_not_ready()
    {
        var early = new EarlyStart();
        try
        {
            await early.InitializeAsync();
            var problem = await early.ProblemAsync("/v1/forecasts/latest", 503, "not_ready");
            Assert.Contains("a bar of SPY for 2014-06-30 that settles at 2014-07-01 06:00",
                problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
        }
        finally
        {
            await early.DisposeAsync();
        }
    }

    [Fact]
    public async Task A_forecast_that_is_not_stored_is_live_until_the_next_session_opens()
    {
        var origin = DateOnly.Parse((await LatestAsync()).Origin, System.Globalization.CultureInfo.InvariantCulture);
        api.Clock.Now = TradingCalendar.Nyse.OpensAt(TradingCalendar.Nyse.Next(origin)).AddSeconds(-1);
        await api.RefreshAsync();
        var (live, before) = (await api.GetJsonAsync("/v1/forecasts/latest"), await LatestAsync());
        Assert.Equal(("live", false), (live.GetProperty("kind").GetString(), live.GetProperty("is_stored").GetBoolean()));
        api.Clock.Now += TimeSpan.FromSeconds(1);
        await api.RefreshAsync();
        Assert.Equal("backfill", (await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("kind").GetString());
        Assert.NotEqual(before.ETag, (await LatestAsync()).ETag);
    }

    private sealed class EarlyStart : ApiUnderTest
    {
        protected override Task BeforeLookAsync()
        {
            Clock.Now = TradingCalendar.Nyse.SettlesAt(Last).AddTicks(-1);
            return Task.CompletedTask;
        }
    }

    private async Task<(int Version, double Variance, string Origin, string ETag)> LatestAsync()
    {
        using var answer = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken);
        var document = await ApiUnderTest.JsonOf(answer);
        return (document.GetProperty("model_version").GetInt32(), document.GetProperty("variance").GetDouble(),
            document.GetProperty("forecast_origin").GetString()!, answer.Headers.ETag!.Tag);
    }
}
