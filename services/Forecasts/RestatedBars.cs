using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Forecasts;

/// <summary>Finds bars behind a stored forecast that later downloads have changed or added.</summary>
internal static class RestatedBars
{
    private const int Shown = 4;

    /// <summary>One sentence for each symbol with bars, up to the origin, of a download that came after the first one with the
    /// origin: the earliest from which the forecast can have been made. A bar that a later download repeats unchanged keeps its
    /// first download.</summary>
    /// <exception cref="LakeException">Bars or downloads are missing or damaged.</exception>
    public static async Task<IReadOnlyList<string>> SinceAsync(
        DataLake lake, AssetRoles roles, DateOnly origin, CancellationToken stop)
    {
        var sentences = new List<string>();
        foreach (var symbol in roles.Symbols)
        {
            var later = await LaterDownloadsAsync(lake, symbol, origin, stop);
            if (later.Count == 0)
                continue;
            var frame = await lake.ReadAsync(CuratedMarketTable.Schema, symbol, to: origin, cancellationToken: stop);
            var bars = CuratedMarketTable.FromFrame(symbol, frame);
            var restated = Enumerable.Range(0, bars.Count).Where(row => later.ContainsKey(bars.Vintage[row])).ToArray();
            if (restated.Length == 0)
                continue;
            var days = string.Join(", ", restated.TakeLast(Shown).Select(row => $"{bars.Session[row]:yyyy-MM-dd}"));
            sentences.Add($"{symbol}: the download of {restated.Max(row => later[bars.Vintage[row]]):yyyy-MM-dd HH:mm} UTC or an "
                + $"earlier one has changed or added the bar{(restated.Length == 1 ? "" : "s")} of {days}"
                + (restated.Length > Shown ? $" and {Counted.Of(restated.Length - Shown, "earlier session")}" : ""));
        }
        return sentences;
    }

    /// <summary>The downloads after the first one that has the origin: vintage → time.</summary>
    private static async Task<Dictionary<string, DateTimeOffset>> LaterDownloadsAsync(
        DataLake lake, Symbol symbol, DateOnly origin, CancellationToken stop)
    {
        var downloads = await lake.DownloadsAsync(symbol, cancellationToken: stop);
        var first = 0;
        while (first < downloads.Count
            && (await lake.ReadDownloadAsync(downloads[first], stop)).Bars.Session is [.., var last] && last < origin)
            first++;
        var known = downloads.Take(first + 1).Select(download => download.Vintage).ToHashSet();
        return downloads.Skip(first + 1).Where(download => !known.Contains(download.Vintage))
            .GroupBy(download => download.Vintage).ToDictionary(same => same.Key, same => same.First().RetrievedAt);
    }
}
