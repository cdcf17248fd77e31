using System.Globalization;

namespace Volcast.Cli;

/// <summary>One or more horizons as a user gives them, separated by commas, such as <c>1,5,10,22</c>.</summary>
internal static class HorizonList
{
    private const string Expected = "expected one or more of 1, 5, 10, 22, separated by commas, each once";

    /// <summary>What is wrong with a list; null for a valid one.</summary>
    public static string? Problem(string text)
    {
        var parts = Parts(text);
        return parts.All(part => VolcastSettings.Horizon.Problem(part) is null) && parts.Distinct().Count() == parts.Length
            ? null
            : Expected;
    }

    /// <summary>The horizons, ascending.</summary>
    /// <param name="text">Has no <see cref="Problem"/>.</param>
    public static IReadOnlyList<int> Parse(string text) =>
        [.. Parts(text).Select(part => int.Parse(part, CultureInfo.InvariantCulture)).Order()];

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}
