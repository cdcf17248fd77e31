using System.Text.Json;
using Volcast.Services.Tests;

namespace Volcast.Services.Api.Tests.Forecasts;

[Trait(Category.Name, Category.Integration)]
public sealed class ExplanationChangeTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task The_changes_add_up_to_the_change_of_the_forecast()
    {
        var document = await api.GetJsonAsync("/v1/forecasts/latest/explanation?since=previous");
        var change = document.GetProperty("change");
        Assert.Equal(("2014-06-27", false, 1), (change.GetProperty("since_origin").GetString(),
            change.GetProperty("since_is_stored").GetBoolean(), change.GetProperty("since_model_version").GetInt32()));
        var total = change.GetProperty("volatility_points_change").GetDouble();
        var now = document.GetProperty("explanation").GetProperty("volatility_points").GetDouble();
        Assert.Equal(now - 100 * change.GetProperty("since_volatility").GetDouble(), total, 1e-9);
        Assert.NotEqual(0, total);
        Assert.Equal(0, change.GetProperty("base_volatility_points_change").GetDouble(), 1e-12);
        foreach (var list in new[] { "contributions", "families" })
            Assert.Equal(total, change.GetProperty(list).EnumerateArray()
                .Sum(one => one.GetProperty("volatility_points_change").GetDouble()), 1e-9);

        // The attribution asks the same version about the same two sessions.
        var origins = (await api.GetJsonAsync("/v1/attribution?from=2014-06-27&by=feature")).GetProperty("origins");
        var vix = new[] { origins[0], origins[1] }.Select(origin => origin.GetProperty("contributions").EnumerateArray()
            .Single(one => one.GetProperty("feature").GetString() == "vix")).ToArray();
        var changed = change.GetProperty("contributions").EnumerateArray()
            .Single(one => one.GetProperty("feature").GetString() == "vix");
        Assert.Equal((Number(vix[0], "value"), Number(vix[1], "value")),
            (Number(changed, "since_value"), Number(changed, "value")));
        Assert.Equal(Number(vix[1], "volatility_points_contribution") - Number(vix[0], "volatility_points_contribution"),
            Number(changed, "volatility_points_change"), 1e-9);
    }

    [Fact]
    public async Task Without_since_there_is_no_change() => Assert.Equal(JsonValueKind.Null,
        (await api.GetJsonAsync("/v1/forecasts/latest/explanation")).GetProperty("change").ValueKind);

    [Fact]
    public async Task A_stored_earlier_forecast_is_compared_as_it_was_published()
    {
        await SampleForecast.StoreAsync(api.LakeFolder, SampleForecast.Of(new(2014, 6, 20)) with
        {
            ModelVersion = "7",
            Base = Math.Log(.04),
            Contributions = """[{"feature":"vix","value":12,"amount":0},{"feature":"retired","value":1,"amount":0}]""",
        });
        await api.RefreshAsync();
        var change = (await api.GetJsonAsync("/v1/forecasts/latest/explanation?since=2014-06-20")).GetProperty("change");
        Assert.Equal((true, 7, .2), (change.GetProperty("since_is_stored").GetBoolean(),
            change.GetProperty("since_model_version").GetInt32(),
            Math.Round(change.GetProperty("since_volatility").GetDouble(), 12)));
        var total = change.GetProperty("base_volatility_points_change").GetDouble() + change.GetProperty("contributions")
            .EnumerateArray().Sum(one => one.GetProperty("volatility_points_change").GetDouble());
        Assert.Equal(change.GetProperty("volatility_points_change").GetDouble(), total, 1e-9);
        var retired = change.GetProperty("contributions").EnumerateArray()
            .Single(one => one.GetProperty("feature").GetString() == "retired");
        Assert.Equal(JsonValueKind.Null, retired.GetProperty("value").ValueKind);
    }

    /// <summary>By text, 10 comes before 9.</summary>
    [Fact]
    public async Task Of_two_versions_the_newest_is_the_earlier_forecast_and_the_history_lists_the_same()
    {
        var row = SampleForecast.Of(new(2014, 6, 19)) with
        {
            ModelVersion = "9",
            Contributions = """[{"feature":"vix","value":12,"amount":0}]""",
        };
        await SampleForecast.StoreAsync(api.LakeFolder, row, row with { ModelVersion = "10" });
        await api.RefreshAsync();
        var change = (await api.GetJsonAsync("/v1/forecasts/latest/explanation?since=2014-06-19")).GetProperty("change");
        var point = Assert.Single(
            (await api.GetJsonAsync("/v1/history?from=2014-06-19&to=2014-06-19")).GetProperty("points").EnumerateArray());
        Assert.Equal((10, 10),
            (change.GetProperty("since_model_version").GetInt32(), point.GetProperty("model_version").GetInt32()));
    }

    [Fact]
    public async Task The_attribution_of_a_range_adds_up_and_is_bounded()
    {
        Assert.False((await api.GetJsonAsync("/v1/attribution")).GetProperty("is_truncated").GetBoolean());
        var document = await api.GetJsonAsync("/v1/attribution?from=2013-01-02");
        Assert.True(document.GetProperty("is_truncated").GetBoolean());
        var origins = document.GetProperty("origins").EnumerateArray().ToArray();
        Assert.Equal((260, "2014-06-30"), (origins.Length, origins[^1].GetProperty("forecast_origin").GetString()));
        Assert.All(origins, origin => Assert.Equal(Number(origin, "volatility_points"),
            Number(origin, "base_volatility_points") + origin.GetProperty("families").EnumerateArray()
                .Sum(family => Number(family, "volatility_points_contribution")), 1e-9));
        Assert.Equal(100 * Number(await api.GetJsonAsync("/v1/forecasts/latest"), "volatility"),
            Number(origins[^1], "volatility_points"), 1e-9);
        var importance = document.GetProperty("family_importance").EnumerateArray().First();
        var name = importance.GetProperty("family").GetString();
        Assert.Equal(origins.Average(origin => Math.Abs(Number(origin.GetProperty("families").EnumerateArray()
                .Single(family => family.GetProperty("family").GetString() == name), "volatility_points_contribution"))),
            Number(importance, "mean_absolute_volatility_points_contribution"), 1e-9);
    }

    [Theory]
    [InlineData("/v1/forecasts/latest/explanation?since=2014-06-30", 400, "invalid_since", "since")]
    [InlineData("/v1/forecasts/latest/explanation?since=yesterday", 400, "invalid_date", "since")]
    [InlineData("/v1/forecasts/latest/explanation?since=2014-06-28", 404, "no_forecast", "since")]
    [InlineData("/v1/attribution?by=day", 400, "invalid_by", "by")]
    [InlineData("/v1/attribution?from=2030-01-02", 404, "no_session", "from")]
    public async Task An_error_names_its_code_and_field(string path, int status, string code, string field) =>
        await api.ProblemAsync(path, status, code, field);

    private static double Number(JsonElement one, string name) => one.GetProperty(name).GetDouble();
}
