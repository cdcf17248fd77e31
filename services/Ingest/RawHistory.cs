using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>What the lake already stores of a symbol, to find the part of a download that is new.</summary>
internal static class RawHistory
{
    /// <summary>
    /// The part of a download to store: from a few sessions before the first bar that differs from the last stored bar of
    /// its session, to the end; null when no bar differs. So the stored bytes do not depend on how much of the past was
    /// requested.
    /// </summary>
    public static async Task<DailyBars?> ChangedBarsAsync(
        DataLake lake, Symbol symbol, string source, DailyBars bars, CancellationToken stop)
    {
        var unseen = Enumerable.Range(0, bars.Count).ToHashSet();
        var firstChanged = bars.Count;
        foreach (var download in (await lake.DownloadsAsync(symbol, source, stop)).Reverse())
        {
            if (unseen.Count == 0)
                break;
            var stored = (await lake.ReadDownloadAsync(download, stop)).Bars;
            foreach (var row in unseen.ToArray())
            {
                var known = stored.IndexOf(bars.Session[row]);
                if (known < 0)
                    continue;
                unseen.Remove(row);
                if (!bars.IsSame(row, stored, known))
                    firstChanged = Math.Min(firstChanged, row);
            }
        }
        firstChanged = unseen.Append(firstChanged).Min();
        var start = Math.Max(0, firstChanged - DownloadWindow.OverlapSessions);
        return firstChanged < bars.Count ? bars.Slice(start, bars.Count - start) : null;
    }
}
