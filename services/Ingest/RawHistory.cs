using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>What the lake has been told of a symbol so far, to tell news from repetition.</summary>
internal static class RawHistory
{
    /// <summary>
    /// The part of a download that is worth keeping: from a few sessions before the first bar that differs from what was
    /// last stored of its session to the end; null when every bar is known. So it does not matter how much of the past a
    /// vendor was asked to repeat.
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
