using System.Net;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Volcast.Services.Dashboard.SignIn;

namespace Volcast.Services.Dashboard.Tests;

/// <summary>The dashboard behind a load balancer that signs people in.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class BalancerTests : IAsyncLifetime
{
    private const string Key = "vk_0123abcd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private StubBalancer balancer = null!;
    private DashboardUnderTest dashboard = null!;

    private DateTimeOffset Soon => dashboard.Clock.Now.AddMinutes(2);

    public async ValueTask InitializeAsync()
    {
        balancer = await StubBalancer.StartAsync();
        dashboard = await DashboardUnderTest.StartAsync(requiresSignIn: true, (balancer.Options, Key));
        dashboard.Api.Key = Key;
    }

    public async ValueTask DisposeAsync()
    {
        await dashboard.DisposeAsync();
        await balancer.DisposeAsync();
    }

    [Fact]
    public async Task A_person_whom_the_load_balancer_has_signed_in_reads_the_pages_with_the_key_of_the_dashboard()
    {
        for (var time = 0; time < 3; time++)
            Assert.Equal(HttpStatusCode.OK, await GetAsync(balancer.Token(Soon)));
        lock (dashboard.Api.Keys)
            Assert.Equal(Key, dashboard.Api.Keys[^1]);
        Assert.Equal([StubBalancer.KeyId], balancer.Requests);
    }

    [Fact]
    public async Task Nobody_else_reads_anything_but_the_probes()
    {
        foreach (var path in (string[])["/", "/why", "/sign-in", "/assets/dashboard.css", "/metrics"])
            Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(token: null, path));
        Assert.Equal(HttpStatusCode.OK, await GetAsync(token: null, "/health/live"));
        Assert.Empty(balancer.Requests);
    }

    [Fact]
    public async Task A_token_counts_only_from_this_load_balancer_for_this_client_and_until_it_expires()
    {
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(balancer.Token(dashboard.Clock.Now)));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(balancer.Token(Soon, head => head["client"] = "another")));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(balancer.Token(Soon,
            head => head["signer"] = StubBalancer.Arn.Replace("app/volcast", "app/other", StringComparison.Ordinal))));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(balancer.Token(Soon, head => head["kid"] = "../keys")));
        Assert.Empty(balancer.Requests);

        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(balancer.Token(Soon, other: other)));
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(balancer.Token(Soon, head => head["alg"] = "none")));
        var changed = balancer.Token(Soon).Split('.');
        changed[1] = Convert.ToBase64String("""{"sub":"another"}"""u8);
        Assert.Equal(HttpStatusCode.Unauthorized, await GetAsync(string.Join('.', changed)));
    }

    [Theory]
    [InlineData("no token")]
    [InlineData("a.b.c")]
    [InlineData("e30=.e30=.")]
    [InlineData("bnVsbA==.bnVsbA==.bnVsbA==")]
    public void A_text_that_is_not_a_token_is_none(string text) => Assert.Null(BalancerToken.Read(text));

    [Fact]
    public async Task Without_the_load_balancers_key_the_dashboard_says_that_it_recognises_nobody()
    {
        balancer.IsUp = false;
        for (var time = 0; time < 3; time++)
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(balancer.Token(Soon)));
        Assert.Single(balancer.Requests); // The next one waits some seconds.
        balancer.IsUp = true;
        dashboard.Clock.Now += TimeSpan.FromSeconds(5);
        Assert.Equal(HttpStatusCode.OK, await GetAsync(balancer.Token(Soon)));
    }

    [Fact]
    public async Task A_person_who_leaves_does_not_end_the_question_for_the_key()
    {
        using var check = new BalancerCheck(balancer.Options, dashboard.Clock);
        using var leaves = new CancellationTokenSource();
        balancer.BeforeAnswer = leaves.CancelAsync;
        var left = new DefaultHttpContext { RequestAborted = leaves.Token };
        left.Request.Headers[BalancerToken.Header] = balancer.Token(Soon);
        Assert.Equal("somebody", await check.PersonAsync(left));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/tables/past.csv")]
    public async Task A_key_that_the_api_refuses_is_the_operators_and_nobody_is_asked_to_paste_one(string path)
    {
        dashboard.Api.Key = "another";
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await GetAsync(balancer.Token(Soon), path));
        Assert.Equal(HttpStatusCode.NotFound, await GetAsync(balancer.Token(Soon), "/sign-in"));
    }

    private async Task<HttpStatusCode> GetAsync(string? token, string path = "/")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null)
            request.Headers.TryAddWithoutValidation(BalancerToken.Header, token);
        using var answer = await dashboard.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
