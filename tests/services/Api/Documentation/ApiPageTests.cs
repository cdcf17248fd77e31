using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Volcast.Services.Api.Tests.Documentation;

/// <summary>Compares docs/api.md with the service.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed partial class ApiPageTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    private static readonly string Source = Path.Combine(SharedData.RepositoryRoot, "services", "Api");
    private static readonly string WebHosting = Path.Combine(SharedData.RepositoryRoot, "libs", "WebHosting");
    private static readonly string Page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "api.md"));

    [Fact]
    public void The_page_lists_exactly_the_codes_of_the_source()
    {
        var codes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var text in new[] { Source, WebHosting }.SelectMany(folder =>
            Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
                .Where(path => !path.StartsWith(Path.Combine(folder, "obj"), StringComparison.Ordinal))
                .Select(File.ReadAllText)))
        {
            codes.UnionWith(Refusals().Matches(text).Concat(Statuses().Matches(text)).Select(match => match.Groups[1].Value));
            codes.UnionWith(Either().Matches(text).SelectMany(match => new[] { match.Groups[1].Value, match.Groups[2].Value }));
            codes.UnionWith(Parameters().Matches(text).Select(match => $"invalid_{match.Groups[1].Value}"));
        }
        Assert.True(codes.Count > 50, string.Join(' ', codes));
        Assert.Equal(codes, PageCodes());
    }

    [Fact]
    public async Task The_page_lists_exactly_the_routes_of_the_document()
    {
        var document = await api.GetJsonAsync("/openapi/v1.json");
        string[] routes =
        [
            .. document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
                .Select(operation => $"{operation.Name.ToUpperInvariant()} {path.Name}")),
            "GET /metrics", // Described by Prometheus, not by OpenAPI.
        ];
        Assert.Equal(
            routes.Order(StringComparer.Ordinal),
            Routes().Matches(Page).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task The_page_lists_exactly_the_exported_metrics()
    {
        var source = await File.ReadAllTextAsync(
            Path.Combine(Source, "Operations", "ApiMetrics.cs"), TestContext.Current.CancellationToken);
        var made = Instruments().Matches(source)
            .Select(match => (Name: match.Groups[1].Value, Unit: match.Groups[2].Value)).ToHashSet();
        var received = Section("## Metrics").Select(line => Metric().Match(line)).Where(match => match.Success)
            .Select(match => (match.Groups[1].Value, match.Groups[2].Value)).ToHashSet();
        Assert.Equal(5, made.Count);
        Assert.Equal(made, received);
        await api.PostAsync("/v1/predictions", new() { ["rows"] = new JsonArray(await api.NewestFeaturesAsync()) });
        var metrics = await api.Http.GetStringAsync("/metrics", TestContext.Current.CancellationToken);
        foreach (var (name, _) in made)
            Assert.Contains($"volcast_{name.Replace('.', '_')}", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_lists_every_setting_with_its_default()
    {
        foreach (var setting in ApiSettings.All)
            Assert.Contains($"| `{setting.Name}` | {(setting.Flag is { } flag ? $"`{flag}` " : "")}| "
                + (setting.Default.Length > 0 ? $"`{setting.Default}` |" : "|"), Page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "/v1/forecasts/latest", 200)]
    [InlineData(1, "/v1/forecasts/latest/term-structure", 200)]
    [InlineData(2, "/v1/forecasts/latest/explanation", 200)]
    [InlineData(3, "/v1/forecasts/latest?horizon=4", 400)]
    public async Task Every_member_of_an_example_is_in_the_response(int example, string path, int status)
    {
        var shown = JsonDocument.Parse(Examples().Matches(Page)[example].Groups[1].Value).RootElement;
        IsPartOf(shown, await api.GetJsonAsync(path, status), path);
    }

    private static void IsPartOf(JsonElement shown, JsonElement received, string place)
    {
        if (shown.ValueKind == JsonValueKind.Object)
            foreach (var member in shown.EnumerateObject())
            {
                Assert.True(received.TryGetProperty(member.Name, out var value), $"{place} has no {member.Name}");
                IsPartOf(member.Value, value, $"{place}.{member.Name}");
            }
        else if (shown.ValueKind == JsonValueKind.Array && received.ValueKind == JsonValueKind.Array && shown.GetArrayLength() > 0)
            IsPartOf(shown[0], received[0], $"{place}[0]");
    }

    private static SortedSet<string> PageCodes() => new(
        Section("## Errors").Where(line => StatusLine().IsMatch(line)).SelectMany(line => Code().Matches(line.Split('|')[2]))
            .Select(match => match.Groups[1].Value), StringComparer.Ordinal);

    private static IEnumerable<string> Section(string title) => Page.Split('\n').SkipWhile(line => line != title).Skip(1)
        .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal));

    [GeneratedRegex("""(?:Invalid|NotFound|Unavailable)\(\s*"([a-z_]+)"\s*,""")]
    private static partial Regex Refusals();

    [GeneratedRegex("""(?:StatusCode|Status\d{3}\w+)\b[^"();]*?"([a-z]+(?:_[a-z]+)+)"\s*,""")]
    private static partial Regex Statuses();

    [GeneratedRegex("""\? "([a-z]+(?:_[a-z]+)+)" : "([a-z]+(?:_[a-z]+)+)"\s*,""")]
    private static partial Regex Either();

    [GeneratedRegex("""\b(?:Whole|Number|Flag|Name<\w+>|Identifier)\("(\w+)"[,)]""")]
    private static partial Regex Parameters();

    [GeneratedRegex(@"^\| `((?:GET|POST) [^`]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Routes();

    [GeneratedRegex("""meters?\.Create\w+(?:<\w+>)?\("([^"]+)"(?:, \(\) => Each\(source, one =>[^"]+)?, "([^"]+)"[,)]""")]
    private static partial Regex Instruments();

    [GeneratedRegex(@"^\| `([^`]+)` \| ([^|]+) \|")]
    private static partial Regex Metric();

    [GeneratedRegex(@"^\| \d{3}")]
    private static partial Regex StatusLine();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Code();

    [GeneratedRegex("```json\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Examples();
}
