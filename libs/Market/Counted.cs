using System.Globalization;

namespace Volcast.Market;

/// <summary>A number of things, as a sentence writes it.</summary>
public static class Counted
{
    /// <summary>For example <c>1 row</c>, <c>2,500 rows</c>.</summary>
    /// <param name="count">How many.</param>
    /// <param name="noun">In the singular; its plural has an s at its end.</param>
    public static string Of(long count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>For example <c>SPY, QQQ and 3 more</c>.</summary>
    /// <param name="names">In the order in which they are named.</param>
    /// <param name="shown">How many are named at most.</param>
    public static string Names(IReadOnlyCollection<string> names, int shown) => string.Join(", ", names.Take(shown))
        + (names.Count > shown ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - shown} more") : "");
}
