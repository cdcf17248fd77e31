using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The bar of a session that has not settled. It is appended in memory and never enters <c>curated.market</c>.</summary>
public static class ProvisionalBar
{
    /// <summary>The series with the provisional bar of the newest download appended, if in the download that bar directly follows
    /// the newest settled one; otherwise the unchanged series.</summary>
    public static async Task<MarketSeries> AppendAsync(
        DataLake lake, Symbol symbol, MarketSeries settled, TradingCalendar calendar, CancellationToken stop)
    {
        if (await lake.DownloadsAsync(symbol, cancellationToken: stop) is not [.., var newest])
            return settled;
        var bars = (await lake.ReadDownloadAsync(newest, stop)).Bars;
        var row = bars.Count - 1;
        if (row < 1 || bars.Settled[row] || settled.Session is not [.., var last] || bars.Session[row - 1] != last)
            return settled;
        return new NextBar(bars.Open[row], bars.High[row], bars.Low[row], bars.Close[row],
                new StepReturns(bars, symbol.IsIndex).Measure(row - 1, row).Used)
            .AppendTo(settled, bars.Session[row], calendar);
    }
}
