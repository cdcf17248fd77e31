using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>
/// Daily bars from a folder with one file per symbol, <c>Date,Open,High,Low,Close,AdjClose,Volume</c>: <c>SPY.csv</c> for SPY,
/// <c>VIX.csv</c> for ^VIX. Other files are ignored.
/// </summary>
/// <remarks>A file is final: its rows are settled, and its time of retrieval is the end of its last session, so the same file
/// always gives the same download.</remarks>
/// <param name="folder">The folder; nothing is written to it.</param>
/// <param name="isSession">Whether the exchange is open on a day, for days from <see cref="TradingCalendar.FirstDay"/> on;
/// never called for earlier days.</param>
public sealed class CsvSource(string folder, Func<DateOnly, bool> isSession) : IMarketDataSource
{
    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "csv";

    public string Name => SourceName;

    public async Task<VendorDownload> DownloadAsync(
        Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        if (from > to)
            throw new ArgumentException($"The window begins on {from:yyyy-MM-dd}, after its end on {to:yyyy-MM-dd}.", nameof(to));
        var path = PathOf(symbol);
        var bytes = await ReadAsync(symbol, path, cancellationToken);
        var table = CsvTable.Read(bytes, symbol, path);
        var bars = new BarCollector(symbol, table.Columns.HasEvents, from, to);
        var notes = new List<string>();
        foreach (var row in CsvSessions.InOrder(table.Rows, bars, notes))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (session, place) = (row.Session!.Value, $"line {row.Line}: ");
            if (session >= TradingCalendar.FirstDay && !isSession(session))
                bars.Reject(
                    session, row.Text, place + $"{BarCollector.Text(session)} is not a session of the exchange",
                    symbol.IsIndex ? Severity.Warning : Severity.Error);
            else
                bars.Add(session, row.Bar!, row.Text, row.Dividend, row.SplitRatio, settled: true, place);
        }
        if (bars.Count == 0)
            throw NoData(symbol, path, table, bars);
        var retrievedAt = new DateTimeOffset(bars.LastSession!.Value, new TimeOnly(23, 59, 59), TimeSpan.Zero);
        return new VendorDownload(symbol, Name, retrievedAt, bars.ToBars(), bars.Rejected, notes)
        {
            HasUnorderedRows = notes.Count > 0,
        };
    }

    private string PathOf(Symbol symbol)
    {
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
            return await File.ReadAllBytesAsync(path, cancellationToken);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw CsvTable.BadFile(
                symbol, path, $"it cannot be read ({fault.Message.TrimEnd('.')})", "Check the file's permissions", fault);
        }
    }

    private static MarketDataException NoData(Symbol symbol, string path, CsvTable table, BarCollector bars)
    {
        var what = table.Rows.Count == 0
            ? "it has a header but no rows"
            : bars.FirstSession is { } first
                ? $"all its sessions, {BarCollector.Text(first)} to {BarCollector.Text(bars.LastSession!.Value)}, are outside"
                : $"none of its {table.Rows.Count} rows is valid ({bars.Reasons()})";
        return new MarketDataException(
            MarketDataFailure.NoData, symbol,
            $"{symbol}: {path} has no bars in the window: {what}. Correct the file or request another window.",
            rejected: bars.Rejected);
    }
}
