using Volcast.Hosting.Keys;

namespace Volcast.Services.Api.Tests.Security;

[Trait(Category.Name, Category.Integration)]
public sealed class RequestLimitsTests(RequestLimitsTests.Slow api) : IClassFixture<RequestLimitsTests.Slow>
{
    [Fact]
    public async Task Too_many_requests_are_refused_and_probes_never_are()
    {
        var statuses = new List<int>();
        for (var i = 0; i < 30; i++)
            statuses.Add((int)(await api.Http.GetAsync("/v1/quality", TestContext.Current.CancellationToken)).StatusCode);
        Assert.Contains(200, statuses);
        Assert.Contains(429, statuses);
        Assert.All(statuses, status => Assert.True(status is 200 or 429));
        for (var i = 0; i < 30; i++)
            Assert.True((await api.Http.GetAsync("/health/live", TestContext.Current.CancellationToken)).IsSuccessStatusCode);
        using var refused = await api.Http.GetAsync("/v1/quality", TestContext.Current.CancellationToken);
        if ((int)refused.StatusCode == 429)
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task Every_response_has_the_security_headers()
    {
        using var answer = await api.Http.GetAsync("/health/live", TestContext.Current.CancellationToken);
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("frame-ancestors 'none'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/v1/nothing")]
    [InlineData("/v1/forecasts/latest?symbool=SPY")]
    public async Task An_error_response_has_the_security_headers(string path)
    {
        using var answer = await api.Http.GetAsync(path, TestContext.Current.CancellationToken);
        Assert.False(answer.IsSuccessStatusCode);
        string[] headers = ["X-Content-Type-Options", "X-Frame-Options", "Referrer-Policy", "Content-Security-Policy"];
        foreach (var header in headers)
            Assert.True(answer.Headers.Contains(header), header);
    }

    /// <summary>Two users of one program share its address, but each has the limit of their key.</summary>
    [Fact]
    public async Task Requests_are_counted_by_key_and_not_by_address()
    {
        await using var locked = new SlowWithKeys();
        await locked.InitializeAsync();
        var refused = 0;
        for (var i = 0; i < 40; i++)
            refused += await StatusAsync(locked.Ana) == 429 ? 1 : 0;
        Assert.True(refused > 0, "40 requests at once stayed within the limit of 5 a second");
        Assert.Equal(200, await StatusAsync(locked.Bob));

        async Task<int> StatusAsync(string key)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/quality");
            request.Headers.Authorization = new("Bearer", key);
            using var answer = await locked.Http.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)answer.StatusCode;
        }
    }

    /// <summary>The same with the keys of two users.</summary>
    public sealed class SlowWithKeys : ApiUnderTest
    {
        public string Ana { get; private set; } = "";

        public string Bob { get; private set; } = "";

        protected override int RequestsPerSecond => 5;

        protected override Task BeforeStartAsync()
        {
            Ana = Add("ana");
            Bob = Add("bob");
            return Task.CompletedTask;
        }

        private string Add(string name)
        {
            var (kept, key) = ApiKey.Create(name, KeyScope.Read, Clock.Now);
            Keys.Add(kept);
            return key;
        }
    }

    /// <summary>A service with a rate limit of 5 requests per second.</summary>
    public sealed class Slow : ApiUnderTest
    {
        protected override int RequestsPerSecond => 5;
    }
}
