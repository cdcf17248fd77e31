using System.Text.Json;
using System.Text.RegularExpressions;

namespace Volcast.Deploy.Manifests.Tests.Operations;

/// <summary>docs/operations/runbooks.md has a section for each alarm.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RunbookTests
{
    private static readonly string[] Sections = [.. Regex
        .Matches(Text("docs", "operations", "runbooks.md"), "^### (.+)$", RegexOptions.Multiline)
        .SelectMany(match => match.Groups[1].Value.Split(", "))];

    [Fact]
    public void Each_rule_of_prometheus_has_a_section()
    {
        var rules = Regex.Matches(Text("deploy", "prometheus", "volcast.rules.yml"), "- alert: (.+)$", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value).ToArray();
        Assert.NotEmpty(rules);
        Assert.Empty(rules.Except(Sections));
    }

    [Fact]
    public void Each_condition_of_an_alert_has_a_section()
    {
        using var schema = JsonDocument.Parse(Text("services", "Monitoring", "Alerts", "alerts.schema.json"));
        var conditions = Enumerations(schema.RootElement, "when").ToArray();
        Assert.Contains("failed_run", conditions);
        Assert.Empty(conditions.Except(Sections));
    }

    [Fact]
    public void No_section_is_about_an_alarm_that_does_not_exist()
    {
        var known = Text("deploy", "prometheus", "volcast.rules.yml")
            + Text("services", "Monitoring", "Alerts", "alerts.schema.json");
        Assert.All(Sections.Except(["no heartbeat"]), section => Assert.Contains(section, known, StringComparison.Ordinal));
    }

    private static string Text(params string[] path) =>
        File.ReadAllText(Path.Combine([SharedData.RepositoryRoot, .. path]));

    /// <summary>The values that a property of this name may have, anywhere in the schema.</summary>
    private static IEnumerable<string> Enumerations(JsonElement element, string property) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(one =>
            one.Name == property && one.Value.ValueKind == JsonValueKind.Object
                ? Values(one.Value)
                : Enumerations(one.Value, property)),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(one => Enumerations(one, property)),
        _ => [],
    };

    private static IEnumerable<string> Values(JsonElement property) =>
        property.TryGetProperty("const", out var only) ? [only.GetString()!]
        : property.TryGetProperty("enum", out var several) ? several.EnumerateArray().Select(one => one.GetString()!)
        : [];
}
