using Volcast.Files;
using Volcast.Market;
using Volcast.Schemas;

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
        if (from > to)
            throw new ArgumentException($"The window begins on {from:yyyy-MM-dd}, after its end on {to:yyyy-MM-dd}.", nameof(to));
        var path = PathOf(symbol);
        var bytes = await ReadAsync(symbol, path, cancellationToken);
        var table = CsvTable.Read(bytes, symbol, path);
        RequireDates(symbol, path, table);
        var bars = new BarCollector(symbol, table.Columns.HasEvents && !symbol.IsIndex, from, to);
        var disorder = new List<string>();
        foreach (var row in CsvSessions.InOrder(table.Rows, bars, disorder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (session, place) = (row.Session!.Value, $"line {row.Line}: ");
            if (session >= TradingCalendar.FirstDay && !isSession(session))
                bars.Reject(
                    session, row.Text, place + $"{BarCollector.Text(session)} is not a session of the exchange",
                    symbol.IsIndex ? Severity.Warning : Severity.Error);
            else
                bars.Add(session, row.Bar!, row.Text, row.Dividend, row.SplitRatio, place);
        }
        if (bars.Count == 0)
            throw NoData(symbol, path, table, bars);
        var read = bars.ToBars();
        RequireUnadjustedCloses(symbol, path, read);
        var retrievedAt = new DateTimeOffset(bars.LastSession!.Value, new TimeOnly(23, 59, 59), TimeSpan.Zero);
        return new VendorDownload(symbol, Name, retrievedAt, read, bars.Rejected, [.. table.Notes, .. disorder])
        {
            HasUnorderedRows = disorder.Count > 0,
        };
    }

    /// <summary>Refuses a file whose dates may be those of other sessions; a bar under a wrong date is worse than none.</summary>
    private static void RequireDates(Symbol symbol, string path, CsvTable table)
    {
        // A single one, such as a live last row, is rejected by itself.
        if (table.Rows.Where(row => row.DateForm == CsvDateForm.UncertainTime).Take(2).ToArray() is [var uncertain, _])
            throw CsvTable.BadFile(
                symbol, path, $"line {uncertain.Line}: {uncertain.Fault}",
                "Write plain dates of the exchange (yyyy-MM-dd), or times of the session with their offset");
        if (table.Rows.Any(row => row.DateForm == CsvDateForm.American)
            && table.Rows.FirstOrDefault(row => row.DateForm == CsvDateForm.OtherSlashes) is { } other)
            throw CsvTable.BadFile(
                symbol, path,
                    $"line {other.Line} has the date {other.DateText}, so its dates are not all in the order MM/dd/yyyy",
                "Write dates as yyyy-MM-dd");
        DateOnly[] dates = [.. table.Rows.Where(row => row.Session is not null).Select(row => row.Session!.Value)];
        if (ShiftedDates.Fault(dates) is { } fault)
            throw CsvTable.BadFile(symbol, path, fault, "Write the dates of the exchange, New York, as yyyy-MM-dd");
    }

    /// <summary>Refuses closes that contain the dividends already, together with the dividends: they would count twice.</summary>
    private static void RequireUnadjustedCloses(Symbol symbol, string path, DailyBars bars)
    {
        if (!bars.HasEvents || !bars.Dividend.Skip(1).Any(amount => amount > 0))
            return;
        for (var row = 0; row < bars.Count; row++)
            if (!(Math.Abs(bars.AdjustedClose[row] / bars.Close[row] - 1) < 1e-6))
                return;
        throw CsvTable.BadFile(
            symbol, path, "it has dividends, but Close equals AdjClose on every row: its closes are adjusted for dividends "
            + "already, or AdjClose is a copy of Close",
            "Write unadjusted closes, or leave out the column Dividends if AdjClose is right");
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
        if (FileKinds.Of(Path.GetFullPath(path)) is not (FileKind.Regular or FileKind.Link) || Directory.Exists(path))
            throw CsvTable.BadFile(symbol, path, "it is a folder, a pipe or a device", "Give a regular file");
        if (new FileInfo(path).Length > LargestFile)
            throw CsvTable.BadFile(
                symbol, path, $"it is larger than {LargestFile >> 20} MiB", "A hundred years of daily bars take less than 3 MiB");
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
