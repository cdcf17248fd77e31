using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest.Curation;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>Reads the history of symbols from a folder in the format of <see cref="CsvSource"/>, without a lake.</summary>
/// <param name="folder">The folder; nothing is written to it.</param>
/// <param name="calendar">The exchange's sessions.</param>
public sealed class CsvHistory(string folder, TradingCalendar calendar)
{
    private const string Vintage = "file";

    private readonly CsvSource source = new(folder, calendar.IsSession);

    /// <summary>The names of the csv files, in ordinal order.</summary>
    /// <exception cref="IOException">The folder does not exist or cannot be read.</exception>
    public IReadOnlyList<string> Files() =>
        [.. Directory.EnumerateFiles(folder, "*.csv").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>The bars of a symbol, with the returns that an ingest of the same file would store.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="to">Last session wanted.</param>
    /// <param name="stop">Stops between rows.</param>
    /// <exception cref="MarketDataException">There is no bar, or the file is damaged; the message says which.</exception>
    public async Task<FileHistory> ReadAsync(Symbol symbol, DateOnly to, CancellationToken stop)
    {
        var download = await source.DownloadAsync(symbol, null, to, stop);
        var bars = download.Bars with { Settled = Array.ConvertAll(download.Bars.Session, _ => true) };
        var none = CuratedMarketTable.FromFrame(symbol, CuratedMarketTable.Schema.Empty());
        var table = new Curator(symbol, calendar, FindingsTable.Of(symbol, [])).Fold(none, (bars, Vintage));
        return new(table.ToSeries(), Array.Exists(bars.Volume, volume => volume is not null), download.Rejected.Count);
    }
}

/// <summary>The history of a symbol from a file.</summary>
/// <param name="Bars">Its bars.</param>
/// <param name="HasVolume">Whether a row has a volume; an index has none.</param>
/// <param name="RejectedRows">Rows, or parts of rows, that could not be used.</param>
public sealed record FileHistory(MarketSeries Bars, bool HasVolume, int RejectedRows);
