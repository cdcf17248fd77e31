using System.Text.Json.Nodes;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Api.Tests.Scenarios;

[Trait(Category.Name, Category.Integration)]
public sealed class NewsImpactTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    /// <summary>Each point is what a scenario of the same session says.</summary>
    [Theory]
    [InlineData("hold", -.05)]
    [InlineData("hold", .03)]
    [InlineData("follow", -.025)]
    [InlineData("follow", .01)]
    public async Task A_point_is_the_forecast_of_the_scenario(string companions, double logReturn)
    {
        var document = await api.GetJsonAsync($"/v1/scenarios/news-impact?companions={companions}");
        Assert.Equal(("2014-07-01", "2014-07-09", companions), (document.GetProperty("session").GetString(),
            document.GetProperty("target_end").GetString(), document.GetProperty("companions").GetString()));
        var point = document.GetProperty("points").EnumerateArray()
            .Single(one => one.GetProperty("log_return").GetDouble() == logReturn);
        var bars = new JsonObject { ["SPY"] = new JsonObject { ["log_return"] = logReturn } };
        foreach (var move in document.GetProperty("companion_moves").EnumerateArray())
            bars[move.GetProperty("symbol").GetString()!] = new JsonObject
            {
                ["log_return"] = logReturn * move.GetProperty(logReturn < 0 ? "per_fall" : "per_rise").GetDouble(),
            };
        var scenario = await api.PostAsync("/v1/scenarios", new() { ["bars"] = bars });
        foreach (var name in new[] { "variance", "volatility", "volatility_points_change" })
            Assert.Equal(scenario.GetProperty(name).GetDouble(), point.GetProperty(name).GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Returns_go_from_minus_five_to_plus_three_percent_in_quarters()
    {
        var points = (await api.GetJsonAsync("/v1/scenarios/news-impact")).GetProperty("points").EnumerateArray()
            .Select(one => one.GetProperty("log_return").GetDouble()).ToArray();
        Assert.Equal((33, -.05, .03, .0025), (points.Length, points[0], points[^1], Math.Round(points[1] - points[0], 12)));
    }

    [Fact]
    public async Task Companions_follow_the_slope_of_the_newest_thousand_sessions()
    {
        var vix = (await api.GetJsonAsync("/v1/scenarios/news-impact")).GetProperty("companion_moves").EnumerateArray()
            .Single(move => move.GetProperty("symbol").GetString() == "^VIX");
        await using var lake = await DataLake.OpenLocalAsync(api.LakeFolder);
        var (own, index) = (await ReturnsAsync(lake, "SPY"), await ReturnsAsync(lake, "^VIX"));
        var pairs = own.Where(day => index.ContainsKey(day.Key)).OrderByDescending(day => day.Key).Take(1000)
            .Select(day => (X: day.Value, Y: index[day.Key])).ToArray();
        Assert.Equal(pairs.Length, vix.GetProperty("sessions").GetInt32());
        foreach (var (name, some) in new[] { ("per_fall", pairs.Where(p => p.X < 0)), ("per_rise", pairs.Where(p => p.X >= 0)) })
            Assert.Equal(some.Sum(p => p.X * p.Y) / some.Sum(p => p.X * p.X), vix.GetProperty(name).GetDouble(), 1e-9);
    }

    [Fact]
    public async Task Another_rule_is_refused() =>
        await api.ProblemAsync("/v1/scenarios/news-impact?companions=fall", 400, "invalid_companions", "companions");

    private static async Task<Dictionary<DateOnly, double>> ReturnsAsync(DataLake lake, string ticker)
    {
        var symbol = Symbol.Parse(ticker);
        var bars = CuratedMarketTable.FromFrame(symbol, await lake.ReadAsync(CuratedMarketTable.Schema, symbol));
        return Enumerable.Range(0, bars.Count)
            .Where(row => bars.SessionsSpanned[row] == 1 && double.IsFinite(bars.LogReturn[row]))
            .ToDictionary(row => bars.Session[row], row => bars.LogReturn[row]);
    }
}
