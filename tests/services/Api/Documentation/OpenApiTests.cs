using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Volcast.Services.Api.Tests.Documentation;

/// <summary>Compares the OpenAPI document with <c>docs/openapi.v1.json</c>; <c>VOLCAST_WRITE_DOCS=1</c> writes that
/// file.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed partial class OpenApiTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private static readonly string Page = Path.Combine(SharedData.RepositoryRoot, "docs", "openapi.v1.json");

    [Fact]
    public async Task The_document_is_the_one_that_was_published()
    {
        var received = (await api.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken))
            .ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(Page, received, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken), received);
    }

    [Fact]
    public async Task Every_route_has_an_id_a_summary_and_a_response()
    {
        var document = await api.GetJsonAsync("/openapi/v1.json");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("summary", out _), $"{operation.Name} {path.Name} has no summary");
                Assert.True(operation.Value.TryGetProperty("operationId", out var id), $"{operation.Name} {path.Name} has no id");
                Assert.True(ids.Add(id.GetString()!), $"{id} is not unique");
                Assert.NotEmpty(operation.Value.GetProperty("responses").EnumerateObject());
            }
    }

    [Theory]
    [InlineData("/v1/forecasts/latest?above=25", "/v1/forecasts/latest")]
    [InlineData("/v1/forecasts/latest/term-structure", "/v1/forecasts/latest/term-structure")]
    [InlineData("/v1/forecasts", "/v1/forecasts")]
    [InlineData("/v1/forecasts/latest/explanation", "/v1/forecasts/{origin}/explanation")]
    [InlineData("/v1/targets", "/v1/targets")]
    [InlineData("/v1/history", "/v1/history")]
    [InlineData("/v1/scenarios/news-impact", "/v1/scenarios/news-impact")]
    [InlineData("/v1/sessions", "/v1/sessions")]
    [InlineData("/v1/quarantine", "/v1/quarantine")]
    [InlineData("/v1/attribution?from=2014-06-02", "/v1/attribution")]
    [InlineData("/v1/forecasts/latest/explanation?since=previous", "/v1/forecasts/{origin}/explanation")]
    [InlineData("/v1/models", "/v1/models")]
    [InlineData("/v1/features/latest", "/v1/features/{session}")]
    [InlineData("/v1/market/latest", "/v1/market/{session}")]
    [InlineData("/v1/quality", "/v1/quality")]
    [InlineData("/v1/track-record", "/v1/track-record")]
    [InlineData("/v1/monitoring", "/v1/monitoring")]
    [InlineData("/health/ready", "/health/ready")]
    public async Task Responses_match_their_schema(string asked, string path) => await HoldAsync(
        await SchemaAsync(path, "get", "200", "application/json"), await api.GetJsonAsync(asked));

    [Fact]
    public async Task Request_bodies_and_their_responses_match_their_schema()
    {
        var row = await api.NewestFeaturesAsync();
        var scenario = new JsonObject
        {
            ["bars"] = new JsonObject
            {
                ["SPY"] = new JsonObject { ["log_return"] = -.03 },
                ["^VIX"] = new JsonObject { ["close"] = 35 },
                ["^VIX3M"] = new JsonObject { ["close"] = 32 },
                ["TLT"] = new JsonObject { ["log_return"] = .01 },
                ["HYG"] = new JsonObject { ["log_return"] = -.01 },
            },
        };
        foreach (var (path, body) in new[]
        {
            ("/v1/predictions", new JsonObject { ["rows"] = new JsonArray(row.DeepClone()) }),
            ("/v1/scenarios", scenario),
            ("/invocations", new JsonObject { ["dataframe_records"] = new JsonArray(row.DeepClone()) }),
        })
        {
            await HoldAsync(await SchemaAsync(path, "post", null, "application/json"), JsonSerializer.SerializeToElement(body));
            await HoldAsync(await SchemaAsync(path, "post", "200", "application/json"), await api.PostAsync(path, body));
        }
    }

    [Theory]
    [InlineData("/v1/forecasts/latest?horizn=5", "/v1/forecasts/latest", 400)]
    [InlineData("/v1/models/99/card", "/v1/models/{version}/card", 404)]
    public async Task Error_responses_match_their_schema(string asked, string path, int status) => await HoldAsync(
        await SchemaAsync(path, "get", $"{status}", "application/problem+json"), await api.GetJsonAsync(asked, status));

    /// <summary>The schema of a response, or of the request body without a status.</summary>
    private async Task<JsonElement> SchemaAsync(string path, string verb, string? status, string contentType)
    {
        var operation = (await api.GetJsonAsync("/openapi/v1.json")).GetProperty("paths").GetProperty(path).GetProperty(verb);
        var part = status is null ? operation.GetProperty("requestBody") : operation.GetProperty("responses").GetProperty(status);
        return part.GetProperty("content").GetProperty(contentType).GetProperty("schema");
    }

    private async Task HoldAsync(JsonElement schema, JsonElement value)
    {
        var wrong = new SchemaCheck(await api.GetJsonAsync("/openapi/v1.json")).Wrong(schema, value).ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong.Take(10)));
    }

    [Fact]
    public async Task An_openapi_document_of_another_name_is_no_such_route() =>
        await api.ProblemAsync("/openapi/v2.json", 404, "no_such_route");

    [Fact]
    public async Task The_documentation_page_loads_nothing_from_other_hosts()
    {
        using var answer = await api.Http.GetAsync("/docs", TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Volcast", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Foreign(), page);
        foreach (Match script in Script().Matches(page))
            Assert.True((await api.Http.GetAsync(new Uri(new Uri(api.Http.BaseAddress!, "/docs/"), script.Groups[1].Value),
                TestContext.Current.CancellationToken)).IsSuccessStatusCode, script.Value);
    }

    [Fact]
    public async Task The_documentation_page_offers_nothing_of_its_vendor()
    {
        var page = await api.Http.GetStringAsync("/docs", TestContext.Current.CancellationToken);
        Assert.Contains("<title>Volcast API</title>", page, StringComparison.Ordinal);
        var given = JsonDocument.Parse(Configuration().Match(page).Value).RootElement;
        Assert.Equal("never", given.GetProperty("showDeveloperTools").GetString()); // Deploy, Generate SDK, Share.
        Assert.True(given.GetProperty("agent").GetProperty("disabled").GetBoolean()); // Ask AI.
        Assert.True(given.GetProperty("mcp").GetProperty("disabled").GetBoolean());
        Assert.True(given.GetProperty("hideClientButton").GetBoolean());
        Assert.True(given.GetProperty("hideModels").GetBoolean()); // The tag Models is the only menu of this name.
        Assert.False(given.GetProperty("telemetry").GetBoolean());
        Assert.Contains("scalar.com", given.GetProperty("customCss").GetString(), StringComparison.Ordinal); // Powered by.
        Assert.StartsWith("data:image/svg+xml", given.GetProperty("favicon").GetString(), StringComparison.Ordinal);
        Assert.Equal("Volcast", Assert.Single(given.GetProperty("sources").EnumerateArray()).GetProperty("title").GetString());
    }

    /// <summary>Sends every operation as the document shows it. The model of the tests has neither a card nor evidence, and no
    /// champion.</summary>
    [Fact]
    public async Task The_sample_values_of_every_operation_work()
    {
        string[] withoutFile = ["getEvidence", "getModelCard", "getChampion", "getWalkForward"];
        var document = await api.GetJsonAsync("/openapi/v1.json");
        var sent = 0;
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                var address = path.Name;
                if (operation.Value.TryGetProperty("parameters", out var parameters))
                    foreach (var one in parameters.EnumerateArray().Where(one => one.GetProperty("in").GetString() == "path"))
                        address = address.Replace(
                            $"{{{one.GetProperty("name").GetString()}}}", one.GetProperty("example").GetString(),
                                StringComparison.Ordinal);
                var bodies = operation.Value.TryGetProperty("requestBody", out var body)
                    ? body.GetProperty("content").EnumerateObject().Select(form => (HttpContent)new StringContent(
                        form.Name == "text/csv" ? form.Value.GetProperty("example").GetString()!
                            : form.Value.GetProperty("example").GetRawText(),
                        Encoding.UTF8, form.Name))
                    : [new ByteArrayContent([])];
                foreach (var content in bodies)
                {
                    using var request = new HttpRequestMessage(new HttpMethod(operation.Name.ToUpperInvariant()), address);
                    if (operation.Name == "post")
                        request.Content = content;
                    using var answer = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
                    var expected = withoutFile.Contains(operation.Value.GetProperty("operationId").GetString()) ? 404 : 200;
                    Assert.True((int)answer.StatusCode == expected || (int)answer.StatusCode == 204,
                        $"{request.Method} {address}: "
                            + $"{await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)}");
                    sent++;
                }
            }
        Assert.Equal(32, sent);
    }

    [GeneratedRegex("""^\s*\{.*"sources".*\}(?=,\s*$)""", RegexOptions.Multiline)]
    private static partial Regex Configuration();

    [GeneratedRegex("""(?:src|href)="(?:https?:)?//""")]
    private static partial Regex Foreign();

    [GeneratedRegex("""<script[^>]*src="([^"]+)""")]
    private static partial Regex Script();
}
