using Volcast.Files;
using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>
/// Daily bars from a folder with one file per symbol, <c>Date,Open,High,Low,Close,AdjClose,Volume</c>: <c>SPY.csv</c> for SPY,
/// <c>VIX.csv</c> for ^VIX. Other files are ignored.
/// </summary>
/// <remarks>A file has no time of retrieval of its own: it is dated to the end of its last session, so the same file always gives
/// the same download.</remarks>
/// <param name="folder">The folder; nothing is written to it.</param>
/// <param name="isSession">Whether the exchange is open on a day, for days from <see cref="TradingCalendar.FirstDay"/> on;
/// never called for earlier days.</param>
public sealed class CsvSource(string folder, Func<DateOnly, bool> isSession) : IMarketDataSource
{
    private const long LargestFile = 32L << 20;

    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "csv";

    public string Name => SourceName;

    public async Task<VendorDownload> DownloadAsync(
        Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        BarCollector.RequireWindow(from, to);
        var path = PathOf(symbol);
        var bytes = await ReadAsync(symbol, path, cancellationToken);
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
            throw BadFile(symbol, path, foreign.What, foreign.WayOn, foreign);
        }
    }

    private string PathOf(Symbol symbol)
    {
        if (File.Exists(folder))
            throw new MarketDataException(
                MarketDataFailure.BadFile, symbol,
                $"{symbol}: {folder} is a file. Give the folder that holds {symbol.FileName}.csv: --source csv --path DIR.");
        if (!Directory.Exists(folder))
            throw new MarketDataException(
                MarketDataFailure.BadFile, symbol,
                $"{symbol}: the folder {folder} does not exist. Give the folder that holds {symbol.FileName}.csv: "
                + "--source csv --path DIR.");
        var path = Path.Combine(folder, symbol.FileName + ".csv");
        if (Path.Exists(path))
            return path;
        const int shown = 12;
        var others = Directory.EnumerateFiles(folder, "*.csv").Select(Path.GetFileName).Order(StringComparer.Ordinal).ToArray();
        var there = others.Length switch
        {
            0 => "no csv file",
            > shown => $"{string.Join(", ", others.Take(shown))} and {others.Length - shown} more",
            _ => string.Join(", ", others),
        };
        throw new MarketDataException(
            MarketDataFailure.NotFound, symbol,
            $"{symbol}: there is no file {path}; the folder holds {there}. "
            + "Add the file, or check the ticker and the folder (--path).");
    }

    private static async Task<byte[]> ReadAsync(Symbol symbol, string path, CancellationToken cancellationToken)
    {
        try
        {
            RegularFile.Require(Path.GetFullPath(path));
        }
        catch (Exception fault) when (fault is FileNotFoundException or UnauthorizedAccessException)
        {
            throw BadFile(
                symbol, path, $"it cannot be read ({fault.Message.TrimEnd('.')})", "Check the file's permissions", fault);
        }
        catch (IOException)
        {
            throw BadFile(symbol, path, "it is a folder, a pipe or a device", "Give a regular file");
        }
        if (new FileInfo(path).Length > LargestFile)
            throw BadFile(
                symbol, path, $"it is larger than {LargestFile >> 20} MiB", "A hundred years of daily bars take less than 3 MiB");
        try
        {
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw BadFile(
                symbol, path, $"it cannot be read ({fault.Message.TrimEnd('.')})", "Check the file's permissions", fault);
        }
    }

    private static MarketDataException NoData(Symbol symbol, string path, CsvBars read) => new(
        MarketDataFailure.NoData, symbol,
        $"{symbol}: {path} has no bars in the window: {read.Emptiness}. "
        + (read.LastSession is null ? "Correct the file." : "Correct the file or request another window."),
        rejected: read.Rejected);

    private static MarketDataException BadFile(
        Symbol symbol, string path, string what, string wayOn, Exception? cause = null) => new(
        MarketDataFailure.BadFile, symbol, $"{symbol}: {path} is not a file of daily bars: {what}. {wayOn}.", cause);
}
