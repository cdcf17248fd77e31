using Volcast.Services.Ingest.Sources;
using Volcast.Services.Ingest.Tests.Sources.Fixtures;

namespace Volcast.Services.Ingest.Tests.Sources.Yahoo;

[Trait(Category.Name, Category.Integration)]
public sealed class YahooSessionTests
{
    private static readonly StubReply Good = new(ChartJson.Spy());

    [Theory]
    [InlineData(401, "{\"finance\":{\"result\":null,\"error\":{\"code\":\"Unauthorized\",\"description\":\"Invalid Crumb\"}}}")]
    [InlineData(403, "")]
    [InlineData(200, "<html><head><title>Before you continue to Yahoo</title></head></html>")]
    public async Task A_refused_request_is_repeated_at_the_other_host_with_cookie_and_crumb(int status, string body)
    {
        await using var stub = await VendorStub.StartAsync(new StubReply(body, status), Good);
        using var yahoo = new YahooUnderTest(stub);
        Assert.Equal(3, (await yahoo.DownloadAsync()).Bars.Count);

        var requests = stub.Requests;
        Assert.Equal(4, requests.Count);
        Assert.Null(requests[0].Cookie);
        Assert.Equal(("/", null), (requests[1].Target, requests[1].Cookie));
        Assert.Equal(("/v1/test/getcrumb", "A3=d=cookie42"), (requests[2].Target, requests[2].Cookie));
        Assert.Equal("A3=d=cookie42", requests[3].Cookie);
        Assert.EndsWith("&crumb=crumb%2Fof.42", requests[3].Target);
        Assert.NotEqual(requests[0].Host, requests[3].Host);
        Assert.Equal(stub.OtherAddress.Authority, requests[3].Host);
        Assert.Empty(yahoo.Clock.Waits);
    }

    [Fact]
    public async Task The_next_symbol_uses_the_same_login_and_the_symbol_after_it_the_first_host_again()
    {
        await using var stub = await VendorStub.StartAsync(new StubReply("", 401), Good, Good, new StubReply("", 401), Good);
        using var yahoo = new YahooUnderTest(stub);
        for (var i = 0; i < 3; i++)
            await yahoo.DownloadAsync();
        Assert.Equal(
            [stub.Address.Port, stub.OtherAddress.Port, stub.OtherAddress.Port, stub.OtherAddress.Port, stub.Address.Port],
            stub.ChartRequests.Select(r => new Uri("http://" + r.Host).Port));
        Assert.Equal(
            ["127.0.0.1", "localhost", "localhost", "localhost", "127.0.0.1"],
            stub.ChartRequests.Select(r => new Uri("http://" + r.Host).Host));
        Assert.Equal(2, stub.Requests.Count(r => r.IsCrumb));
    }

    [Theory]
    [InlineData(500, "internal error")]
    [InlineData(200, "<html>consent</html>")]
    [InlineData(200, "{\"finance\":{}}")]
    [InlineData(200, "")]
    [InlineData(429, "Too Many Requests")]
    [InlineData(401, "nocrumbforyou")]
    public async Task A_failed_crumb_never_fails_a_call(int status, string crumb)
    {
        await using var stub = await StartAsync(
            r => r.IsCrumb ? new StubReply(crumb, status) : null, new StubReply("", 401), Good);
        using var yahoo = new YahooUnderTest(stub);
        Assert.Equal(3, (await yahoo.DownloadAsync()).Bars.Count);
        Assert.DoesNotContain("crumb", stub.ChartRequests[1].Target);
        Assert.Equal("A3=d=cookie42", stub.ChartRequests[1].Cookie);
        Assert.Equal(1, stub.Requests.Count(r => r.IsCrumb));
    }

    [Fact]
    public async Task A_crumb_whose_connection_breaks_or_hangs_never_fails_a_call()
    {
        var broken = new StubReply("")
        {
            Write = context =>
            {
                context.Abort();
                return Task.CompletedTask;
            },
        };
        var hanging = new StubReply("")
        {
            Write = context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default),
        };
        foreach (var crumb in new[] { broken, hanging })
        {
            await using var stub = await StartAsync(r => r.IsCrumb ? crumb : null, new StubReply("", 401), Good);
            using var yahoo = new YahooUnderTest(
                stub, o => o with { AttemptTimeout = TimeSpan.FromMilliseconds(400) }, TimeProvider.System);
            Assert.Equal(3, (await yahoo.DownloadAsync()).Bars.Count);
        }
    }

    [Fact]
    public async Task A_missing_cookie_never_fails_a_call()
    {
        await using var stub = await VendorStub.StartAsync(new StubReply("", 401), Good);
        using var yahoo = new YahooUnderTest(stub, o => o with { CookieAddress = new Uri("http://127.0.0.1:1") });
        Assert.Equal(3, (await yahoo.DownloadAsync()).Bars.Count);
        Assert.Null(stub.ChartRequests[1].Cookie);
    }

    [Fact]
    public async Task A_refusal_that_persists_after_a_new_session_lists_the_attempts()
    {
        await using var stub = await StartAsync(
            request => request.IsCrumb ? new StubReply("", 500) : new StubReply(""), new StubReply("User is unable", 403));
        using var yahoo = new YahooUnderTest(stub);
        var failure = await yahoo.FailAsync(MarketDataFailure.Refused);
        Assert.Contains("403, 'User is unable'", failure.Message);
        Assert.Contains("Yahoo set no cookie, Yahoo gave no crumb (500)", failure.Message);
        Assert.Contains("--source csv --path DIR", failure.Message);
        Assert.Equal(2, stub.ChartRequests.Count);
    }

    [Fact]
    public async Task Requests_refused_at_once_renew_the_session_once()
    {
        var gate = new TaskCompletionSource();
        var refused = 0;
        await using var stub = await VendorStub.StartAsync(async request =>
        {
            if (!request.IsChart)
                return VendorStub.Session(request);
            if (request.Target.Contains("&crumb=", StringComparison.Ordinal))
                return Good;
            if (Interlocked.Increment(ref refused) == 4)
                gate.SetResult();
            await gate.Task;
            return new StubReply("", 401);
        });
        using var yahoo = new YahooUnderTest(stub);
        var downloads = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => yahoo.DownloadAsync()));
        Assert.All(downloads, download => Assert.Equal(3, download.Bars.Count));
        Assert.Equal(1, stub.Requests.Count(r => r.IsCrumb));
        Assert.Equal(8, stub.ChartRequests.Count);
    }

    /// <summary>A stub whose session pages give the answer of <paramref name="session"/>, if it has one.</summary>
    private static Task<VendorStub> StartAsync(Func<StubRequest, StubReply?> session, params StubReply[] charts)
    {
        var next = -1;
        return VendorStub.StartAsync(request => Task.FromResult(
            request.IsChart
                ? charts[Math.Min(Interlocked.Increment(ref next), charts.Length - 1)]
                : session(request) ?? VendorStub.Session(request)));
    }
}
