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
        var factors = new List<double>();
        for (var i = 0; i < download.Count; i++)
        {
            if (download.Session[i] > known.Session[^1] && download.SplitRatio[i] != 1)
                return false;
            if (Array.BinarySearch(known.Session, download.Session[i]) is >= 0 and var row)
                factors.Add(download.Close[i] / known.Close[row]);
        }
        return factors.Count > 0 && factors.All(factor => Math.Abs(factor - 1) <= Tolerance) && !IsRestated(factors);
    }

    private static bool IsRestated(List<double> factors) =>
        factors.Count >= FewestShared && factors.Max() - factors.Min() < SameFactor
        && Math.Abs(factors[0] - 1) > SmallestRestatement;
}
