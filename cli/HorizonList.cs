using System.Globalization;
using Volcast.Hosting;

namespace Volcast.Cli;

/// <summary>One or more horizons as a user gives them, separated by commas, such as <c>1,5,10,22</c>.</summary>
internal static class HorizonList
{
    private const string Expected = "expected one or more of 1, 5, 10, 22, separated by commas, each once";

    private static readonly Func<string, string?> OneOfThem = Setting.OneOf("1", "5", "10", "22");

    /// <summary>Every horizon, sessions.</summary>
    public static IReadOnlyList<int> All { get; } = [1, 5, 10, 22];

    /// <summary>What is wrong with a list; null for a valid one.</summary>
    public static string? Problem(string text)
    {
        var parts = Parts(text);
        return parts.All(part => OneOfThem(part) is null) && parts.Distinct().Count() == parts.Length ? null : Expected;
    }

    /// <summary>What is wrong with the text for a command that works on one horizon; null if it names one.</summary>
    public static string? ProblemOfOne(string text) => Problem(text) is null && Parts(text) is [var first, _, ..]
        ? $"this command works on one horizon, so choose one with --horizon, such as --horizon {first}"
        : OneOfThem(text);

    /// <summary>The horizons, ascending.</summary>
    /// <param name="text">Has no <see cref="Problem"/>.</param>
    public static IReadOnlyList<int> Parse(string text) =>
        [.. Parts(text).Select(part => int.Parse(part, CultureInfo.InvariantCulture)).Order()];

    private static string[] Parts(string text) => text.Split(',', StringSplitOptions.TrimEntries);
}
