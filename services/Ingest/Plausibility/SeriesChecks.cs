using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest.Plausibility;

/// <summary>Compares a whole download with the stored bars.</summary>
internal static class SeriesChecks
{
    private const int FewestShared = 5;

    /// <summary>From this many shared moves on, a correction of single sessions changes a small share of them.</summary>
    private const int Many = 20;

    /// <summary>The share of moves that must differ: a revision changes some, another series nearly all. Of a few moves, two
    /// corrected sessions change four.</summary>
    private const double MostOfMany = .4;
    private const double MostOfFew = .5;

    /// <summary>Moves differ if they are further apart than this share of a typical move.</summary>
    private const double OfTypicalMove = .5;

    private const int TypicalSessions = 60;

    /// <summary>So many different closes in a row equal those of the sessions beside them by no chance.</summary>
    private const int FewestShifted = 3;

    /// <summary>As a share of the price; sources round to different decimals.</summary>
    private const double SameClose = 1e-6;

    /// <summary>The finding if a download has shifted dates, or if its moves differ from the stored ones on many sessions; null
    /// if not. A restatement after a split changes the prices and not the moves.</summary>
    public static FindingRow? Replaced(DailyBars bars, CuratedMarketTable held) =>
        (Shifted(bars, held, -1) ?? Shifted(bars, held, 1) ?? Different(bars, held)) is { } detail
            ? new FindingRow
            {
                Session = bars.Session[0],
                Kind = FindingKind.SeriesReplaced,
                Detail = detail,
                IsWithheld = true,
            }
            : null;

    /// <summary>Closes in a row that are the stored ones of the session before (−1) or after (+1), and not those of their
    /// own.</summary>
    private static string? Shifted(DailyBars bars, CuratedMarketTable held, int step)
    {
        var run = new List<double>();
        for (var row = 0; row < bars.Count; row++)
        {
            var known = Array.BinarySearch(held.Session, bars.Session[row]);
            if (known < 0 || known + step < 0 || known + step >= held.Count || IsSame(bars.Close[row], held.Close[known])
                || !IsSame(bars.Close[row], held.Close[known + step]))
                run.Clear();
            else
                run.Add(bars.Close[row]);
            if (run.Distinct().Count() == FewestShifted)
                return $"the closes from {bars.Session[row - run.Count + 1]:yyyy-MM-dd} on are the stored ones of the session "
                    + $"{(step < 0 ? "before" : "after")}: the dates of one of the two are shifted";
        }
        return null;
    }

    private static bool IsSame(double close, double other) => Math.Abs(close / other - 1) < SameClose;

    private static string? Different(DailyBars bars, CuratedMarketTable held)
    {
        var moves = new List<(double Stored, double New)>();
        var (first, last) = (held.Count, 0);
        for (var row = 1; row < bars.Count; row++)
            if (Array.BinarySearch(held.Session, bars.Session[row]) is > 0 and var known
                && held.Session[known - 1] == bars.Session[row - 1])
            {
                moves.Add((Move(held.Close, known), Move(bars.Close, row)));
                (first, last) = (Math.Min(first, known), known);
            }
        if (moves.Count < FewestShared)
            return null;
        // A few moves do not show what is typical; the stored ones before them do.
        first = Math.Min(first, Math.Max(1, last - TypicalSessions + 1));
        var typical = TypicalMove.Of(
            Enumerable.Range(first, last - first + 1).Select(row => Move(held.Close, row)), FewestShared);
        var different = moves.Count(move => Math.Abs(move.Stored - move.New) > OfTypicalMove * typical);
        return different <= (moves.Count < Many ? MostOfFew : MostOfMany) * moves.Count
            ? null
            : $"{different} of {moves.Count} daily moves differ from the stored ones: the source holds another series, or "
                + "its dates are shifted";
    }

    private static double Move(double[] closes, int row) => Math.Log(closes[row] / closes[row - 1]);
}
