using System.Net.Http.Json;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Tests;
using Volcast.Volatility;

namespace Volcast.Services.Api.Tests.Models;

/// <summary>A target of which the lake has no bars but its own, served by HAR in place of the shipped recipe, which its gate has
/// refused.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class MarkedVersionTests(MarkedVersionTests.Served api) : IClassFixture<MarkedVersionTests.Served>
{
    private const string Because = "volcast cannot run: it has no VIX.";
    private const string Refused = "volcast-SPY-5d version 2 did not pass its gate. The ratio must be below 1.";

    private static readonly string[] Warnings =
        [Refused, $"har forecasts in place of volcast, the shipped recipe. {Because}"];

    public sealed class Served : ApiUnderTest
    {
        /// <summary>Takes the bars of the side symbols away, as if the features had been computed without them.</summary>
        protected override async Task BeforeStartAsync()
        {
            await using var lake = await DataLake.OpenLocalForWritingAsync(LakeFolder, DataKind.Simulated);
            var spy = FeatureSnapshot.InputOf(SimulatedLake.Spy);
            foreach (var schema in new[] { FeatureTable.L1, FeatureTable.L2 })
            {
                var (frame, manifest) = await lake.ReadSnapshotAsync(schema, SimulatedLake.Spy);
                await lake.CommitAsync(schema, SimulatedLake.Spy, frame, manifest.Inputs.ToDictionary(
                    input => input.Key, input => input.Key == spy ? input.Value : FeatureSnapshot.NoBars));
            }
            foreach (var file in Directory.GetFiles(Path.Combine(LakeFolder, "curated.market", "_manifest"))
                .Where(file => !Path.GetFileName(file).StartsWith("SPY", StringComparison.Ordinal)))
                File.Delete(file);
        }

        protected override async Task BeforeLookAsync()
        {
            await using var lake = await DataLake.OpenLocalAsync(LakeFolder);
            var known = (await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None)).Known;
            var labels = RealizedVariance.Labels(known.LogReturns, 5);
            using var fitted = new Har().Fit(known, labels.AsSpan(0, labels.Length - 5), 5);
            var registration = SampleModel.Registration(SampleModel.FolderOf(fitted, null), 5, 'b', Clock.Now);
            await Registry.RegisterAsync(registration with
            {
                VersionTags = new Dictionary<string, string>(registration.VersionTags)
                {
                    [RegistryTags.Recipe] = "har",
                    [RegistryTags.ChosenBecause] = Because,
                    [RegistryTags.Verdict] = "2026-01-02 refused as first version: The ratio must be below 1.",
                },
            });
        }
    }

    [Fact]
    public async Task The_forecast_starts_with_what_speaks_against_the_version()
    {
        var latest = await api.GetJsonAsync("/v1/forecasts/latest");
        Assert.Equal(Warnings, Strings(latest, "warnings"));
        var version = Assert.Single((await api.GetJsonAsync("/v1/models")).GetProperty("models").EnumerateArray())
            .GetProperty("versions")[0];
        Assert.Equal(("refused", Because),
            (version.GetProperty("gate_status").GetString(), version.GetProperty("chosen_because").GetString()));
        Assert.Equal("not_judged", (await api.GetJsonAsync("/v1/models")).GetProperty("models")[0].GetProperty("versions")[1]
            .GetProperty("gate_status").GetString());
    }

    [Fact]
    public async Task A_target_without_side_series_is_served()
    {
        var market = await api.GetJsonAsync("/v1/market/latest");
        Assert.Equal("SPY", Assert.Single(market.GetProperty("bars").EnumerateArray()).GetProperty("symbol").GetString());
        var quality = await api.GetJsonAsync("/v1/quality");
        Assert.Equal("SPY", Assert.Single(quality.GetProperty("series").EnumerateArray()).GetProperty("symbol").GetString());
    }

    [Fact]
    public async Task A_scenario_needs_bars_of_the_held_symbols_only_and_has_the_same_warnings()
    {
        var bars = new { bars = new Dictionary<string, object> { ["SPY"] = new { log_return = -.03 } } };
        using var answer = await api.Http.PostAsJsonAsync("/v1/scenarios", bars, TestContext.Current.CancellationToken);
        var scenario = await ApiUnderTest.JsonOf(answer);
        Assert.Equal(Warnings, Strings(scenario, "warnings"));
        Assert.True(scenario.GetProperty("volatility_points_change").GetDouble() > 0);
        var other = new { bars = new Dictionary<string, object> { ["^VIX"] = new { log_return = 0 } } };
        using var refused = await api.Http.PostAsJsonAsync("/v1/scenarios", other, TestContext.Current.CancellationToken);
        Assert.Contains("A scenario has a bar for each of SPY, and for no other symbol.",
            (await ApiUnderTest.JsonOf(refused, 400)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_verdict_changes_the_warnings_and_the_etag()
    {
        using var before = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken);
        await api.Registry.SetVersionTagAsync(
            "volcast-SPY-5d", 2, RegistryTags.Verdict, "2026-01-03 passed as first version: 4 checks passed",
            TestContext.Current.CancellationToken);
        await api.RefreshAsync();
        using var after = await api.Http.GetAsync("/v1/forecasts/latest", TestContext.Current.CancellationToken);
        Assert.Equal(Warnings[1..], Strings(await ApiUnderTest.JsonOf(after), "warnings"));
        Assert.NotEqual(before.Headers.ETag, after.Headers.ETag);

        await api.Registry.SetVersionTagAsync(
            "volcast-SPY-5d", 2, RegistryTags.Verdict, "2026-01-02 refused as first version: The ratio must be below 1.",
            TestContext.Current.CancellationToken);
        await api.RefreshAsync();
    }

    private static string[] Strings(System.Text.Json.JsonElement document, string name) =>
        [.. document.GetProperty(name).EnumerateArray().Select(one => one.GetString()!)];
}
