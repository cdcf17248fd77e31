using Volcast.Lake.Stores;
using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>
/// Daily bars from a folder, or a place in a bucket, with one file per symbol,
/// <c>Date,Open,High,Low,Close,AdjClose,Volume</c>: <c>SPY.csv</c> for SPY, <c>VIX.csv</c> for ^VIX. Other files are ignored.
/// </summary>
/// <remarks>A file has no time of retrieval of its own: it is dated to the end of its last session, so the same file always gives
/// the same download.</remarks>
public sealed class CsvSource : IMarketDataSource
{
    private readonly CsvFolder folder;
    private readonly Func<DateOnly, bool> isSession;

    /// <param name="folder">The folder; nothing is written to it.</param>
    /// <param name="isSession">Whether the exchange is open on a day, for days from <see cref="TradingCalendar.FirstDay"/> on;
    /// never called for earlier days.</param>
    public CsvSource(string folder, Func<DateOnly, bool> isSession) =>
        (this.folder, this.isSession) = (new LocalCsvFolder(folder), isSession);

    /// <param name="folder">The place in a bucket; nothing is written to it.</param>
    /// <param name="isSession">As for a folder.</param>
    public CsvSource(IObjectStore folder, Func<DateOnly, bool> isSession) =>
        (this.folder, this.isSession) = (new BucketCsvFolder(folder), isSession);

    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "csv";

    public string Name => SourceName;

    public async Task<VendorDownload> DownloadAsync(
        Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        BarCollector.RequireWindow(from, to);
        var path = folder.PathOf(symbol);
        var bytes = await folder.ReadAsync(symbol, cancellationToken);
        try
        {
            var read = CsvBars.Read(bytes, symbol, from, to, isSession, cancellationToken);
            if (read.Bars.Count == 0)
                throw NoData(symbol, path, read);
            var retrievedAt = new DateTimeOffset(read.LastSession!.Value, new TimeOnly(23, 59, 59), TimeSpan.Zero);
            return new VendorDownload(symbol, Name, retrievedAt, read.Bars, read.Rejected, read.Notes)
            {
                HasUnorderedRows = read.HasUnorderedRows,
            };
        }
        catch (CsvFormatException foreign)
        {
            throw CsvFolder.BadFile(symbol, path, foreign.What, foreign.WayOn, foreign);
        }
    }

    private static MarketDataException NoData(Symbol symbol, string path, CsvBars read) => new(
        MarketDataFailure.NoData, symbol,
        $"{symbol}: {path} has no bars in the window: {read.Emptiness}. "
        + (read.LastSession is null ? "Correct the file." : "Correct the file or request another window."),
        rejected: read.Rejected);
}
