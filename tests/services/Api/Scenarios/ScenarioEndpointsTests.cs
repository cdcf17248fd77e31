using System.Globalization;
using System.Text.Json.Nodes;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Scenarios;

[Trait(Category.Name, Category.Integration)]
public sealed class ScenarioEndpointsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task A_scenario_with_the_real_bars_gives_the_real_forecast_to_the_bit()
    {
        var next = TradingCalendar.Nyse.Next(ApiUnderTest.Last);
        using var folder = new TemporaryFolder();
        await SimulatedLake.FillAsync(folder["lake"], ApiUnderTest.First, next);
        await using var lake = await DataLake.OpenLocalAsync(folder["lake"]);
        var bars = new JsonObject();
        foreach (var symbol in SimulatedLake.Roles.Symbols)
        {
            var table = CuratedMarketTable.FromFrame(symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol));
            bars[symbol.Value] = new JsonObject
            {
                ["open"] = table.Open[^1],
                ["high"] = table.High[^1],
                ["low"] = table.Low[^1],
                ["close"] = table.Close[^1],
                ["log_return"] = table.LogReturn[^1], // The return may include a dividend, which the close does not show.
            };
        }
        var document = await api.PostAsync("/v1/scenarios", new JsonObject { ["bars"] = bars });

        var inputs = await ForecastInputs.SettledAsync(lake, SimulatedLake.Roles, CancellationToken.None);
        using var model = await RegisteredForecaster.LoadAsync(api.Registry, SimulatedLake.Spy, 5, CancellationToken.None);
        Assert.Equal(model.Artifact.Forecaster.Forecast(inputs.Known), document.GetProperty("variance").GetDouble(), 1e-12);
        Assert.Equal($"{next:yyyy-MM-dd}", document.GetProperty("session").GetString());
        Assert.Equal(inputs.Known.Sessions[^1], next);
    }

    [Fact]
    public async Task A_crash_raises_the_forecast()
    {
        var document = await api.PostAsync("/v1/scenarios", Body("""
            {"SPY":{"log_return":-0.08},"^VIX":{"close":60},"^VIX3M":{"close":45},"TLT":{"log_return":0.02},
            "HYG":{"log_return":-0.03}}
            """));
        Assert.True(document.GetProperty("volatility_points_change").GetDouble() > 10);
        Assert.True(document.GetProperty("volatility_intervals")[0].GetProperty("lower").GetDouble()
            < document.GetProperty("volatility").GetDouble());
    }

    [Fact]
    public async Task A_close_alone_has_the_range_of_a_usual_session_and_the_answer_says_so()
    {
        const string others = """ "^VIX":{"close":20},"^VIX3M":{"close":22},"TLT":{"log_return":0},"HYG":{"log_return":0}""";
        var usual = await api.PostAsync("/v1/scenarios", Body($$"""{"SPY":{"log_return":0},{{others}}}"""));
        var assumed = usual.GetProperty("assumed_bars")[0];
        double Price(string name) => assumed.GetProperty(name).GetDouble();
        Assert.InRange(Math.Log(Price("high") / Price("low")), .002, .05);
        Assert.InRange(Price("open"), Price("low"), Price("high"));

        // The same bar given whole is the same scenario, and nothing is assumed.
        var close = Price("close").ToString("R", CultureInfo.InvariantCulture);
        var given = $$"""{"open":{{Text("open")}},"high":{{Text("high")}},"low":{{Text("low")}},"close":{{close}}}""";
        string Text(string name) => Price(name).ToString("R", CultureInfo.InvariantCulture);
        var whole = await api.PostAsync("/v1/scenarios", Body($$"""{"SPY":{{given}},{{others}}}"""));
        Assert.Equal(0, whole.GetProperty("assumed_bars").GetArrayLength());
        Assert.Equal(usual.GetProperty("variance").GetDouble(), whole.GetProperty("variance").GetDouble(), 1e-9);

        // Before, a close alone was a session that moved straight to its close.
        var straight = await api.PostAsync("/v1/scenarios", Body(
            $$"""{"SPY":{"open":{{close}},"high":{{close}},"low":{{close}},"close":{{close}}},{{others}}}"""));
        Assert.True(usual.GetProperty("volatility").GetDouble() > 1.02 * straight.GetProperty("volatility").GetDouble());
    }

    [Theory]
    [InlineData("""{"SPY":{"close":-1}}""", "impossible_price", "bars.SPY.close")]
    [InlineData("""{"SPY":{"log_return":-0.9}}""", "impossible_return", "bars.SPY.log_return")]
    [InlineData("""{"SPY":{"log_return":0.2,"close":0.01}}""", "impossible_return", "bars.SPY.log_return")]
    [InlineData("""{"SPY":{"log_return":0},"spy":{"log_return":0}}""", "repeated_symbol", "bars.spy")]
    [InlineData("""{"SPY":{"log_return":0,"high":0.01}}""", "impossible_range", "bars.SPY.high")]
    [InlineData("""{"SPY":{"log_return":0,"high":1e300}}""", "impossible_range", "bars.SPY.high")]
    [InlineData("""{"SPY":{"open":100}}""", "incomplete_bar", "bars.SPY")]
    [InlineData("""{"SPY":{"volume":3}}""", "unknown_field", "bars.SPY.volume")]
    [InlineData("""{"^VIX":{"close":0}}""", "impossible_price", "bars.^VIX.close")]
    [InlineData("""{"^VIX":{"close":5000}}""", "impossible_price", "bars.^VIX.close")]
    [InlineData("""{"QQQ":{"close":1}}""", "unknown_symbol", "bars.QQQ")]
    [InlineData("""{"SPY":{"log_return":0}}""", "missing_symbol", "bars.^VIX")]
    public async Task An_impossible_scenario_names_the_field(string bars, string code, string field) =>
        await api.RefuseAsync("/v1/scenarios", Body(bars).ToJsonString(), code, field);

    private static JsonObject Body(string bars) => new() { ["bars"] = JsonNode.Parse(bars) };
}
