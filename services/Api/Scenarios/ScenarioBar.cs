using System.Text.Json;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Services.Api.Predictions;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scenarios;

/// <summary>Reads one symbol's hypothetical bar from a request and refuses an impossible one.</summary>
internal static class ScenarioBar
{
    /// <summary>Limit of a session's absolute log return. No such session is in any training data: the Dow lost .256 on its worst
    /// day, in 1987.</summary>
    private const double LargestReturn = .5;

    /// <summary>Limit of an index, points. VIX has closed between 9 and 83; its predecessor reached 150 in 1987.</summary>
    private const double LargestIndex = 300;

    /// <summary>Limit of a dividend, as a share of the price.</summary>
    private const double LargestDividend = .1;

    private static readonly string[] Prices = ["open", "high", "low", "close"];

    /// <summary>Reads <c>close</c> or <c>log_return</c> (both where a dividend makes them differ) and optionally <c>open</c>,
    /// <c>high</c> and <c>low</c>. Missing ones are those of a usual session with this move
    /// (<see cref="UsualCandle"/>).</summary>
    /// <returns>The bar, and whether a price in it was assumed.</returns>
    /// <exception cref="ProblemException">A member is unknown, or the bar is impossible.</exception>
    public static (NextBar Bar, bool IsAssumed) Read(
        JsonElement json, string field, Symbol symbol, CuratedMarketTable history)
    {
        var given = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var member in JsonBody.Members(json, field))
        {
            var part = JsonBody.NameOf(member, field);
            if (part != "log_return" && !Prices.Contains(part))
                throw ProblemException.Invalid("unknown_field", "A bar has open, high, low, close and log_return, and not "
                    + $"'{PrintableText.Of(part)}'.", $"{field}.{PrintableText.Of(part)}");
            given[part] = JsonBody.Number(member.Value, $"{field}.{part}");
        }
        var isIndex = symbol.IsIndex;
        var last = history.Close[^1];
        if (!given.ContainsKey("close") && !given.ContainsKey("log_return"))
            throw ProblemException.Invalid("incomplete_bar", $"Give {symbol} a close or a log_return.", field);
        foreach (var name in Prices.Where(given.ContainsKey))
            if (!(given[name] > 0) || isIndex && given[name] > LargestIndex)
                throw ProblemException.Invalid("impossible_price", isIndex
                    ? $"{symbol} must be greater than 0 and at most {LargestIndex} points."
                    : "A price must be greater than 0.", $"{field}.{name}");

        var isReturn = given.TryGetValue("log_return", out var logReturn);
        var close = given.TryGetValue("close", out var price) ? price : last * Math.Exp(logReturn);
        var inPrice = Math.Log(close / last);
        logReturn = isReturn ? logReturn : inPrice;
        if (logReturn - inPrice is < -1e-9 or > LargestDividend)
            throw ProblemException.Invalid("impossible_return",
                $"close {close} means a log return of {inPrice:+0.000;-0.000} from the last close {last}, and log_return is "
                + $"{logReturn:+0.000;-0.000}. It may exceed the price's return only by a dividend of up to {LargestDividend}.",
                $"{field}.log_return");
        if (!isIndex && !(Math.Abs(logReturn) <= LargestReturn))
            throw ProblemException.Invalid("impossible_return",
                $"The log return of {symbol} from its last close {last} would be {logReturn:+0.000;-0.000}; "
                + $"the limit is {LargestReturn}.", $"{field}.{(isReturn ? "log_return" : "close")}");
        var isAssumed = !isIndex && !(given.ContainsKey("open") && given.ContainsKey("high") && given.ContainsKey("low"));
        var usual = isAssumed ? UsualCandle.Complete(history.ToSeries(), close, logReturn) : null;
        var open = given.GetValueOrDefault("open", Within(usual?.Open ?? last, given));
        var high = given.GetValueOrDefault("high", Math.Max(usual?.High ?? open, Math.Max(open, close)));
        var low = given.GetValueOrDefault("low", Math.Min(usual?.Low ?? open, Math.Min(open, close)));
        if (high < Math.Max(open, close) || low > Math.Min(open, close))
            throw ProblemException.Invalid("impossible_range",
                $"{symbol}: open {open} and close {close} must lie between low {low} and high {high}.",
                $"{field}.{(high < Math.Max(open, close) ? "high" : "low")}");
        if (Math.Log(high / low) > 2 * LargestReturn)
            throw ProblemException.Invalid("impossible_range",
                $"{symbol}: the range from {low} to {high} exceeds the limit of {2 * LargestReturn} in log terms.",
                $"{field}.high");
        return (new(open, high, low, close, logReturn), isAssumed);
    }

    /// <summary>An assumed open, moved between the high and the low that the request gives.</summary>
    private static double Within(double open, Dictionary<string, double> given) => Math.Min(
        Math.Max(open, given.GetValueOrDefault("low", 0)), given.GetValueOrDefault("high", double.MaxValue));
}
