using System.Text;
using System.Text.Json.Nodes;

namespace Volcast.Services.Api.Tests.Scoring;

[Trait(Category.Name, Category.Integration)]
public sealed class ScoringEndpointsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task Every_json_form_of_a_row_gives_the_newest_forecast()
    {
        var row = await api.NewestFeaturesAsync();
        var expected = (await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("variance").GetDouble();
        var reversed = row.Reverse().ToArray();
        JsonArray Names() => [.. reversed.Select(feature => JsonValue.Create(feature.Key))];
        JsonArray Values() => [.. reversed.Select(feature => feature.Value!.DeepClone())];
        JsonObject[] forms =
        [
            new() { ["dataframe_split"] = new JsonObject { ["columns"] = Names(), ["data"] = new JsonArray(Values()) } },
            new() { ["dataframe_records"] = new JsonArray(row.DeepClone()) },
            new() { ["instances"] = new JsonArray(row.DeepClone()) },
            new() { ["inputs"] = row.DeepClone() },
            new()
            {
                ["inputs"] = new JsonObject(row.Select(feature =>
                    KeyValuePair.Create<string, JsonNode?>(feature.Key, new JsonArray(feature.Value!.DeepClone())))),
                ["params"] = new JsonObject(),
            },
        ];
        foreach (var form in forms)
        {
            var document = await api.PostAsync("/invocations", form);
            Assert.Equal(expected, Assert.Single(document.GetProperty("predictions").EnumerateArray()).GetDouble());
        }
    }

    [Theory]
    [InlineData("\n", "")]
    [InlineData("\r\n", "")]
    [InlineData("\n", "\"")]
    [InlineData("\r\n", "\"")]
    public async Task Csv_gives_the_newest_forecast_with_any_line_end_and_with_quotes(string lineEnd, string quote)
    {
        var row = (await api.NewestFeaturesAsync()).Reverse().ToArray();
        string Line(IEnumerable<string> cells) => string.Join(", ", cells.Select(cell => $"{quote}{cell}{quote}"));
        var csv = Line(row.Select(feature => feature.Key)) + lineEnd + lineEnd + Line(row.Select(feature => $"{feature.Value}")) + lineEnd;
        var document = await ApiUnderTest.JsonOf(await PostCsvAsync(csv));
        Assert.Equal((await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("variance").GetDouble(),
            Assert.Single(document.GetProperty("predictions").EnumerateArray()).GetDouble());
    }

    [Theory]
    [InlineData("\"vix,vix3m\"\n1\n", "unknown_feature", "line 1")]
    [InlineData("\"vi\"\"x\"\n1\n", "unknown_feature", "line 1")]
    [InlineData("vix,vix\n1,2\n", "repeated_column", "line 1")]
    [InlineData("vix,vix3m\n\"1,5\"\n", "wrong_count", "line 2")]
    [InlineData("vix,vix3m\r\n\"1,5\",2\r\n", "invalid_number", "line 2, cell 1")]
    [InlineData("vix,vix3m\n\n\"1\n\",x\n", "invalid_number", "line 3, cell 2")]
    [InlineData("vix\n1\"5\n", "invalid_csv", "line 2")]
    [InlineData("vix\n", "no_rows", "body")]
    [InlineData("", "no_rows", "body")]
    public async Task Csv_that_does_not_fit_the_model_is_refused_with_its_position(string csv, string code, string field)
    {
        var problem = await ApiUnderTest.JsonOf(await PostCsvAsync(csv), 400);
        Assert.Equal((code, field), (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_line_of_more_than_128_KiB_is_refused() => Assert.Equal("invalid_csv",
        (await ApiUnderTest.JsonOf(await PostCsvAsync($"vix\n{new string('1', 200_000)}\n"), 400)).GetProperty("code").GetString());

    private Task<HttpResponseMessage> PostCsvAsync(string csv) => api.Http.PostAsync(
        "/invocations", new StringContent(csv, Encoding.UTF8, "text/csv"), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("{}", "unknown_form", "body")]
    [InlineData("{\"frame\":[]}", "unknown_form", "frame")]
    [InlineData("{\"dataframe_split\":{\"columns\":[\"vix\"]}}", "incomplete_frame", "dataframe_split")]
    [InlineData("{\"dataframe_split\":{\"columns\":[\"vix\",\"vix\"],\"data\":[]}}", "repeated_column", "dataframe_split.columns")]
    [InlineData("{\"dataframe_split\":{\"columns\":[\"vix\"],\"data\":[[1,2]]}}", "wrong_count", "dataframe_split.data[0]")]
    [InlineData("{\"dataframe_split\":{\"columns\":[7],\"data\":[]}}", "invalid_type", "dataframe_split.columns[0]")]
    [InlineData("{\"dataframe_records\":[]}", "no_rows", "dataframe_records")]
    [InlineData("{\"inputs\":{\"vix\":[1,2],\"vix3m\":[1]}}", "wrong_count", "inputs.vix3m")]
    public async Task An_unknown_form_is_refused(string body, string code, string field) =>
        await api.RefuseAsync("/invocations", body, code, field);

    [Fact]
    public async Task The_probe_is_200_while_a_model_is_served() =>
        Assert.True((await api.Http.GetAsync("/ping", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
}
