using System.Globalization;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Csv;

namespace Volcast.Services.Ingest.Tests.Sources.Csv;

/// <summary>The complete market folder. The expected number of bars is that of the files' lines; a separate script counted the
/// impossible candles.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class CsvMarketTests
{
    [Fact]
    public async Task The_market_folder_is_read_without_a_finding_and_a_file_of_realised_measures_is_refused()
    {
        await EverySessionIsReadAsync("SPY", 7285, 0, "1993-01-29");
        await EverySessionIsReadAsync("TLT", 4892, 0, "2002-07-30");
        await EverySessionIsReadAsync("HYG", 3710, 0, "2007-04-11");
        await EverySessionIsReadAsync("^VIX", 8060, 47, "1990-01-02");
        await EverySessionIsReadAsync("^VIX3M", 3893, 0, "2006-07-18");
        await YahoosOwnFileIsReadAndRealisedMeasuresAreRefusedAsync();
        await NothingIsFoundAsync();
    }

    private static async Task NothingIsFoundAsync()
    {
        using var folder = new TemporaryFolder();
        await using var lake = await DataLake.OpenLocalForWritingAsync(folder.Path, DataKind.Real);
        var source = new CsvSource(SharedData.Require("data", "market"), TradingCalendar.Nyse.IsSession);
        var clock = new SettableClock { Now = TradingCalendar.Nyse.SettlesAt(new DateOnly(2021, 12, 31)) };
        Symbol[] symbols = [.. new[] { "SPY", "^VIX", "^VIX3M", "TLT", "HYG" }.Select(Symbol.Parse)];
        var report = await new IngestJob(lake, [source], TradingCalendar.Nyse, clock)
            .RunAsync(new IngestRequest(symbols, null, IsLive: false), null, CancellationToken.None);
        Assert.Equal(27_840, report.Symbols.Sum(symbol => symbol.Rows));
        Assert.Empty(report.Symbols.SelectMany(symbol => symbol.Findings));
    }

    private static async Task EverySessionIsReadAsync(string symbol, int bars, int candles, string first)
    {
        var download = await ReadAsync(SharedData.Require("data", "market"), symbol);
        Assert.Equal(bars, download.Bars.Count);
        Assert.Equal(first, download.Bars.Session[0].ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        Assert.Equal(new DateTimeOffset(2021, 12, 31, 23, 59, 59, TimeSpan.Zero), download.RetrievedAt);
        Assert.Equal(candles, download.Rejected.Count);
        Assert.All(download.Rejected, row => Assert.Equal((Severity.Warning, RejectedPart.Candle), (row.Severity, row.Part)));
        Assert.Empty(download.Notes);
        Assert.All(download.Bars.Close, close => Assert.True(close > 0));
    }

    private static async Task YahoosOwnFileIsReadAndRealisedMeasuresAreRefusedAsync()
    {
        using var folder = new TemporaryFolder();
        File.Copy(SharedData.Require("data", "market", "SPY_yahoo_verbatim.csv"), folder["SPY.csv"]);
        var download = await ReadAsync(folder.Path, "SPY");
        Assert.Equal(7285, download.Bars.Count);
        Assert.Empty(download.Rejected);
        Assert.Equal(93.11, download.Bars.Close[Array.IndexOf(download.Bars.Session, new DateOnly(2009, 7, 16))]);

        File.Copy(SharedData.Require("data", "market", "SPY_RV.csv"), folder["SPY.csv"], overwrite: true);
        var failure = await Assert.ThrowsAsync<MarketDataException>(() => ReadAsync(folder.Path, "SPY"));
        Assert.Equal(MarketDataFailure.BadFile, failure.Kind);
    }

    private static Task<VendorDownload> ReadAsync(string folder, string symbol) =>
        new CsvSource(folder, TradingCalendar.Nyse.IsSession)
            .DownloadAsync(Symbol.Parse(symbol), null, null, CancellationToken.None);
}
