using System.Globalization;
using Microsoft.AspNetCore.Http;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Sources.Yahoo;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Yahoo;

[Trait(Category.Name, Category.Integration)]
public sealed class YahooRepetitionTests
{
    private static readonly StubReply Good = new(ChartJson.Spy());

    [Theory]
    [InlineData(429, "Too Many Requests")]
    [InlineData(200, "Edge: Too Many Requests")]
    [InlineData(403, "Edge: Too Many Requests")]
    [InlineData(999, "")]
    [InlineData(500, "{\"finance\":{\"error\":{\"code\":\"internal-error\"}}}")]
    [InlineData(502, "<html><title>Bad Gateway</title></html>")]
    [InlineData(408, "")]
    public async Task A_temporary_fault_is_retried(int status, string body)
    {
        await using var stub = await VendorStub.StartAsync(new StubReply(body, status), new StubReply(body, status), Good);
        using var yahoo = new YahooUnderTest(stub);
        var download = await yahoo.DownloadAsync();
        Assert.Equal(3, download.Bars.Count);
        Assert.Equal(3, stub.Requests.Count);
        Assert.Equal(2, yahoo.Clock.Waits.Count);
        Assert.All(yahoo.Clock.Waits, wait => Assert.InRange(wait, TimeSpan.FromTicks(1), TimeSpan.FromMinutes(1)));
        Assert.Equal(YahooUnderTest.Now + yahoo.Clock.Waits[0] + yahoo.Clock.Waits[1], download.RetrievedAt);
        Assert.All(download.Notes, note => Assert.StartsWith($"Yahoo answered {status}; retried after", note));
        Assert.Equal(2, download.Notes.Count);
        Assert.All(yahoo.WaitLines, line => Assert.StartsWith("SPY: Yahoo answered", line));
        Assert.Equal(2, yahoo.WaitLines.Count);
    }

