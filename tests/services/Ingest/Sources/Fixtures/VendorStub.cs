using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Volcast.Services.Ingest.Tests.Sources.Fixtures;

/// <summary>One answer of the stub.</summary>
/// <param name="Body">The body's text.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Further headers.</param>
internal sealed record StubReply(string Body, int Status = 200, params (string Name, string Value)[] Headers)
{
    /// <summary>Writes the body in another way than completely and at once.</summary>
    public Func<HttpContext, Task>? Write { get; init; }
}

/// <summary>One request that reached the stub.</summary>
/// <param name="Target">Path and query as received, still escaped.</param>
/// <param name="Host">The Host header.</param>
/// <param name="Cookie">The Cookie header.</param>
/// <param name="UserAgent">The User-Agent header.</param>
internal sealed record StubRequest(string Target, string Host, string? Cookie, string? UserAgent)
{
    /// <summary>The Authorization header.</summary>
    public string? Authorization { get; init; }

    public bool IsChart => Target.StartsWith("/v8/finance/chart/", StringComparison.Ordinal);

    public bool IsCrumb => Target.StartsWith("/v1/test/getcrumb", StringComparison.Ordinal);
}

/// <summary>A real HTTP server on loopback in place of a vendor: it sends the responses that a test sets and records the
/// requests.</summary>
internal sealed class VendorStub : IAsyncDisposable
{
    private readonly WebApplication server;
    private readonly ConcurrentQueue<StubRequest> requests = new();

    private VendorStub(WebApplication server) => this.server = server;

    public Uri Address => new(server.Urls.First());

    /// <summary>The same server under its second name, because Yahoo has two hosts.</summary>
    public Uri OtherAddress => new($"http://localhost:{Address.Port}");

    public IReadOnlyList<StubRequest> Requests => [.. requests];

    public IReadOnlyList<StubRequest> ChartRequests => [.. requests.Where(r => r.IsChart)];

    /// <summary>Answers chart requests with the replies in turn, and then always with the last. It gives a session's cookie and
    /// crumb as Yahoo does.</summary>
    public static Task<VendorStub> StartAsync(params StubReply[] charts)
    {
        var next = -1;
        return StartAsync(request => Task.FromResult(
            request.IsChart ? charts[Math.Min(Interlocked.Increment(ref next), charts.Length - 1)] : Session(request)));
    }

    public static async Task<VendorStub> StartAsync(Func<StubRequest, Task<StubReply>> reply)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var server = builder.Build();
        var stub = new VendorStub(server);
        server.Run(context => stub.AnswerAsync(context, reply));
        await server.StartAsync();
        return stub;
    }

    /// <summary>The cookie page answers 404 but sets a cookie; the crumb is plain text.</summary>
    public static StubReply Session(StubRequest request) => request.IsCrumb
        ? new StubReply("crumb/of.42")
        : new StubReply("", 404, ("Set-Cookie", "A3=d=cookie42; Domain=.yahoo.com; Secure"));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, Func<StubRequest, Task<StubReply>> answer)
    {
        var headers = context.Request.Headers;
        var request = new StubRequest(
            context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget, headers.Host.ToString(),
            headers.Cookie.FirstOrDefault(), headers.UserAgent.FirstOrDefault())
        {
            Authorization = headers.Authorization.FirstOrDefault(),
        };
        requests.Enqueue(request);
        var reply = await answer(request);
        context.Response.StatusCode = reply.Status;
        foreach (var (name, value) in reply.Headers)
            context.Response.Headers.Append(name, value);
        if (reply.Write is { } write)
        {
            await write(context);
            return;
        }
        var body = Encoding.UTF8.GetBytes(reply.Body);
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body);
    }
}
