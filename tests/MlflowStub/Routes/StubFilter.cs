using System.Globalization;
using System.Text.RegularExpressions;

namespace Volcast.MlflowStub.Routes;

/// <summary>The part of MLflow's filter language that the recorded requests and our client use: comparisons joined by
/// <c>and</c>.</summary>
internal static partial class StubFilter
{
    /// <param name="filter">Such as <c>metrics.rmse &lt; 0.1 and tags.`a.b` = 'c'</c>; empty matches everything.</param>
    /// <param name="value">Returns the value of a kind and key: <c>metrics</c> and <c>rmse</c>; no kind for a plain
    /// attribute.</param>
    public static bool Passes(string filter, Func<string, string, object?> value) =>
        filter.Trim().Length == 0
        || And().Split(filter).All(part => Passes(Comparison().Match(part.Trim()), part, value));

    private static bool Passes(Match match, string part, Func<string, string, object?> value)
    {
        if (!match.Success)
            throw StubError.Invalid($"Invalid clause(s) in filter string: '{part}'");
        var held = value(match.Groups["kind"].Value, match.Groups["key"].Value.Trim('`', '"'));
        var wanted = match.Groups["value"].Value;
        var sign = match.Groups["sign"].Value.ToUpperInvariant();
        if (held is null)
            return false;
        if (held is double number)
            return double.TryParse(wanted, CultureInfo.InvariantCulture, out var bound)
                ? sign switch
                {
                    "<" => number < bound,
                    ">" => number > bound,
                    "=" => number == bound,
                    _ => throw StubError.Invalid($"Invalid comparator '{sign}' in '{part}'"),
                }
                : throw StubError.Invalid($"Expected numeric value for '{part}'");
        if (sign == "IN")
            return wanted[1..^1].Split(',').Any(one => one.Trim().Trim('\'') == held as string);
        if (wanted[0] is not ('\'' or '"'))
            throw StubError.Invalid($"Expected a quoted string value for '{part}'");
        var text = wanted[1..^1];
        return sign switch
        {
            "=" => held as string == text,
            "LIKE" => held is string like && Regex.IsMatch(like, $"^{Regex.Escape(text).Replace("%", ".*")}$"),
            _ => throw StubError.Invalid($"Invalid comparator '{sign}' in '{part}'"),
        };
    }

    [GeneratedRegex(@"\s+and\s+", RegexOptions.IgnoreCase)]
    private static partial Regex And();

    [GeneratedRegex(
        """
        ^(?:(?<kind>\w+)\.)?(?<key>`[^`]+`|"[^"]+"|[\w.]+)\s*(?<sign><|>|=|LIKE\b|IN\b)\s*
        (?<value>'[^']*'|"[^"]*"|[\d.eE+-]+|\('[^)]*'\))$
        """, RegexOptions.IgnoreCase | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Comparison();
}
