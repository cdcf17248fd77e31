using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>Downloads of which the settled bars are still there, but the files in <c>raw.market</c> are not.</summary>
public static class LostDownloads
{
    /// <summary>One message for each vintage in the bars that no stored download has: which bars were made from it, and what to
    /// do.</summary>
    /// <param name="symbol">The ticker.</param>
    /// <param name="bars">Rows of <c>curated.market</c>.</param>
    /// <param name="manifest">The snapshot of these rows. If it names no downloads as its input, nothing is reported.</param>
    /// <param name="stored">The vintages of the symbol's downloads in <c>raw.market</c>.</param>
    public static IReadOnlyList<string> Find(Symbol symbol, ColumnFrame bars, Manifest manifest, IEnumerable<string> stored)
    {
        if (!manifest.Inputs.ContainsKey(RawMarketTable.Schema.Name))
            return [];
        var known = stored.ToHashSet(StringComparer.Ordinal);
        var (vintages, sessions) = (bars.Texts("vintage"), bars.Dates("session"));
        return
        [
            .. from row in Enumerable.Range(0, bars.Rows)
               where vintages[row] is { } vintage && !known.Contains(vintage)
               group sessions[row] by vintages[row] into lost
               select $"{RawMarketTable.Schema.Name} lacks the download of {symbol} with the vintage {lost.Key}, from which "
                   + $"{Counted.Of(lost.Count(), "bar")} from {Day(lost.Min())} to {Day(lost.Max())} were made. "
                   + LakeAdvice.WhenDownloadIsLost(symbol),
        ];
    }

    private static string Day(DateOnly session) => session.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
