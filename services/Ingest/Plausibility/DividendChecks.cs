using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Findings;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Compares the dividends of a symbol with each other. A file without dividends whose adjusted closes lack one, contain
/// one twice, or are wrong from a day on, agrees with itself; only the other dividends contradict it.</summary>
internal static class DividendChecks
{
    /// <summary>As a share of the price. A smaller difference of the two returns is rounding; the smallest real dividend of these
    /// funds was .0010.</summary>
    private const double Smallest = 5e-4;

    /// <summary>In multiples of the largest dividend around it. The largest real multiple of the 525 dividends of SPY, TLT and
    /// HYG up to 2021 was 1.19, and 1.31 before the later ones were known (SPY, 2012-12-21).</summary>
    public const double LargestMultiple = 1.4;

    /// <summary>On each side.</summary>
    private const int Neighbours = 4;

    private const int FewestNeighbours = 4;

    private const int MonthsOfQuarter = 3;

    /// <summary>As a share of the price: where no dividend is stated, a larger one is compared with the others.</summary>
    private const double SmallestDoubtful = .01;

    /// <summary>In multiples of the largest other one. The largest real multiple of 154 traded series was 2.7 (EWJ,
    /// 2000-08-24).</summary>
    private const double LargestUnstatedMultiple = 3;

    /// <summary>A dividend in dollars, and as a share of the close before, as the returns contain it.</summary>
    private readonly record struct Dividend(int Row, DateOnly Session, double Amount, double Share);

    /// <summary>The findings about a symbol's dividends.</summary>
    /// <param name="bars">All settled bars of the symbol.</param>
    /// <param name="calendar">Says which sessions a quarter has; a quarter of which one is missing is not judged.</param>
    /// <param name="known">A dividend on a session whose return has a finding, open or accepted, is not judged again.</param>
    public static IEnumerable<FindingRow> Find(CuratedMarketTable bars, TradingCalendar calendar, FindingsTable known)
    {
        if (bars.Count == 0)
            return [];
        Dividend[] dividends =
        [
            .. Enumerable.Range(1, bars.Count - 1).Where(row => ShareOfPrice(bars, row) > Smallest)
                .Select(row => new Dividend(
                    row, bars.Session[row], ShareOfPrice(bars, row) * bars.Close[row - 1], ShareOfPrice(bars, row))),
        ];
        // Over a hole, the adjusted close shows the sum of all dividends in it, which is no single one.
        Dividend[] single = [.. dividends.Where(dividend => bars.SessionsSpanned[dividend.Row] == 1)];
        var judged = known.Rows.Where(row => SymbolFindings.IsOfStep(row.Kind)).Select(row => row.Session).ToHashSet();
        return QuarterlyDividends.ArePaidBy(bars.Symbol)
            ? [.. Missing(bars, dividends, calendar), .. Unusual(single).Where(row => !judged.Contains(row.Session))]
            : [.. Unstated(bars, single).Where(row => !judged.Contains(row.Session))];
    }

    /// <summary>The dividend of a session over the close before it: as stated, or as far as the total return exceeds the
    /// close's.</summary>
    private static double ShareOfPrice(CuratedMarketTable bars, int row)
    {
        var inReturn = 1 - Math.Exp(Math.Log(bars.Close[row] / bars.Close[row - 1]) - bars.LogReturn[row]);
        return Math.Max(inReturn, bars.Dividend[row] / bars.Close[row - 1]);
    }

    private static IEnumerable<FindingRow> Missing(CuratedMarketTable bars, Dividend[] dividends, TradingCalendar calendar)
    {
        var held = bars.Session.CountBy(Quarter).ToDictionary();
        var paid = dividends.Select(dividend => Quarter(dividend.Session)).ToHashSet();
        foreach (var start in held.Keys.Where(quarter => !paid.Contains(quarter)).Order())
        {
            var sessions = calendar.Sessions(start, start.AddMonths(MonthsOfQuarter).AddDays(-1));
            if (held[start] < sessions.Count)
                continue;
            var (opening, closing) = (sessions[0], sessions[^1]);
            yield return new FindingRow
            {
                Session = opening,
                Kind = FindingKind.DividendMissing,
                Detail = $"there is no dividend from {opening:yyyy-MM-dd} to {closing:yyyy-MM-dd}, although {bars.Symbol} pays one in "
                    + "every quarter: the returns of this quarter lack it",
                IsWithheld = false,
            };
        }
    }

    private static IEnumerable<FindingRow> Unusual(Dividend[] dividends)
    {
        for (var i = 0; i < dividends.Length; i++)
        {
            Dividend[] around =
            [
                .. dividends[Math.Max(0, i - Neighbours)..i],
                .. dividends[(i + 1)..Math.Min(dividends.Length, i + 1 + Neighbours)],
            ];
            if (around.Length < FewestNeighbours)
                continue;
            var largest = around.Max(dividend => dividend.Amount);
            if (dividends[i].Amount > LargestMultiple * largest)
                yield return new FindingRow
                {
                    Session = dividends[i].Session,
                    Kind = FindingKind.DividendUnusual,
                    Detail = $"the dividend is {Dollars(dividends[i].Amount)}, and the largest of the {around.Length} around it is "
                        + $"{Dollars(largest)}: it may be counted twice. The return contains it",
                    IsWithheld = false,
                };
        }
    }

    /// <summary>Dividends that only the adjusted close implies, that make the return larger, and that are far above all others of
    /// the symbol.</summary>
    private static IEnumerable<FindingRow> Unstated(CuratedMarketTable bars, Dividend[] dividends)
    {
        if (dividends.Length <= FewestNeighbours)
            yield break;
        var byShare = dividends.OrderByDescending(dividend => dividend.Share).ToArray();
        // Only the largest one can be a multiple of all others.
        var (largest, other) = (byShare[0], byShare[1].Share);
        var move = Math.Log(bars.Close[largest.Row] / bars.Close[largest.Row - 1]);
        if (bars.Dividend[largest.Row] == 0 && largest.Share > SmallestDoubtful && largest.Share > LargestUnstatedMultiple * other
            && Math.Abs(bars.LogReturn[largest.Row]) > Math.Abs(move))
            yield return new FindingRow
            {
                Session = largest.Session,
                Kind = FindingKind.DividendUnusual,
                Detail = $"the adjusted close implies a dividend of {Percent(largest.Share)} of the price, and the largest of "
                    + $"the {dividends.Length - 1} others is {Percent(other)}: check the adjusted close. The return contains it",
                IsWithheld = false,
            };
    }

    private static string Percent(double share) => share.ToString("0.0 %", CultureInfo.InvariantCulture);

    private static DateOnly Quarter(DateOnly day) => new(day.Year, day.Month - (day.Month - 1) % MonthsOfQuarter, 1);

    private static string Dollars(double amount) => amount.ToString("0.000", CultureInfo.InvariantCulture);
}
