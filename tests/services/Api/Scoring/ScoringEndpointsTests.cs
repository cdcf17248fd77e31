using System.Text;
using System.Text.Json.Nodes;

namespace Volcast.Services.Api.Tests.Scoring;

[Trait(Category.Name, Category.Integration)]
public sealed class ScoringEndpointsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    [Fact]
    public async Task Every_form_of_a_row_gives_the_newest_forecast()
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
            var told = await api.PostAsync("/invocations", form);
            Assert.Equal(expected, Assert.Single(told.GetProperty("predictions").EnumerateArray()).GetDouble());
        }
        var csv = string.Join(',', reversed.Select(feature => feature.Key)) + "\n" + string.Join(',', reversed.Select(f => $"\"{f.Value}\"")) + "\n";
        using var answer = await api.Http.PostAsync("/invocations", new StringContent(csv, Encoding.UTF8, "text/csv"),
            TestContext.Current.CancellationToken);
        Assert.Equal(expected, (await ApiUnderTest.JsonOf(answer)).GetProperty("predictions")[0].GetDouble());
    }

    [Theory]
    [InlineData("{}", "unknown_form", "body")]
    [InlineData("{\"frame\":[]}", "unknown_form", "frame")]
    [InlineData("{\"dataframe_split\":{\"columns\":[\"vix\"]}}", "incomplete_frame", "dataframe_split")]
    [InlineData("{\"dataframe_split\":{\"columns\":[\"vix\",\"vix\"],\"data\":[]}}", "repeated_column", "dataframe_split.columns")]
    [InlineData("{\"dataframe_split\":{\"columns\":[\"vix\"],\"data\":[[1,2]]}}", "wrong_count", "dataframe_split.data[0]")]
    [InlineData("{\"dataframe_split\":{\"columns\":[7],\"data\":[]}}", "invalid_type", "dataframe_split.columns[0]")]
    [InlineData("{\"dataframe_records\":[]}", "no_rows", "dataframe_records")]
    [InlineData("{\"inputs\":{\"vix\":[1,2],\"vix3m\":[1]}}", "wrong_count", "inputs.vix3m")]
    public async Task Another_form_is_refused(string body, string code, string field) =>
        await api.RefuseAsync("/invocations", body, code, field);

    [Fact]
    public async Task The_probe_answers() =>
        Assert.True((await api.Http.GetAsync("/ping", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
}
