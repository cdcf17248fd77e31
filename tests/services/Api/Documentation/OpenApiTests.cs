using System.Text.RegularExpressions;

namespace Volcast.Services.Api.Tests.Documentation;

/// <summary>The document against <c>docs/openapi.v1.json</c>; <c>VOLCAST_WRITE_DOCS=1</c> writes it anew.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed partial class OpenApiTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private static readonly string Page = Path.Combine(SharedData.RepositoryRoot, "docs", "openapi.v1.json");

    [Fact]
    public async Task The_document_is_the_one_that_was_published()
    {
        var told = (await api.Http.GetStringAsync("/openapi/v1.json", TestContext.Current.CancellationToken)).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("VOLCAST_WRITE_DOCS") == "1")
            await File.WriteAllTextAsync(Page, told, TestContext.Current.CancellationToken);
        Assert.Equal(await File.ReadAllTextAsync(Page, TestContext.Current.CancellationToken), told);
    }

    [Fact]
    public async Task Every_route_has_a_summary_and_an_answer()
    {
        var document = await api.GetJsonAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        foreach (var path in document.GetProperty("paths").EnumerateObject())
            foreach (var operation in path.Value.EnumerateObject())
            {
                Assert.True(operation.Value.TryGetProperty("summary", out _), $"{operation.Name} {path.Name} has no summary");
                Assert.NotEmpty(operation.Value.GetProperty("responses").EnumerateObject());
            }
    }

    [Fact]
    public async Task A_document_of_another_name_is_refused_as_any_other_path_is() =>
        await api.ProblemAsync("/openapi/v2.json", 404, "no_such_route");

    [Fact]
    public async Task The_page_for_people_loads_nothing_from_elsewhere()
    {
        using var answer = await api.Http.GetAsync("/docs", TestContext.Current.CancellationToken);
        var page = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Volcast", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(Foreign(), page);
        foreach (Match script in Script().Matches(page))
            Assert.True((await api.Http.GetAsync(new Uri(new Uri(api.Http.BaseAddress!, "/docs/"), script.Groups[1].Value),
                TestContext.Current.CancellationToken)).IsSuccessStatusCode, script.Value);
    }

    [GeneratedRegex("""(?:src|href)="(?:https?:)?//""")]
    private static partial Regex Foreign();

    [GeneratedRegex("""<script[^>]*src="([^"]+)""")]
    private static partial Regex Script();
}
