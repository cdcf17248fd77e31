using System.Text.Json.Nodes;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Models;

/// <summary>A version that learnt from ^VIX, while the features have another index by now.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class KeptIndexTests(KeptIndexTests.Served api) : IClassFixture<KeptIndexTests.Served>
{
    public sealed class Served : ApiUnderTest
    {
        protected override IReadOnlyList<AssetRoles> Targets => [SimulatedLake.RolesWithOwn];

        /// <summary>After the version was registered.</summary>
        protected override Task BeforeLookAsync() => SimulatedLake.AddOwnIndexAsync(LakeFolder);

        public async Task<double> CloseAsync(Symbol symbol)
        {
            await using var lake = await DataLake.OpenLocalAsync(LakeFolder);
            return CuratedMarketTable.FromFrame(symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol)).Close[^1];
        }
    }

    [Fact]
    public async Task The_forecast_is_made_with_the_index_that_the_version_learnt_from()
    {
        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        var inputs = await ForecastInputs.SettledAsync(lake, SimulatedLake.RolesWithOwn, CancellationToken.None);
        Assert.Equal(SimulatedLake.Own.Value, inputs.Known.ImpliedIndex);
        using var model = await RegisteredForecaster.LoadAsync(api.Registry, SimulatedLake.Spy, 5, CancellationToken.None);
        var expected = model.Artifact.Forecaster.Forecast(inputs.For(model.Artifact.Spec).Known);
        Assert.NotEqual(model.Artifact.Forecaster.Forecast(inputs.Known), expected);

        var latest = await api.GetJsonAsync("/v1/forecasts/latest");
        Assert.Equal(expected, latest.GetProperty("variance").GetDouble());
        Assert.Equal(await api.CloseAsync(AssetRoles.Vix), latest.GetProperty("implied_volatility_points").GetDouble());
        Assert.DoesNotContain(latest.GetProperty("probabilities_above").EnumerateArray(),
            level => level.GetProperty("is_implied").GetBoolean());
    }

    [Fact]
    public async Task Features_and_bars_are_those_of_the_version()
    {
        var features = await api.GetJsonAsync("/v1/features/latest");
        Assert.Equal(await api.CloseAsync(AssetRoles.Vix), features.GetProperty("features").EnumerateArray()
            .Single(one => one.GetProperty("feature").GetString() == "vix").GetProperty("value").GetDouble());
        var market = await api.GetJsonAsync("/v1/market/latest");
        Assert.Equal(["SPY", "^VIX", "^VIX3M", "TLT", "HYG"],
            market.GetProperty("bars").EnumerateArray().Select(bar => bar.GetProperty("symbol").GetString()));
    }

    [Fact]
    public async Task A_scenario_takes_the_bar_of_that_index_and_of_no_other()
    {
        var still = """{"SPY":{"log_return":0},"^VIX":{"close":60},"^VIX3M":{"close":45},"TLT":{"log_return":0},"HYG":{"log_return":0}}""";
        var answer = await api.PostAsync("/v1/scenarios", new JsonObject { ["bars"] = JsonNode.Parse(still) });
        Assert.True(answer.GetProperty("volatility_points_change").GetDouble() > 0);
        var other = still.Replace("\"^VIX\"", $"\"{SimulatedLake.Own}\"", StringComparison.Ordinal);
        await api.RefuseAsync("/v1/scenarios", $"{{\"bars\":{other}}}", "unknown_symbol", $"bars.{SimulatedLake.Own}");
    }
}
