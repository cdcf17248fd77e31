using System.Text;
using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Csv;

namespace Volcast.Services.Ingest.Tests.Sources.Fixtures;

/// <summary>The source with its own folder and the NYSE calendar.</summary>
internal sealed class CsvUnderTest : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly CsvSource source;

    public CsvUnderTest() => source = new CsvSource(folder.Path, TradingCalendar.Nyse.IsSession);

    public string Folder => folder.Path;

    public void Write(string name, string text) => Write(name, Encoding.UTF8.GetBytes(text));

    public void Write(string name, byte[] bytes) => File.WriteAllBytes(folder[name], bytes);

    /// <summary>The download from a file of SPY with this text.</summary>
    public Task<VendorDownload> DownloadAsync(string text, string symbol = "SPY")
    {
        Write(Symbol.Parse(symbol).FileName + ".csv", text);
        return DownloadAsync(symbol, null, null);
    }

    public Task<VendorDownload> DownloadAsync(
        string symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken = default) =>
        source.DownloadAsync(Symbol.Parse(symbol), from, to, cancellationToken);

    public async Task<MarketDataException> FailAsync(MarketDataFailure kind, string? text)
    {
        var failure = await Assert.ThrowsAsync<MarketDataException>(
            () => text is null ? DownloadAsync("SPY", null, null) : DownloadAsync(text));
        Assert.Equal((kind, "SPY"), (failure.Kind, failure.Symbol.Value));
        Assert.Contains(Path.Combine(folder.Path, "SPY.csv"), failure.Message);
        return failure;
    }

    public void Dispose() => folder.Dispose();
}
