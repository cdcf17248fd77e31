using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Http;
using Volcast.Services.Ingest.Sources.Yahoo;

namespace Volcast.Services.Ingest.Tests.Sources.Fixtures;

/// <summary>The source with a stub as its server, on a clock that skips waits.</summary>
internal sealed class YahooUnderTest : IDisposable
{
    /// <summary>A morning before the market opens.</summary>
    public static readonly DateTimeOffset Now = new(2026, 9, 2, 12, 0, 0, TimeSpan.Zero);

    private readonly YahooSource source;

    public YahooUnderTest(
        VendorStub? stub, Func<YahooOptions, YahooOptions>? with = null, TimeProvider? clock = null,
        HttpMessageHandler? handler = null)
    {
        var nowhere = new Uri("http://127.0.0.1:1");
        Clock = clock as SkippingClock ?? new SkippingClock(Now);
        var options = new YahooOptions
        {
            BaseAddress = stub?.Address ?? nowhere,
            AlternativeAddress = stub?.OtherAddress ?? nowhere,
            CookieAddress = stub?.Address ?? nowhere,
            AttemptTimeout = TimeSpan.FromHours(1),
            OnWaiting = line =>
            {
                lock (WaitLines)
                    WaitLines.Add(line);
            },
        };
        source = new YahooSource(
            handler ?? VendorHandler.Create(), with?.Invoke(options) ?? options, clock ?? Clock);
    }

    public SkippingClock Clock { get; }

    public List<string> WaitLines { get; } = [];

    public Task<VendorDownload> DownloadAsync(
        string symbol = "SPY", DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default) =>
        source.DownloadAsync(Symbol.Parse(symbol), from, to, cancellationToken);

    /// <summary>Expects a download to fail, and checks the parts that every message must have.</summary>
    public async Task<MarketDataException> FailAsync(MarketDataFailure kind, string symbol = "SPY")
    {
        var failure = await Assert.ThrowsAsync<MarketDataException>(() => DownloadAsync(symbol));
        Assert.Equal(kind, failure.Kind);
        Assert.Equal(symbol, failure.Symbol.Value);
        Assert.StartsWith($"{symbol}: Yahoo", failure.Message);
        Assert.EndsWith(".", failure.Message);
        return failure;
    }

    public void Dispose() => source.Dispose();
}
