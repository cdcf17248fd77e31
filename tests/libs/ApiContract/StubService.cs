using System.Net;
using System.Text;

namespace Volcast.ApiContract.Tests;

/// <summary>Answers requests with a test's responses, and records the requests.</summary>
internal sealed class StubService(Func<HttpRequestMessage, HttpResponseMessage> respond) : HttpMessageHandler
{
    public List<(HttpMethod Method, string Path, string? Authorization, string? IfNoneMatch, string? Body)> Requests { get; } =
        [];

    /// <summary>The delay of each response.</summary>
    public TimeSpan Delay { get; init; }

    public static HttpResponseMessage Json(
        string body, HttpStatusCode status = HttpStatusCode.OK, string type = "application/json") =>
        new(status) { Content = new StringContent(body, Encoding.UTF8, type) };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add((request.Method, request.RequestUri!.PathAndQuery, request.Headers.Authorization?.ToString(),
            request.Headers.IfNoneMatch.FirstOrDefault()?.ToString(),
            request.Content is null ? null : await request.Content.ReadAsStringAsync(cancellationToken)));
        await Task.Delay(Delay, cancellationToken);
        var response = respond(request);
        response.RequestMessage = request;
        return response;
    }
}
