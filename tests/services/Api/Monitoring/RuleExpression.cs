using System.Globalization;
using System.Text.RegularExpressions;

namespace Volcast.Services.Api.Tests.Monitoring;

/// <summary>The part of PromQL that the alerting rules use: a selector with label matchers, compared with a number, inside
/// <c>absent()</c> or not. Anything else is an error, so that no rule escapes the test.</summary>
internal sealed partial class RuleExpression
{
    private readonly bool isAbsent;
    private readonly string name;
    private readonly (string Label, bool IsPattern, string Value)[] matchers;
    private readonly string comparison;
    private readonly double limit;

    public RuleExpression(string text)
    {
        var match = Form().Match(text);
        if (!match.Success || match.Groups["absent"].Success != match.Groups["end"].Success)
            throw new FormatException($"'{text}' is not a form that this test knows.");
        isAbsent = match.Groups["absent"].Success;
        name = match.Groups["name"].Value;
        matchers = [.. Matcher().Matches(match.Groups["labels"].Value)
            .Select(one => (one.Groups[1].Value, one.Groups[2].Value == "=~", one.Groups[3].Value))];
        comparison = match.Groups["comparison"].Value;
        limit = comparison.Length == 0 ? 0 : double.Parse(match.Groups["limit"].Value, CultureInfo.InvariantCulture);
    }

    public string Metric => name;

    /// <summary>How many alerts the rule raises on these samples.</summary>
    public int Count(IEnumerable<Sample> samples)
    {
        var found = samples.Count(sample => sample.Name == name && matchers.All(matcher =>
            sample.Labels.GetValueOrDefault(matcher.Label, "") is var value
            && (matcher.IsPattern ? Regex.IsMatch(value, $"^(?:{matcher.Value})$") : value == matcher.Value))
            && comparison switch
            {
                "" => true,
                "==" => sample.Value == limit,
                ">" => sample.Value > limit,
                _ => throw new FormatException($"The test does not know {comparison}."),
            });
        return isAbsent ? found == 0 ? 1 : 0 : found;
    }

    [GeneratedRegex("""
        ^(?<absent>absent\()?(?<name>[a-z_]+)(?:\{(?<labels>[^}]*)\})?(?:\s(?<comparison>\S+)\s(?<limit>[\d.]+))?(?<end>\))?$
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Form();

    [GeneratedRegex("""(\w+)(=~?)"([^"]*)"(?:,|$)""")]
    private static partial Regex Matcher();
}
