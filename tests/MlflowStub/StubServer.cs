using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Volcast.MlflowStub.Routes;

namespace Volcast.MlflowStub;

/// <summary>
/// An imitation of an MLflow server on the loopback address, built from recordings: it refuses, ignores and accepts what real
/// servers do. It uses real HTTP, so that tests check the bytes on the wire. A test can make single requests fail.
/// </summary>
public sealed class StubServer : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly WebApplication server;
    private readonly StubOptions options;
    private readonly RouteTable routes;
    private readonly ConcurrentQueue<StubRequest> requests = new();

    private StubServer(WebApplication server, StubOptions options, StubState state)
    {
        this.server = server;
        this.options = options;
        State = state;
        routes = new RouteTable(State, options);
    }

    /// <summary>The address for clients.</summary>
    public Uri Address => new($"{server.Urls.First()}{options.BasePath}");

    public StubState State { get; }

    public IReadOnlyList<StubRequest> Requests => [.. requests];

    /// <summary>Chooses the failure of a request; null for none.</summary>
    public Func<StubRequest, StubFault?> Fault { get; set; } = _ => null;

    public void ForgetRequests() => requests.Clear();

    /// <param name="options">The configuration; by default a 3.6 server without authentication.</param>
    /// <param name="port">0 for any free port.</param>
    /// <param name="state">The content of an earlier server; null for an empty one.</param>
    public static async Task<StubServer> StartAsync(StubOptions? options = null, int port = 0, StubState? state = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = null);
        var server = builder.Build();
        var stub = new StubServer(server, options ?? new StubOptions(), state ?? new StubState());
        server.Run(stub.AnswerAsync);
        await server.StartAsync();
        return stub;
    }

    public async ValueTask DisposeAsync() => await server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var request = await ReadAsync(context);
        requests.Enqueue(request);
        var fault = Fault(request);
        if (fault is { Hangs: true })
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        if (fault is { Hangs: true } or { Closes: true })
        {
            context.Abort();
            return;
        }
        StubAnswer answer;
        lock (gate)
            answer = fault?.Answer ?? Refusal(context, request) ?? routes.Answer(
                fault is { HalvesUpload: true } ? request with { Body = request.Body[..(request.Body.Length / 2)] } : request);
        if (fault is { LosesAnswer: true })
        {
            context.Abort();
            return;
        }
        await WriteAsync(context, answer, fault);
    }

    private static async Task WriteAsync(HttpContext context, StubAnswer answer, StubFault? fault)
    {
        var body = fault is { CutsJson: true } ? answer.Body[..(answer.Body.Length / 2)] : answer.Body;
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = body.Length;
        if (fault?.RetryAfter is { } wait)
            context.Response.Headers.RetryAfter = $"{wait.TotalSeconds:0}";
        if (fault?.Location is { } location)
            context.Response.Headers.Location = location;
        if (fault is { Truncates: true })
        {
            await context.Response.Body.WriteAsync(body.AsMemory(0, body.Length / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }
        await context.Response.Body.WriteAsync(body);
    }

    // Authentication and host name are checked first, except for the health check.
    private StubAnswer? Refusal(HttpContext context, StubRequest request)
    {
        if (request.Path == "/health")
            return null;
        if (options.Version == StubVersion.V3_6
            && !options.AllowedHosts.Contains(context.Request.Host.Host, StringComparer.OrdinalIgnoreCase))
            return StubAnswer.Text(403, "Invalid Host header - possible DNS rebinding attack detected");
        var wanted = options.Token is { } token ? $"Bearer {token}"
            : options.UserAndPassword is { } pair ? $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}"
            : null;
        return wanted is null || wanted == request.Authorization
            ? null
            : new StubAnswer(401, "text/html; charset=utf-8", "You are not authenticated. Please see the documentation.");
    }

    private async Task<StubRequest> ReadAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var path = target.Split('?')[0];
        if (options.BasePath.Length > 0)
            path = path.StartsWith(options.BasePath + "/", StringComparison.Ordinal)
                ? path[options.BasePath.Length..]
                : "/outside";
        return new StubRequest(
            context.Request.Method, path,
            context.Request.Query.ToDictionary(q => q.Key, q => q.Value[^1] ?? ""),
            context.Request.ContentType ?? "",
            context.Request.Headers.TransferEncoding.Any(e => e?.Contains("chunked", StringComparison.OrdinalIgnoreCase) == true),
            body.ToArray(), context.Request.Headers.Authorization.ToString());
    }
}
