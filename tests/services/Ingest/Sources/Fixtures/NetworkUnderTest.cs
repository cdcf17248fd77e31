using Volcast.Market;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Cboe;
using Volcast.Services.Ingest.Sources.Http;
using Volcast.Services.Ingest.Sources.Tiingo;

namespace Volcast.Services.Ingest.Tests.Sources.Fixtures;

/// <summary>The sources cboe and tiingo with a stub as their server, on a clock that skips waits.</summary>
internal sealed class NetworkUnderTest<TSource>(TSource source, SkippingClock clock) : IDisposable
    where TSource : IMarketDataSource, IDisposable
{
    public SkippingClock Clock => clock;

    public TSource Source => source;

    public Task<VendorDownload> DownloadAsync(string symbol, DateOnly? from = null, DateOnly? to = null) =>
        source.DownloadAsync(Symbol.Parse(symbol), from, to, CancellationToken.None);

    /// <summary>Expects a download to fail, and checks the parts that every message must have.</summary>
    public async Task<string> FailAsync(MarketDataFailure kind, string symbol)
    {
        var failure = await Assert.ThrowsAsync<MarketDataException>(() => DownloadAsync(symbol));
        Assert.Equal((kind, symbol), (failure.Kind, failure.Symbol.Value));
        Assert.StartsWith($"{symbol}: ", failure.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Network.Token, failure.Message, StringComparison.Ordinal);
        return failure.Message;
    }

    public void Dispose() => source.Dispose();
}

/// <summary>Opens <see cref="NetworkUnderTest{TSource}"/>.</summary>
internal static class Network
{
    public const string Token = "tok3n-of-an-account";

    public static NetworkUnderTest<CboeSource> Cboe(VendorStub? stub)
    {
        var clock = new SkippingClock(YahooUnderTest.Now);
        return new(
            new CboeSource(
                VendorHandler.Create(),
                new CboeOptions { BaseAddress = AddressOf(stub), AttemptTimeout = TimeSpan.FromHours(1) },
                TradingCalendar.Nyse.IsSession, clock),
            clock);
    }

    public static NetworkUnderTest<TiingoSource> Tiingo(VendorStub? stub)
    {
        var clock = new SkippingClock(YahooUnderTest.Now);
        return new(
            new TiingoSource(
                VendorHandler.Create(),
                new TiingoOptions { BaseAddress = AddressOf(stub), AttemptTimeout = TimeSpan.FromHours(1), Token = Token },
                clock),
            clock);
    }

    /// <summary>A server that gives every request the replies in turn, and then always the last.</summary>
    public static Task<VendorStub> ServerAsync(params StubReply[] replies)
    {
        var next = -1;
        return VendorStub.StartAsync(
            _ => Task.FromResult(replies[Math.Min(Interlocked.Increment(ref next), replies.Length - 1)]));
    }

    private static Uri AddressOf(VendorStub? stub) => stub?.Address ?? new Uri("http://127.0.0.1:1");
}
