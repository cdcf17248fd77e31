using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Volcast.Services.Api.Tests.Predictions;

[Trait(Category.Name, Category.Integration)]
public sealed class PredictionEndpointsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task The_features_of_the_newest_session_give_the_newest_forecast_with_its_explanation()
    {
        var row = await api.NewestFeaturesAsync();
        var document = await api.PostAsync("/v1/predictions", new JsonObject { ["rows"] = new JsonArray(row) });
        var latest = await api.GetJsonAsync("/v1/forecasts/latest");
        var prediction = Assert.Single(document.GetProperty("predictions").EnumerateArray());
        Assert.Equal(latest.GetProperty("variance").GetDouble(), prediction.GetProperty("variance").GetDouble());
        Assert.Equal(latest.GetProperty("model_version").GetInt32(), document.GetProperty("model_version").GetInt32());
        Assert.Equal(latest.GetProperty("volatility_intervals")[0].GetProperty("upper").GetDouble(),
            prediction.GetProperty("volatility_intervals")[0].GetProperty("upper").GetDouble());
        var why = prediction.GetProperty("explanation");
        double Sum(string list, string what) =>
            why.GetProperty(list).EnumerateArray().Sum(one => one.GetProperty(what).GetDouble());
        Assert.Equal(why.GetProperty("log_variance").GetDouble(),
            why.GetProperty("base_log_variance").GetDouble() + Sum("contributions", "log_variance_contribution"), 1e-9);
        Assert.Equal(why.GetProperty("log_variance").GetDouble(),
            why.GetProperty("base_log_variance").GetDouble() + Sum("families", "log_variance_contribution"), 1e-9);
        Assert.Equal(100 * prediction.GetProperty("volatility").GetDouble(),
            why.GetProperty("base_volatility_points").GetDouble() + Sum("contributions", "volatility_points_contribution"), 1e-4);
    }

    [Fact]
    public async Task An_input_far_outside_everything_in_the_history_is_a_warning_of_its_row()
    {
        var (usual, unusual) = (await api.NewestFeaturesAsync(), await api.NewestFeaturesAsync());
        unusual["vix"] = 100 * unusual["vix"]!.GetValue<double>();
        var document = await api.PostAsync("/v1/predictions", new JsonObject { ["rows"] = new JsonArray(usual, unusual) });
        var predictions = document.GetProperty("predictions");
        Assert.Equal(0, predictions[0].GetProperty("warnings").GetArrayLength());
        Assert.StartsWith("implied volatility for 30 days",
            Assert.Single(predictions[1].GetProperty("warnings").EnumerateArray()).GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_features_that_are_marked_as_inputs_are_a_row()
    {
        var features = (await api.GetJsonAsync("/v1/features/latest")).GetProperty("features").EnumerateArray()
            .Where(feature => feature.GetProperty("is_input").GetBoolean());
        JsonObject row = new(features.Select(feature => KeyValuePair.Create<string, JsonNode?>(
            feature.GetProperty("feature").GetString()!, JsonValue.Create(feature.GetProperty("value").GetDouble()))));
        var document = await api.PostAsync("/v1/predictions", new JsonObject { ["rows"] = new JsonArray(row) });
        Assert.Equal((await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("variance").GetDouble(),
            document.GetProperty("predictions")[0].GetProperty("variance").GetDouble());
    }

    [Fact]
    public async Task A_thousand_rows_come_back_in_their_order()
    {
        var rows = new JsonArray();
        for (var i = 0; i < 1000; i++)
        {
            var row = await api.NewestFeaturesAsync();
            row["vix"] = 10 + i / 20.0;
            rows.Add(row);
        }
        var document = await api.PostAsync("/v1/predictions?explain=false", new JsonObject { ["rows"] = rows });
        var variances = document.GetProperty("predictions").EnumerateArray().Select(
            one => one.GetProperty("variance").GetDouble()).ToArray();
        Assert.Equal(1000, variances.Length);
        Assert.True(variances[^1] > variances[0]); // VIX rises from 10 to 60.
        Assert.Equal(JsonValueKind.Null, document.GetProperty("predictions")[7].GetProperty("explanation").ValueKind);
        rows.Add(await api.NewestFeaturesAsync());
        await api.RefuseAsync(
            "/v1/predictions", new JsonObject { ["rows"] = rows.DeepClone() }.ToJsonString(), "too_many_rows", "rows[1000]");
    }

    [Theory]
    [InlineData("", "invalid_json", "body")]
    [InlineData("{", "invalid_json", "body")]
    [InlineData("{} {}", "invalid_json", "body")]
    [InlineData("{\"rows\":[],}", "invalid_json", "body")]
    [InlineData("{\"rows\":[],\"rows\":[]}", "invalid_json", "body")]
    [InlineData("{\"rows\":[{\"vix\":NaN}]}", "invalid_json", "body")]
    [InlineData("{\"rows\":[{\"vix\":20,\"vix\":21}]}", "invalid_json", "body")]
    [InlineData("[[[[[[[[[[[[]]]]]]]]]]]]", "invalid_json", "body")]
    [InlineData("{\"rows\":[{\"\\ud800\":1}]}", "invalid_json", "body")]
    [InlineData("{\"rows\":[]}", "no_rows", "rows")]
    [InlineData("{}", "no_rows", "rows")]
    [InlineData("[]", "invalid_type", "body")]
    [InlineData("{\"row\":[]}", "unknown_field", "row")]
    [InlineData("{\"rows\":{}}", "invalid_type", "rows")]
    [InlineData("{\"rows\":[7]}", "invalid_type", "rows[0]")]
    [InlineData("{\"rows\":[{\"vxi\":20}]}", "unknown_feature", "rows[0].vxi")]
    [InlineData("{\"rows\":[{\"vix\":\"20\"}]}", "invalid_number", "rows[0].vix")]
    [InlineData("{\"rows\":[{\"vix\":null}]}", "invalid_number", "rows[0].vix")]
    [InlineData("{\"rows\":[{\"vix\":1e999}]}", "invalid_number", "rows[0].vix")]
    [InlineData("{\"rows\":[{\"vix\":20}]}", "missing_feature", "rows[0].ret_1d")]
    public async Task An_invalid_row_names_the_field(string body, string code, string field) =>
        await api.RefuseAsync("/v1/predictions", body, code, field);

    [Fact]
    public async Task A_body_that_is_not_sent_as_json_or_is_too_large_is_refused()
    {
        var text = new HttpRequestMessage(HttpMethod.Post, "/v1/predictions")
        {
            Content = new StringContent("{\"rows\":[]}", Encoding.UTF8, "text/plain"),
        };
        await api.ProblemAsync(text, 415, "unsupported_media_type", "Content-Type");
        var large = new HttpRequestMessage(HttpMethod.Post, "/v1/predictions")
        {
            Content = new StringContent(new string(' ', 10_000_000), Encoding.UTF8, "application/json"),
        };
        await api.ProblemAsync(large, 413, "body_too_large", "body");
    }

    [Theory]
    [InlineData("/v1/predictions", "{\"rows\":[{\"v\u00f6x\":1}]}")]
    [InlineData("/v1/scenarios", "{\"bars\":{\"SPY\":{\"cl\u00f6se\":151}}}")]
    [InlineData("/invocations", "{\"dataframe_split\":{\"columns\":[\"v\u00f6x\"],\"data\":[]}}")]
    public async Task A_name_that_is_not_utf8_is_refused(string path, string body)
    {
        var content = new ByteArrayContent(Encoding.Latin1.GetBytes(body));
        content.Headers.ContentType = new("application/json");
        using var answer = await api.Http.PostAsync(path, content, TestContext.Current.CancellationToken);
        Assert.Equal("invalid_json", (await ApiUnderTest.JsonOf(answer, 400)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_is_not_allowed_on_predictions() => await api.ProblemAsync("/v1/predictions", 405, "method_not_allowed");
}
