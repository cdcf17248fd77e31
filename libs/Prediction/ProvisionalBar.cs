using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>A bar that has not settled, put behind the settled ones in memory; it never enters <c>curated.market</c>.</summary>
public static class ProvisionalBar
{
    /// <summary>The series with the newest download's provisional bar, if that follows directly on the newest settled
    /// one.</summary>
    public static async Task<MarketSeries> AppendAsync(
        DataLake lake, Symbol symbol, MarketSeries settled, TradingCalendar calendar, CancellationToken stop)
    {
        if (await lake.DownloadsAsync(symbol, cancellationToken: stop) is not [.., var newest])
            return settled;
        var bars = (await lake.ReadDownloadAsync(newest, stop)).Bars;
        var row = bars.Count - 1;
        if (row < 1 || bars.Settled[row] || bars.Session[row - 1] != settled.Session[^1])
            return settled;
        return new MarketSeries(
            [.. settled.Session, bars.Session[row]],
            [.. settled.LogReturn, bars.LogReturn(row - 1, row)],
            [.. settled.SessionsSpanned, calendar.Count(settled.Session[^1].AddDays(1), bars.Session[row])],
            [.. settled.Open, bars.Open[row]],
            [.. settled.High, bars.High[row]],
            [.. settled.Low, bars.Low[row]],
            [.. settled.Close, bars.Close[row]]);
    }
}
