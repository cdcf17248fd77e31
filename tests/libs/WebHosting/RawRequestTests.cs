using System.Globalization;
using System.Text.Json;

namespace Volcast.WebHosting.Tests;

/// <summary>Requests that an HTTP client does not send: malformed, oversized or unfinished. Each gets one problem
/// response.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RawRequestTests(HostUnderTest host) : IClassFixture<HostUnderTest>
{
    private const string Chunked = " HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
    private const int TooLarge = HostUnderTest.MaximumBodyBytes + 1;
    private const string Sized = " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n";

    private static string Repeated(string header, int count) => string.Concat(Enumerable.Repeat(header, count));

    /// <summary>The only response in what the service sent.</summary>
    private static (int Status, JsonElement Problem) Parse(string sent)
    {
        Assert.Equal(0, sent.LastIndexOf("HTTP/1.1 ", StringComparison.Ordinal));
        Assert.Contains("\r\nContent-Type: application/problem+json\r\n", sent, StringComparison.Ordinal);
        var body = sent[(sent.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..];
        var problem = JsonDocument.Parse(body).RootElement.Clone();
        var status = int.Parse(sent.AsSpan(9, 3), CultureInfo.InvariantCulture);
        Assert.Equal(status, problem.GetProperty("status").GetInt32());
        return (status, problem);
    }

    public static TheoryData<string, int, string> Unreadable => new()
    {
        { "nonsense\r\n\r\n", 400, "unreadable_request" },
        { "GET /text HTTP/7.3\r\n\r\n", 400, "unreadable_request" },
        { $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: localhost\r\n\r\n", 414, "target_too_long" },
        { $"GET /text HTTP/1.1\r\nHost: localhost\r\nX-Long: {new string('a', 17_000)}\r\n\r\n", 431, "headers_too_large" },
        { $"GET /text HTTP/1.1\r\nHost: localhost\r\n{Repeated("X: a\r\n", 65)}\r\n", 431, "headers_too_large" },
        { "GET /text HTTP/1.1\r\nHost: local", 408, "request_too_slow" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_request_that_cannot_be_read_gets_a_problem_response_and_the_connection_ends(
        string request, int status, string code)
    {
        var sent = await host.SendRawAsync(request);
        var (found, problem) = Parse(sent);
        Assert.Equal((status, code), (found, problem.GetProperty("code").GetString()));
        Assert.Contains("\r\nConnection: close\r\n", sent, StringComparison.Ordinal);
        Assert.Matches("^[0-9a-f]{32}$", problem.GetProperty("trace_id").GetString());
    }

    public static TheoryData<string, int, string, string?> UnreadableBodies => new()
    {
        { $"POST /length{Chunked}zz\r\nno chunk\r\n", 400, "bad_request", null },
        { $"POST /length{Chunked}{TooLarge:x}\r\n{new string('a', TooLarge)}\r\n0\r\n\r\n", 413, "body_too_large", "body" },
        { $"POST /length{Sized}half", 408, "body_too_slow", "body" },
    };

    [Theory]
    [MemberData(nameof(UnreadableBodies))]
    public async Task A_body_that_cannot_be_read_gets_a_problem_response(string request, int status, string code, string? field)
    {
        var (found, problem) = Parse(await host.SendRawAsync(request));
        Assert.Equal((status, code), (found, problem.GetProperty("code").GetString()));
        Assert.Equal(field, problem.TryGetProperty("field", out var given) ? given.GetString() : null);
        Assert.Equal("/length", problem.GetProperty("instance").GetString());
    }

    [Fact]
    public async Task A_response_that_was_sent_before_the_body_proved_unreadable_stays_the_only_one()
    {
        var (status, problem) = Parse(await host.SendRawAsync($"POST /text{Chunked}zz\r\nno chunk\r\n"));
        Assert.Equal((405, "method_not_allowed"), (status, problem.GetProperty("code").GetString()));
    }
}
