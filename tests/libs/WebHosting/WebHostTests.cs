using System.Diagnostics;
using System.Net;
using System.Text;
using Volcast.WebHosting.Limits;

namespace Volcast.WebHosting.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class WebHostTests(HostUnderTest host) : IClassFixture<HostUnderTest>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/text", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/defect", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/nothing", "default-src 'none'; frame-ancestors 'none'")]
    [InlineData("/page", "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
        + "img-src 'self' data:; font-src 'self' data:; frame-ancestors 'none'")]
    public async Task Every_response_has_the_security_headers_of_its_policy(string path, string policy)
    {
        using var response = await host.Http.GetAsync(path, Stop);
        Assert.Equal(policy, Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
        Assert.Equal("DENY", Assert.Single(response.Headers.GetValues("X-Frame-Options")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("/missing", 404, "no_thing", "thing")]
    [InlineData("/nothing", 404, "no_such_route", null)]
    [InlineData("/away", 503, "away", null)]
    [InlineData("/slow", 503, "timed_out", null)]
    [InlineData("/cancelled", 503, "timed_out", null)]
    [InlineData("/conflict", 409, "conflict", null)]
    [InlineData("/length", 405, "method_not_allowed", null)]
    [InlineData("/defect", 500, "internal_error", null)]
    public async Task Every_error_is_a_problem_response(string path, int status, string code, string? field)
    {
        using var response = await host.Http.GetAsync(path, Stop);
        Assert.Equal(status, (int)response.StatusCode);
        var problem = await host.ProblemAsync(response);
        Assert.Equal(code, problem.GetProperty("code").GetString());
        Assert.Equal($"urn:volcast:problem:{code}", problem.GetProperty("type").GetString());
        Assert.Equal(field, problem.TryGetProperty("field", out var given) ? given.GetString() : null);
        Assert.Equal(path, problem.GetProperty("instance").GetString());
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("trace_id").GetString());
        Assert.DoesNotContain("secret", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_state_the_build_of_the_program() => Assert.Matches(
        """(?m)^volcast_build_info\{version="\d+\.\d+\.\d+[^"+]*",commit="[0-9a-f]*"\} 1$""",
        await host.Http.GetStringAsync("/metrics", Stop));

    [Fact]
    public async Task Two_hosts_of_a_process_measure_their_own_requests()
    {
        await using var one = new HostUnderTest();
        await using var other = new HostUnderTest();
        await one.InitializeAsync();
        await other.InitializeAsync();
        await one.Http.GetStringAsync("/text", Stop);
        Assert.Matches(
            """(?m)^microsoft_aspnetcore_hosting_http_server_request_duration_count\{.*http_route="/text".*\} 1$""",
            await one.Http.GetStringAsync("/metrics", Stop));
        Assert.DoesNotMatch("http_route=\"/text\"", await other.Http.GetStringAsync("/metrics", Stop));
    }

    [Fact]
    public async Task An_unavailable_service_says_when_to_retry()
    {
        using var response = await host.Http.GetAsync("/away", Stop);
        Assert.Equal(TimeSpan.FromSeconds(5), response.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_host_of_pages_lets_a_browser_load_from_itself_and_run_nothing_inline()
    {
        await using var pages = new HostUnderTest { ServesPages = true };
        await pages.InitializeAsync();
        using var response = await pages.Http.GetAsync("/text", Stop);
        Assert.Equal(["default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"],
            response.Headers.GetValues("Content-Security-Policy"));
    }

    [Theory]
    [InlineData(HostUnderTest.MaximumBodyBytes, HttpStatusCode.OK)]
    [InlineData(HostUnderTest.MaximumBodyBytes + 1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_may_be_as_large_as_the_limit(int bytes, HttpStatusCode status)
    {
        using var response = await host.Http.PostAsync("/length", new StringContent(new string('a', bytes)), Stop);
        Assert.Equal(status, response.StatusCode);
        if (status != HttpStatusCode.OK)
            Assert.Equal("body_too_large", (await host.ProblemAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task A_client_that_sends_too_many_requests_is_refused_but_never_by_a_probe()
    {
        // A host of its own: the refusals must not reach the requests of other tests.
        await using var limited = new HostUnderTest();
        await limited.InitializeAsync();
        var statuses = new List<HttpStatusCode>();
        for (var i = 0; i < 20 * HostUnderTest.RequestsPerSecond; i++)
        {
            using var response = await limited.Http.GetAsync("/limited", Stop);
            statuses.Add(response.StatusCode);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                break;
        }
        Assert.Equal(HttpStatusCode.OK, statuses[0]);
        Assert.Equal(HttpStatusCode.TooManyRequests, statuses[^1]);
        Assert.True(statuses.Count > HostUnderTest.RequestsPerSecond, $"refused after {statuses.Count} requests");
        Assert.Equal("ready", await limited.Http.GetStringAsync("/health/ready", Stop));
        Assert.Equal("alive", await limited.Http.GetStringAsync("/health/live", Stop));
    }

    /// <summary>After the burst the service accepts as many requests per second as its limit says, not a multiple of
    /// ten.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(15)]
    public async Task A_rate_limit_holds_also_if_it_is_small(int rate)
    {
        await using var limited = new HostUnderTest { Rate = rate };
        await limited.InitializeAsync();
        while ((await limited.Http.GetAsync("/limited", Stop)).IsSuccessStatusCode)
            continue;
        var (watch, asked, accepted) = (Stopwatch.StartNew(), 0, 0);
        while (watch.Elapsed < TimeSpan.FromSeconds(3))
        {
            asked++;
            accepted += (await limited.Http.GetAsync("/limited", Stop)).IsSuccessStatusCode ? 1 : 0;
            await Task.Delay(5, Stop);
        }
        // The limiter adds tokens ten times a second, so at most two steps lie outside the measured time. A busy machine asks less.
        var expected = Math.Min(rate * watch.Elapsed.TotalSeconds, asked);
        Assert.InRange(accepted, expected - (.4 * rate) - 1, expected + (.4 * rate) + 1);
    }

    [Fact]
    public void Refusals_of_one_client_are_counted_apart_from_those_of_others()
    {
        using var refusals = new RefusalLimit();
        Assert.InRange(Enumerable.Range(0, 1000).Count(_ => refusals.TryCount("192.0.2.1")), 20, 22);
        Assert.True(refusals.TryCount("192.0.2.2"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("identity, br")]
    [InlineData("nonsense")]
    public async Task A_compressed_body_is_refused_before_it_is_read(string encoding)
    {
        using var content = new ByteArrayContent([0x1f, 0x8b]);
        content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        using var response = await host.Http.PostAsync("/length", content, Stop);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, response.StatusCode);
        var problem = await host.ProblemAsync(response);
        Assert.Equal(("unsupported_encoding", "Content-Encoding"),
            (problem.GetProperty("code").GetString(), problem.GetProperty("field").GetString()));
        Assert.Equal("identity", Assert.Single(response.Headers.GetValues("Accept-Encoding")));
    }

    [Fact]
    public async Task A_body_that_says_that_it_is_not_compressed_is_read()
    {
        using var content = new StringContent("text", Encoding.UTF8);
        content.Headers.TryAddWithoutValidation("Content-Encoding", "Identity");
        Assert.Equal("4", await (await host.Http.PostAsync("/length", content, Stop)).Content.ReadAsStringAsync(Stop));
    }

    [Theory]
    [InlineData("POST", "/text", "GET, HEAD")]
    [InlineData("DELETE", "/metrics", "GET, HEAD")]
    [InlineData("GET", "/length", "POST")]
    public async Task Allow_names_every_method_that_is_answered(string method, string path, string allowed)
    {
        using var response = await host.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path), Stop);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
        Assert.Equal(allowed, string.Join(", ", response.Content.Headers.Allow));
    }

    /// <summary>The bounds that ASP.NET Core gives its histogram of the duration of requests, seconds.</summary>
    [Fact]
    public async Task The_buckets_of_latency_are_those_of_aspnet()
    {
        await host.Http.GetStringAsync("/text", Stop);
        var metrics = await host.Http.GetStringAsync("/metrics", Stop);
        string[] bounds =
            ["0.005", "0.01", "0.025", "0.05", "0.075", "0.1", "0.25", "0.5", "0.75", "1", "2.5", "5", "7.5", "10", "+Inf"];
        Assert.Equal(bounds, metrics.Split('\n')
            .Where(line => line.StartsWith(
                "microsoft_aspnetcore_hosting_http_server_request_duration_bucket{", StringComparison.Ordinal)
                && line.Contains("\"/text\"", StringComparison.Ordinal))
            .Select(line => line.Split("le=\"")[1].Split('"')[0]).Distinct());
    }

    [Fact]
    public async Task Head_gives_the_headers_of_get()
    {
        using var get = await host.Http.GetAsync("/text", Stop);
        using var head = await host.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/text"), Stop);
        Assert.Equal((get.StatusCode, get.Content.Headers.ContentType), (head.StatusCode, head.Content.Headers.ContentType));
        Assert.Empty(await head.Content.ReadAsByteArrayAsync(Stop));
    }

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("tab\tand\u00e9", "tab?and\u00e9")]
    [InlineData("\ud83d\ude00", "??")]
    public void Text_from_a_client_is_shown_without_control_characters(string text, string shown) =>
        Assert.Equal(shown, PrintableText.Of(text));

    [Fact]
    public void Text_in_a_header_is_printable_ascii() => Assert.Equal("caf? ?", PrintableText.ForHeader("caf\u00e9 \n"));
}
