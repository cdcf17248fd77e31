using System.Text;
using System.Text.RegularExpressions;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Tests;

public sealed partial class PolicyPageTests
{
    [Fact]
    public void The_example_of_the_page_has_every_key_with_its_default()
    {
        var page = File.ReadAllText(Path.Combine(SharedData.RepositoryRoot, "docs", "policy.md"));
        var yaml = Example().Match(page).Groups[1].Value;
        var (parsed, usual) = (PolicyFile.Parse(Encoding.UTF8.GetBytes(yaml), "policy.md"), new MonitoringPolicy());
        Assert.Equal(usual.Rules, parsed.Rules);
        Assert.Equal(usual with { Rules = [] }, parsed with { Rules = [] });

        using var schema = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(
            SharedData.RepositoryRoot, "services", "Monitoring", "Policy", "policy.schema.json")));
        foreach (var key in schema.RootElement.GetProperty("properties").EnumerateObject())
        {
            Assert.Matches($"(?m)^{key.Name}:", yaml);
            Assert.Contains($"| `{key.Name}` |", page, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("```yaml\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
