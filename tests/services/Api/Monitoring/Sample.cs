using System.Globalization;
using System.Text.RegularExpressions;

namespace Volcast.Services.Api.Tests.Monitoring;

/// <summary>One line of Prometheus's text format.</summary>
/// <param name="Name">The metric.</param>
/// <param name="Labels">By name.</param>
/// <param name="Value">Its value.</param>
internal sealed partial record Sample(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    public static IReadOnlyList<Sample> Parse(string text) =>
    [
        .. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line => Line().Match(line))
            .Select(match => new Sample(match.Groups["name"].Value,
                Label().Matches(match.Groups["labels"].Value).ToDictionary(one => one.Groups[1].Value, one => one.Groups[2].Value),
                double.Parse(match.Groups["value"].Value, NumberStyles.Float, CultureInfo.InvariantCulture))),
    ];

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][\w:]*)(?:\{(?<labels>.*)\})? (?<value>\S+)$""")]
    private static partial Regex Line();

    [GeneratedRegex("(\\w+)=\"([^\"]*)\"")]
    private static partial Regex Label();
}
