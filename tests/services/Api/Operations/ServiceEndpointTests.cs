using Volcast.WebHosting.Telemetry;

namespace Volcast.Services.Api.Tests.Operations;

[Trait(Category.Name, Category.Integration)]
public sealed class ServiceEndpointTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private static readonly BuildInfo Build = BuildInfo.Of(typeof(ApiHost).Assembly);

    [Fact]
    public async Task The_root_names_product_version_and_places_that_answer()
    {
        var document = await api.GetJsonAsync("/");
        Assert.Equal(("Volcast", Build.Version, Build.Commit), (document.GetProperty("product").GetString(),
            document.GetProperty("product_version").GetString(), document.GetProperty("commit").GetString()));
        foreach (var place in new[] { "documentation", "openapi", "health" })
        {
            using var answer = await api.Http.GetAsync(
                document.GetProperty(place).GetString(), TestContext.Current.CancellationToken);
            Assert.True(answer.IsSuccessStatusCode, place);
        }
    }

    [Theory]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("*/*", "application/json")]
    [InlineData("application/json, text/html;q=0.9", "application/json")]
    [InlineData("image/png", "application/json")]
    public async Task The_root_is_a_page_for_a_browser_and_json_for_a_program(string accept, string type)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Accept.ParseAdd(accept);
        using var answer = await api.Http.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode);
        Assert.Equal(type, answer.Content.Headers.ContentType?.MediaType);
        var body = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        foreach (var named in new[] { "Volcast", Build.Version, "/docs", "/openapi/v1.json", "/health/ready" })
            Assert.Contains(named, body, StringComparison.Ordinal);
        Assert.Equal("Accept", Assert.Single(answer.Headers.Vary));
    }
}