    [Theory]
    [InlineData(429, MarketDataFailure.RateLimited)]
    [InlineData(503, MarketDataFailure.Unavailable)]
    public async Task A_permanent_fault_is_reported_after_a_bounded_number_of_attempts(int status, MarketDataFailure kind)
    {
        await using var stub = await VendorStub.StartAsync(new StubReply("busy", status));
        using var yahoo = new YahooUnderTest(stub, o => o with { Retries = 9 });
        var failure = await yahoo.FailAsync(kind);
        Assert.Contains("'busy'; 10 attempts", failure.Message);
        Assert.Equal(10, stub.Requests.Count);
        Assert.Equal(9, yahoo.Clock.Waits.Count);
        Assert.All(yahoo.Clock.Waits, wait => Assert.InRange(wait, TimeSpan.Zero, TimeSpan.FromMinutes(1)));
        // 2 s doubled eight times exceeds the bound; waits that do not grow would stay near 2 s.
        Assert.True(yahoo.Clock.Waits[^1] > TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Without_retries_there_is_one_attempt()
    {
        await using var stub = await VendorStub.StartAsync(new StubReply("busy", 503));
        using var yahoo = new YahooUnderTest(stub, o => o with { Retries = 0 });
        Assert.Contains("1 attempt)", (await yahoo.FailAsync(MarketDataFailure.Unavailable)).Message);
        Assert.Single(stub.Requests);
    }

    [Fact]
    public async Task The_random_seed_determines_the_jitter()
    {
        var first = await WaitsAsync(seed: 7);
        Assert.Equal(first, await WaitsAsync(seed: 7));
        Assert.NotEqual(first, await WaitsAsync(seed: 8));

        static async Task<IReadOnlyList<TimeSpan>> WaitsAsync(int seed)
        {
            await using var stub = await VendorStub.StartAsync(new StubReply("", 503), new StubReply("", 503), Good);
            using var yahoo = new YahooUnderTest(stub, o => o with { Seed = seed });
            await yahoo.DownloadAsync();
            return yahoo.Clock.Waits;
        }
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("60", 60)]
    [InlineData("0", 0)]
    public async Task A_wait_that_Yahoo_requests_is_kept_to_the_second(string seconds, int expected)
    {
        await using var stub = await VendorStub.StartAsync(new StubReply("", 429, ("Retry-After", seconds)), Good);
        using var yahoo = new YahooUnderTest(stub);
        Assert.Equal(YahooUnderTest.Now.AddSeconds(expected), (await yahoo.DownloadAsync()).RetrievedAt);
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(-9, 0)]
    public async Task A_wait_may_be_given_as_a_date(int offset, int expected)
    {
        var date = YahooUnderTest.Now.AddSeconds(offset).ToString("R", CultureInfo.InvariantCulture);
        await using var stub = await VendorStub.StartAsync(new StubReply("", 503, ("Retry-After", date)), Good);
        using var yahoo = new YahooUnderTest(stub);
        Assert.Equal(YahooUnderTest.Now.AddSeconds(expected), (await yahoo.DownloadAsync()).RetrievedAt);
    }

    [Fact]
    public async Task A_wait_above_the_limit_is_reported_at_once()
    {
        await using var stub = await VendorStub.StartAsync(new StubReply("", 429, ("Retry-After", "3600")), Good);
        using var yahoo = new YahooUnderTest(stub);
        var failure = await yahoo.FailAsync(MarketDataFailure.RateLimited);
        Assert.Contains("It asks to wait 3600 s.", failure.Message);
        Assert.Single(stub.Requests);
        Assert.Empty(yahoo.Clock.Waits);
    }

    [Fact]
    public async Task A_connection_that_breaks_within_the_body_is_retried()
    {
        var broken = new StubReply("")
        {
            Write = async context =>
            {
                context.Response.ContentLength = 1000;
                await context.Response.WriteAsync("{\"chart\":");
                await context.Response.Body.FlushAsync();
                context.Abort();
            },
        };
        await using var stub = await VendorStub.StartAsync(broken, Good);
        using var yahoo = new YahooUnderTest(stub);
        var download = await yahoo.DownloadAsync();
        Assert.Equal(3, download.Bars.Count);
        Assert.Single(download.Notes);

        await using var alwaysBroken = await VendorStub.StartAsync(broken);
        using var helpless = new YahooUnderTest(alwaysBroken);
        Assert.Contains(
            "the connection broke", (await helpless.FailAsync(MarketDataFailure.Unavailable)).Message);
    }

    [Fact]
    public async Task An_attempt_that_takes_too_long_is_retried()
    {
        var hanging = Hanging();
        await using var stub = await VendorStub.StartAsync(hanging, Good);
        using var yahoo = new YahooUnderTest(stub, Impatient, TimeProvider.System);
        Assert.Equal(3, (await yahoo.DownloadAsync()).Bars.Count);

        await using var silent = await VendorStub.StartAsync(hanging);
        using var helpless = new YahooUnderTest(silent, Impatient, TimeProvider.System);
        var failure = await helpless.FailAsync(MarketDataFailure.Unavailable);
        Assert.Contains("did not answer within 0.3 s (2 attempts)", failure.Message);
    }

    [Fact]
    public async Task Cancelling_ends_a_download_that_hangs()
    {
        await using var stub = await VendorStub.StartAsync(Hanging());
        using var yahoo = new YahooUnderTest(stub);
        using var cancelling = new CancellationTokenSource();
        var download = yahoo.DownloadAsync(cancellationToken: cancelling.Token);
        while (stub.Requests.Count == 0)
            await Task.Delay(5);
        await cancelling.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => download);
        Assert.Single(stub.Requests);
    }

    private static YahooOptions Impatient(YahooOptions options) => options with
    {
        AttemptTimeout = TimeSpan.FromMilliseconds(300),
        FirstDelay = TimeSpan.FromMilliseconds(1),
        Retries = 1,
    };

    /// <summary>Sends the headers of a response and then nothing.</summary>
    private static StubReply Hanging() => new("")
    {
        Write = async context =>
        {
            await context.Response.StartAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        },
    };
}
