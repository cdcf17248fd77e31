using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>Compares a short download with the stored bars: after a split the vendor restates its whole past.</summary>
internal static class VintageOverlap
{
    /// <summary>Vendors revise a close by cents; a restated past differs by the split's ratio.</summary>
    private const double Tolerance = 0.02;

    /// <summary>Whether both agree on the shared sessions, and share at least one.</summary>
    public static bool Agrees(CuratedMarketTable known, DailyBars download)
    {
        var shared = 0;
        for (var i = 0; i < download.Count; i++)
        {
            var row = Array.BinarySearch(known.Session, download.Session[i]);
            if (row < 0)
                continue;
            shared++;
            if (Math.Abs(download.Close[i] / known.Close[row] - 1) > Tolerance)
                return false;
        }
        return shared > 0;
    }
}
