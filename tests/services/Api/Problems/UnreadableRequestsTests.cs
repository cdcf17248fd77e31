using System.Net;
using System.Text;
using System.Text.Json;
using Volcast.Services.Api.Tests.Mutations;

namespace Volcast.Services.Api.Tests.Problems;

[Trait(Category.Name, Category.Integration)]
public sealed class UnreadableRequestsTests(ApiUnderTest api) : IClassFixture<ApiUnderTest>
{
    public static TheoryData<string, int, string> Unreadable { get; } = new()
    {
        { "GET /ping HTTP/1.7\r\n\r\n", 400, "unreadable_request" }, // The server itself says 505.
        { "HEAd /invocations HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 405, "method_not_allowed" }, // Not HEAD.
        { "nonsense\r\n\r\n", 400, "unreadable_request" },
        { "GET /ping HTTP/1.1\r\n\r\n", 400, "unreadable_request" }, // No Host.
        { "GET /ping HTTP/1.1\r\nHost: a\r\nContent-Length: many\r\n\r\n", 400, "unreadable_request" },
        { $"GET /{new string('a', 9000)} HTTP/1.1\r\nHost: a\r\n\r\n", 414, "target_too_long" },
        { $"GET /ping HTTP/1.1\r\nHost: a\r\nCookie: {new string('a', 20_000)}\r\n\r\n", 431, "headers_too_large" },
    };

    [Theory]
    [MemberData(nameof(Unreadable))]
    public async Task A_request_that_is_not_http_gets_a_problem(string request, int status, string code)
    {
        var answer = await RawAnswer.ToAsync(new IPEndPoint(IPAddress.Loopback, api.Http.BaseAddress!.Port),
            Encoding.ASCII.GetBytes(request), isHeadOnly: false, mayBeCut: false);
        Assert.Equal(status, answer.Status);
        Assert.Null(AnswerRules.Broken(answer, mayBeClosed: false));
        Assert.Equal(code, JsonDocument.Parse(answer.Body).RootElement.GetProperty("code").GetString());
        Assert.Equal("close", answer.Headers["connection"]);
    }
}
