using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>Compares a short download with the stored bars: after a split or a stock dividend the vendor restates its whole
/// past.</summary>
internal static class VintageOverlap
{
    /// <summary>Vendors revise a close by cents; a restated past differs by the split's ratio.</summary>
    private const double Tolerance = 0.02;

    /// <summary>A stock dividend of 1.5 % changes all closes by the same factor; revisions differ from session to
    /// session.</summary>
    private const double SmallestRestatement = 5e-4;
    private const double SameFactor = 1e-4;
    private const int FewestShared = 3;

    /// <summary>Whether both agree on the shared sessions and share at least one, and the download states no split after the
    /// stored bars.</summary>
    public static bool Agrees(CuratedMarketTable known, DailyBars download)
    {
        var factors = Factors(download, session => CloseOf(known, session));
        return !StatesSplitAfter(download, known.Session[^1]) && factors.Count > 0 && factors.All(IsRevision)
            && !IsSameFactor(factors);
    }

    /// <summary>Whether a download has another scale than the bars so far, as after a split: its prices cannot continue theirs.
    /// One wrong price does not change the scale.</summary>
    /// <param name="download">The later download.</param>
    /// <param name="last">The last session of the bars so far.</param>
    /// <param name="close">The close of a session so far; null without one.</param>
    public static bool IsRescaled(DailyBars download, DateOnly last, Func<DateOnly, double?> close)
    {
        var factors = Factors(download, close);
        return StatesSplitAfter(download, last) || (factors.Count > 0 && !factors.Exists(IsRevision)) || IsSameFactor(factors);
    }

    private static bool StatesSplitAfter(DailyBars download, DateOnly last)
    {
        for (var i = download.Count - 1; i >= 0 && download.Session[i] > last; i--)
            if (download.SplitRatio[i] != 1)
                return true;
        return false;
    }

    private static List<double> Factors(DailyBars download, Func<DateOnly, double?> close)
    {
        var factors = new List<double>();
        for (var i = 0; i < download.Count; i++)
            if (close(download.Session[i]) is { } known)
                factors.Add(download.Close[i] / known);
        return factors;
    }

    private static double? CloseOf(CuratedMarketTable known, DateOnly session) =>
        Array.BinarySearch(known.Session, session) is >= 0 and var row ? known.Close[row] : null;

    private static bool IsRevision(double factor) => Math.Abs(factor - 1) <= Tolerance;

    private static bool IsSameFactor(List<double> factors) =>
        factors.Count >= FewestShared && factors.Max() - factors.Min() < SameFactor
        && Math.Abs(factors[0] - 1) > SmallestRestatement;
}
