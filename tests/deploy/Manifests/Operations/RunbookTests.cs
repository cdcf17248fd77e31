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

    /// <summary>The alarms of CloudWatch, as the snapshots of the templates have them (tests/deploy/Aws).</summary>
    private static IReadOnlyList<(string Name, string Description)> CloudWatch { get; } =
    [
        .. Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, "tests", "deploy", "Aws", "Snapshots"), "*.json")
            .SelectMany(path => Resources(path, "AWS::CloudWatch::Alarm"))
            .Select(alarm => (
                Regex.Replace(alarm.GetProperty("AlarmName").GetString()!, "^volcast-[a-z]+-", ""),
                alarm.GetProperty("AlarmDescription").GetString()!)),
    ];

    [Fact]
    public void Each_alarm_of_CloudWatch_names_its_section()
    {
        Assert.Contains(CloudWatch, alarm => alarm.Name == "database-disk");
        Assert.Empty(CloudWatch.Select(alarm => alarm.Name).Except(Sections));
        Assert.All(CloudWatch, alarm => Assert.EndsWith(
            $" Run book: docs/operations/runbooks.md#{alarm.Name}", alarm.Description, StringComparison.Ordinal));
    }

    [Fact]
    public void No_section_is_about_an_alarm_that_does_not_exist()
    {
        var known = Text("deploy", "prometheus", "volcast.rules.yml")
            + Text("services", "Monitoring", "Alerts", "alerts.schema.json");
        // Messages of other services, which have no name of ours.
        string[] messages = ["no heartbeat", "failed execution", "failed task", "budget"];
        Assert.All(Sections.Except(messages).Except(CloudWatch.Select(alarm => alarm.Name)), section => Assert.Contains(section, known, StringComparison.Ordinal));
    }

    private static IEnumerable<JsonElement> Resources(string template, string type)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(template));
        return
        [
            .. document.RootElement.GetProperty("Resources").EnumerateObject()
                .Where(one => one.Value.GetProperty("Type").GetString() == type)
                .Select(one => one.Value.GetProperty("Properties").Clone()),
        ];
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
