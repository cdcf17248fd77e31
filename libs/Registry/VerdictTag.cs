using System.Globalization;
using System.Text.RegularExpressions;

namespace Volcast.Registry;

/// <summary>The newest verdict of a gate on a version, as one line in the version's tag:
/// <c>2026-01-02 refused as first version: sentences</c>.</summary>
/// <param name="Date">When the gate judged, UTC.</param>
/// <param name="IsPassed">Whether the version passed.</param>
/// <param name="Gate">The gate in words; without a colon.</param>
/// <param name="Detail">The failed checks in sentences, or how many were passed.</param>
public sealed partial record VerdictTag(DateOnly Date, bool IsPassed, string Gate, string Detail)
{
    /// <summary>Longer lines are cut.</summary>
    private const int Longest = 2000;

    private const string Passed = "passed";
    private const string Refused = "refused";

    /// <summary>The result in one word.</summary>
    public static string WordOf(bool isPassed) => isPassed ? Passed : Refused;

    /// <summary>The line without its date.</summary>
    public string Summary => $"{WordOf(IsPassed)} as {Gate}: {Detail}";

    /// <summary>The line as it is stored.</summary>
    public override string ToString()
    {
        var line = string.Create(CultureInfo.InvariantCulture, $"{Date:yyyy-MM-dd} {Summary}");
        return line.Length <= Longest ? line : line[..Longest];
    }

    /// <summary>The verdict in a version's tag; null if there is none, or if another tool wrote it.</summary>
    public static VerdictTag? Of(ModelVersion version) =>
        version.Tags.TryGetValue(RegistryTags.Verdict, out var line) && Line().Match(line) is { Success: true } found
        && DateOnly.TryParseExact(
            found.Groups[1].ValueSpan, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? new(date, found.Groups[2].Value == Passed, found.Groups[3].Value, found.Groups[4].Value)
            : null;

    [GeneratedRegex(@"\A(\d{4}-\d{2}-\d{2}) (passed|refused) as ([^:]*): (.*)\z", RegexOptions.Singleline)]
    private static partial Regex Line();
}
