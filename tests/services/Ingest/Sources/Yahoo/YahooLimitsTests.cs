using Volcast.Services.Ingest.Sources.Yahoo;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Yahoo;

[Trait(Category.Name, Category.Integration)]
public sealed class YahooLimitsTests
{
    [Fact]
    public async Task At_most_forty_requests_are_sent_in_any_minute()
    {
        var clock = new SkippingClock(YahooUnderTest.Now);
        var arrivals = new List<DateTimeOffset>();
        await using var stub = await VendorStub.StartAsync(request =>
        {
            arrivals.Add(clock.GetUtcNow());
            // Every seventh request is refused once, because retries count too.
            return Task.FromResult(
                arrivals.Count % 7 == 0 ? new StubReply("", 503, ("Retry-After", "1")) : new StubReply(ChartJson.Spy()));
        });
        using var yahoo = new YahooUnderTest(stub, clock: clock);
        // One after the other, because on a clock that skips waits a running request would see the waits of the others.
        for (var i = 0; i < 110; i++)
            await yahoo.DownloadAsync();

        Assert.Equal(110 + 110 / 6, arrivals.Count);
        for (var i = 40; i < arrivals.Count; i++)
            Assert.True(arrivals[i] - arrivals[i - 40] >= TimeSpan.FromMinutes(1), $"41 in {arrivals[i] - arrivals[i - 40]}");
        // And it is no slower than necessary: 128 requests take three full minutes and a little more.
        Assert.InRange(arrivals[^1] - arrivals[0], TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(3.5));
    }

    [Fact]
    public async Task Concurrent_symbols_share_the_limit_of_forty_requests()
    {
        await using var stub = await VendorStub.StartAsync(new StubReply(ChartJson.Spy()));
        using var yahoo = new YahooUnderTest(stub);
        await Task.WhenAll(Enumerable.Range(0, 90).Select(_ => yahoo.DownloadAsync()));
        Assert.InRange(yahoo.Clock.GetUtcNow() - YahooUnderTest.Now, TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(2.1));
    }

    [Fact]
    public async Task At_most_four_requests_run_concurrently()
    {
        var inFlight = 0;
        var most = 0;
        var four = new TaskCompletionSource();
        var release = new TaskCompletionSource();
        await using var stub = await VendorStub.StartAsync(async request =>
        {
            var now = Interlocked.Increment(ref inFlight);
            InterlockedMax(ref most, now);
            if (now == 4)
                four.TrySetResult();
            await release.Task;
            Interlocked.Decrement(ref inFlight);
            return new StubReply(ChartJson.Spy());
        });
        using var yahoo = new YahooUnderTest(stub);
        var downloads = Enumerable.Range(0, 12).Select(_ => yahoo.DownloadAsync()).ToArray();
        await four.Task.WaitAsync(TimeSpan.FromSeconds(10));
        await Task.Delay(150);
        Assert.Equal(4, stub.Requests.Count);
        release.SetResult();
        await Task.WhenAll(downloads);
        Assert.Equal(4, most);
    }

    [Fact]
    public void By_default_the_two_hosts_and_the_cookie_host_are_Yahoos_and_use_https()
    {
        var options = new YahooOptions();
        Uri[] addresses = [options.BaseAddress, options.AlternativeAddress, options.CookieAddress];
        Assert.All(addresses, address => Assert.EndsWith(".yahoo.com", address.Host, StringComparison.Ordinal));
        Assert.All(addresses, address => Assert.Equal("https", address.Scheme));
        Assert.Equal(3, addresses.Distinct().Count());
    }

    private static void InterlockedMax(ref int most, int value)
    {
        int seen;
        while (value > (seen = Volatile.Read(ref most)) && Interlocked.CompareExchange(ref most, value, seen) != seen)
        {
        }
    }
}
