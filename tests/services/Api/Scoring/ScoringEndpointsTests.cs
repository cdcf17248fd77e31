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
            new() { ["inputs"] = new JsonArray(row.DeepClone()) },
            new() { ["inputs"] = new JsonArray(new JsonArray([.. row.Select(feature => feature.Value!.DeepClone())])) },
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
        var csv = Line(row.Select(feature => feature.Key)) + lineEnd + lineEnd
            + Line(row.Select(feature => $"{feature.Value}")) + lineEnd;
        var document = await ApiUnderTest.JsonOf(await PostCsvAsync(csv));
        Assert.Equal((await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("variance").GetDouble(),
            Assert.Single(document.GetProperty("predictions").EnumerateArray()).GetDouble());
    }

    [Theory]
    [InlineData("\"vix,vix3m\"\n1\n", "missing_feature", "line 1")]
    [InlineData("\"vi\"\"x\"\n1\n", "missing_feature", "line 1")]
    [InlineData("vix,vix\n1,2\n", "repeated_column", "line 1")]
    [InlineData("vix,vix3m\n\"1,5\"\n", "wrong_count", "line 2")]
    [InlineData("vix,vix3m\r\n\"1,5\",2\r\n", "invalid_number", "line 2, cell 1")]
    [InlineData("vix,vix3m\n\n\"1\n\",x\n", "invalid_number", "line 3, cell 2")]
    [InlineData("vix\n1\"5\n", "invalid_csv", "line 2")]
    [InlineData("", "no_rows", "body")]
    public async Task Csv_that_does_not_fit_the_model_is_refused_with_its_position(string csv, string code, string field)
    {
        var problem = await ApiUnderTest.JsonOf(await PostCsvAsync(csv), 400);
        Assert.Equal((code, field), (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()));
    }

    [Fact]
    public async Task A_line_of_more_than_128_KiB_is_refused() => Assert.Equal("invalid_csv",
        (await ApiUnderTest.JsonOf(await PostCsvAsync($"vix\n{new string('1', 200_000)}\n"), 400)).GetProperty(
            "code").GetString());

    private Task<HttpResponseMessage> PostCsvAsync(string csv) => api.Http.PostAsync(
        "/invocations", new StringContent(csv, Encoding.UTF8, "text/csv"), TestContext.Current.CancellationToken);

    [Theory]
    [InlineData("{}", "unknown_form", "body")]
    [InlineData("{\"frame\":[]}", "unknown_form", "frame")]
    [InlineData("{\"dataframe_split\":{\"columns\":[\"vix\"]}}", "incomplete_frame", "dataframe_split")]
    [InlineData(
        "{\"dataframe_split\":{\"columns\":[\"vix\",\"vix\"],\"data\":[]}}", "repeated_column", "dataframe_split.columns")]
    [InlineData("{\"dataframe_split\":{\"columns\":[\"vix\"],\"data\":[[1,2]]}}", "wrong_count", "dataframe_split.data[0]")]
    [InlineData("{\"dataframe_split\":{\"columns\":[7],\"data\":[]}}", "invalid_type", "dataframe_split.columns[0]")]
    [InlineData("{\"dataframe_records\":[{\"vix\":1}]}", "missing_feature", "dataframe_records")]
    [InlineData("{\"inputs\":[[1,2]]}", "wrong_count", "inputs[0]")]
    [InlineData("{\"inputs\":[{\"vix\":\"1\"}]}", "invalid_number", "inputs[0].vix")]
    [InlineData("{\"inputs\":{\"vix\":[1,2],\"vix3m\":[1]}}", "wrong_count", "inputs.vix3m")]
    public async Task An_unknown_form_is_refused(string body, string code, string field) =>
        await api.RefuseAsync("/invocations", body, code, field);

    /// <summary>The same row twice, and once with a missing value, in every form that MLflow documents.</summary>
    [Theory]
    [InlineData("null")]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    public async Task A_missing_value_gives_null_for_its_row_only(string missing)
    {
        var row = await api.NewestFeaturesAsync();
        var expected = (await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("variance").GetDouble();
        var without = (JsonObject)row.DeepClone();
        without["vix"] = "MISSING";
        var rows = new JsonArray(row.DeepClone(), without);
        var columns = new JsonObject(row.Select(feature => KeyValuePair.Create<string, JsonNode?>(feature.Key,
            new JsonArray(feature.Value!.DeepClone(), without[feature.Key]!.DeepClone()))));
        var split = new JsonObject
        {
            ["columns"] = new JsonArray([.. row.Select(feature => JsonValue.Create(feature.Key))]),
            ["data"] = new JsonArray(
                [.. rows.Select(one => new JsonArray([.. ((JsonObject)one!).Select(f => f.Value!.DeepClone())]))]),
        };
        foreach (var (form, content) in new (string, JsonNode)[]
            {
                ("dataframe_split", split), ("dataframe_records", rows), ("instances", rows), ("inputs", rows),
                    ("inputs", columns),
            })
        {
            var body = new JsonObject { [form] = content.DeepClone() }.ToJsonString().Replace(
                "\"MISSING\"", missing, StringComparison.Ordinal);
            var predictions = (await ApiUnderTest.JsonOf(await api.Http.PostAsync("/invocations",
                new StringContent(body, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken)))
                .GetProperty("predictions");
            Assert.Equal(expected, predictions[0].GetDouble());
            Assert.Equal(System.Text.Json.JsonValueKind.Null, predictions[1].ValueKind);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("NA")]
    [InlineData("inf")]
    public async Task An_empty_cell_of_csv_gives_null_and_other_columns_are_passed_over(string missing)
    {
        var row = await api.NewestFeaturesAsync();
        var csv = string.Join(',', row.Select(feature => feature.Key)) + ",day\n"
            + string.Join(',', row.Select(feature => feature.Key == "vix" ? missing : $"{feature.Value}")) + ",Monday\n"
            + string.Join(',', row.Select(feature => $"{feature.Value}")) + ",Tuesday\n";
        var predictions = (await ApiUnderTest.JsonOf(await PostCsvAsync(csv))).GetProperty("predictions");
        Assert.Equal(System.Text.Json.JsonValueKind.Null, predictions[0].ValueKind);
        Assert.Equal(
            (await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("variance").GetDouble(), predictions[1].GetDouble());
    }

    [Fact]
    public async Task Columns_that_the_model_does_not_read_are_passed_over_in_json()
    {
        var row = await api.NewestFeaturesAsync();
        var expected = (await api.GetJsonAsync("/v1/forecasts/latest")).GetProperty("variance").GetDouble();
        row["day"] = "Monday";
        foreach (var form in new JsonObject[]
            {
                new() { ["dataframe_records"] = new JsonArray(row.DeepClone()) },
                new() { ["inputs"] = row.DeepClone() },
            })
            Assert.Equal(expected, (await api.PostAsync("/invocations", form)).GetProperty("predictions")[0].GetDouble());
    }

    [Theory]
    [InlineData("application/json", "{\"dataframe_records\":[]}")]
    [InlineData("application/json", "{\"inputs\":[]}")]
    [InlineData("application/json", "{\"inputs\":{\"vix\":[]}}")]
    [InlineData("application/json", "{\"dataframe_split\":{\"columns\":[\"vix\"],\"index\":[],\"data\":[]}}")]
    [InlineData("text/csv", "vix\n")]
    public async Task No_rows_give_no_predictions(string type, string body) => Assert.Equal(0, (await ApiUnderTest.JsonOf(
        await api.Http.PostAsync(
            "/invocations", new StringContent(body, Encoding.UTF8, type), TestContext.Current.CancellationToken)))
        .GetProperty("predictions").GetArrayLength());

    [Theory]
    [InlineData("{\"a\":NaN,\"b\":[Infinity,-Infinity,1]}", "{\"a\":null,\"b\":[null,null,1]}")]
    [InlineData("{\"NaN\":\"\\\"NaN\",\"c\":NaN}", "{\"NaN\":\"\\\"NaN\",\"c\":null}")]
    [InlineData("{\"a\":1}", "{\"a\":1}")]
    public void Python_s_bare_words_are_null_outside_of_texts(string body, string expected) => Assert.Equal(
        expected, Encoding.UTF8.GetString(Volcast.Services.Api.Scoring.PythonJson.WithNull(Encoding.UTF8.GetBytes(body))));

    [Theory]
    [InlineData("/ping")]
    [InlineData("/health")]
    public async Task The_probes_are_200_while_a_model_is_served(string probe) =>
        Assert.True((await api.Http.GetAsync(probe, TestContext.Current.CancellationToken)).IsSuccessStatusCode);

    [Fact]
    public async Task The_version_is_plain_text() => Assert.Matches(
        @"^\d+\.\d+\.\d+", await api.Http.GetStringAsync("/version", TestContext.Current.CancellationToken));
}
