using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Checks of a whole series: what the vendor says about it, and the returns of the settled bars.</summary>
internal static class HistoryChecks
{
    /// <summary>As a share of the price.</summary>
    private const double ExtremeReturn = .5;

    /// <summary>As a share of the price, if the next session reverses most of it.</summary>
    private const double SuspectReturn = .25;

    private const double MostlyReversed = .8;
    /// <summary>As a log change of an implied-volatility index; the largest of VIX was .77 (2018-02-05).</summary>
    private const double ExtremeChange = 1;

    /// <summary>The usual split ratios. A missing split changes the price by one of them, whatever the market does.</summary>
    private static readonly double[] SplitRatios = [1.5, 2, 3, 4, 5, 10, 20];

    /// <summary>How far the market may have moved on the day of a missing split, log.</summary>
    private const double NearSplit = .03;

    /// <summary>In typical moves: a smaller return may be the market's.</summary>
    private const double TypicalMoves = 10;

    private const int TypicalSessions = 60;
    private const int FewestSessions = 10;
    private const string ExpectedCurrency = "USD";
    private const int YearInDays = 366;
    private const double MostOfTheLookback = .8;

    /// <summary>What is doubtful about the settled bars of a symbol, whatever download they came from.</summary>
    /// <param name="bars">All settled bars.</param>
    /// <param name="calendar">The exchange's sessions.</param>
    /// <param name="known">What the lake holds about the symbol's data.</param>
    public static IEnumerable<FindingRow> Of(CuratedMarketTable bars, TradingCalendar calendar, FindingsTable known) =>
        bars.Symbol.IsIndex ? Changes(bars) : Returns(bars).Concat(DividendChecks.Find(bars, calendar, known));

    /// <summary>Extreme returns of a traded symbol. They are used: real ones exist.</summary>
    public static IEnumerable<FindingRow> Returns(CuratedMarketTable bars)
    {
        for (var row = 1; row < bars.Count; row++)
        {
            if (NearestSplit(bars, row) is { } ratio)
            {
                yield return Of(bars.Session[row], FindingKind.ExtremeReturn,
                    $"a return of {Percent(Math.Exp(bars.LogReturn[row]) - 1)}, as by a "
                    + $"{(bars.LogReturn[row] < 0 ? "" : "reverse ")}split of {PriceChecks.Text(ratio)} that is missing: check "
                    + "the price. The return is used");
                continue;
            }
            var change = Math.Exp(bars.LogReturn[row]) - 1;
            if (Math.Abs(change) > ExtremeReturn)
                yield return Of(bars.Session[row], FindingKind.ExtremeReturn,
                    $"a return of {Percent(change)}: check the price. The return is used");
            else if (Math.Abs(change) > SuspectReturn && row + 1 < bars.Count
                && -bars.LogReturn[row + 1] / bars.LogReturn[row] is > MostlyReversed and < 1 / MostlyReversed)
                yield return Of(bars.Session[row], FindingKind.ReversedReturn,
                    $"a return of {Percent(change)} that the next session reverses by "
                    + $"{Percent(Math.Exp(bars.LogReturn[row + 1]) - 1)}: check the price");
        }
    }

    /// <summary>Extreme changes of an index. They are used.</summary>
    public static IEnumerable<FindingRow> Changes(CuratedMarketTable bars)
    {
        for (var row = 1; row < bars.Count; row++)
            if (Math.Log(bars.Close[row] / bars.Close[row - 1]) is var moved && Math.Abs(moved) > ExtremeChange)
                yield return Of(bars.Session[row], FindingKind.ExtremeReturn,
                    $"a change of {Percent(Math.Exp(moved) - 1)}: check the value, which is in points. It is used");
    }

    /// <summary>The split ratio that a return looks like; null if it looks like none, or if a split is stated.</summary>
    private static double? NearestSplit(CuratedMarketTable bars, int row)
    {
        var size = Math.Abs(bars.LogReturn[row]);
        if (size < Math.Log(SplitRatios[0]) - NearSplit || bars.SplitRatio[row] != 1 || bars.SessionsSpanned[row] != 1)
            return null;
        // The first bar has no return. A comparison with NaN, after too few sessions, is false.
        var before = bars.LogReturn.Take(row).Skip(Math.Max(1, row - TypicalSessions));
        foreach (var ratio in SplitRatios)
            if (Math.Abs(size - Math.Log(ratio)) < NearSplit && size > TypicalMoves * TypicalMove.Of(before, FewestSessions))
                return ratio;
        return null;
    }

    /// <summary>A currency other than US dollars.</summary>
    public static IEnumerable<FindingRow> Currency(VendorDownload answer)
    {
        if (answer.Currency is { } currency && currency != ExpectedCurrency && !answer.Symbol.IsIndex)
            yield return Of(answer.Bars.Session[0], FindingKind.Currency,
                $"{answer.Source} states the currency {currency}; prices are expected in {ExpectedCurrency}");
    }

    /// <summary>A history that begins long after both the look-back and the symbol's first trade: more than a year, or with most
    /// of the look-back missing.</summary>
    /// <param name="answer">A download of everything that was wanted.</param>
    /// <param name="wanted">The first day of the look-back; null for the whole history.</param>
    /// <param name="held">The bars in the lake before.</param>
    public static IEnumerable<FindingRow> Start(VendorDownload answer, DateOnly? wanted, CuratedMarketTable held)
    {
        if (answer.FirstTrade is not { } firstTrade)
            yield break;
        var first = answer.Bars.Session[0];
        if (held.Count > 0 && held.Session[0] < first)
            first = held.Session[0];
        var start = wanted > firstTrade ? wanted.Value : firstTrade;
        if (start < TradingCalendar.FirstDay)
            start = TradingCalendar.FirstDay;
        var absent = first.DayNumber - start.DayNumber;
        if (absent > YearInDays || absent > MostOfTheLookback * (answer.Bars.Session[^1].DayNumber - start.DayNumber))
            yield return Of(first, FindingKind.ShortHistory,
                $"the history begins on {first:yyyy-MM-dd}, but was requested from {start:yyyy-MM-dd}, and {answer.Source} "
                + $"states the first trade on {firstTrade:yyyy-MM-dd}");
    }

    private static FindingRow Of(DateOnly session, FindingKind kind, string detail) =>
        new() { Session = session, Kind = kind, Detail = detail, IsWithheld = false };

    private static string Percent(double share) => share.ToString("+0 %;−0 %", CultureInfo.InvariantCulture);
}
