using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Volcast.WebHosting.Limits;

namespace Volcast.WebHosting.Problems;

/// <summary>
/// Answers requests that are not valid HTTP with a problem response too. Such a request reaches no middleware: Kestrel responds
/// with an empty body, and with status 505 to an unknown HTTP version. This class listens to Kestrel's diagnostic event and
/// replaces that response on the connection.
/// </summary>
internal sealed class UnreadableRequests(RefusalLimit refusals, ILogger<UnreadableRequests> log)
    : IObserver<KeyValuePair<string, object?>>
{
    private const string Notice = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Gives every connection a writer that can replace a response.</summary>
    public static void Watch(KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(endpoint =>
        endpoint.Use(next => connection =>
        {
            var writer = new ReplaceableWriter(connection.Transport.Output);
            connection.Features.Set(writer);
            connection.Transport = new Duplex(connection.Transport.Input, writer);
            return next(connection);
        }));

    /// <summary>Subscribes to Kestrel's event for unreadable requests.</summary>
    public void Listen(DiagnosticListener server) => server.Subscribe(this, name => name == Notice);

    public void OnNext(KeyValuePair<string, object?> raised)
    {
        if (raised.Value is not IFeatureCollection request || request.Get<ReplaceableWriter>() is not { } writer
            || request.Get<IBadRequestExceptionFeature>()?.Error is not Microsoft.AspNetCore.Http.BadHttpRequestException error
            || request.Get<IHttpResponseFeature>() is not { HasStarted: false })
            return;
        var problem = Of(error);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        writer.Replace(Response(problem, trace));
        if (refusals.TryCount(request.Get<IHttpConnectionFeature>()?.RemoteIpAddress?.ToString() ?? ClientIdentity.Unknown))
            log.Unreadable(trace, problem.Code, PrintableText.ForHeader(error.Message));
    }

    public void OnError(Exception error)
    {
        // Kestrel's listener does not report errors.
    }

    public void OnCompleted()
    {
        // The service is stopping.
    }

    private static ProblemException Of(Microsoft.AspNetCore.Http.BadHttpRequestException error) => error.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => new(error.StatusCode, "request_too_slow",
            "The request arrived too slowly. Send it again."),
        StatusCodes.Status414UriTooLong => new(error.StatusCode, "target_too_long",
            "Path and query exceed the length limit."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => new(error.StatusCode, "headers_too_large",
            "The headers exceed the limit on number or length."),
        _ => ProblemException.Invalid("unreadable_request",
            $"The request is not valid HTTP/1.1: {PrintableText.ForHeader(error.Message)}", null),
    };

    private static byte[] Response(ProblemException problem, string trace)
    {
        var body = ProblemResponses.Body(problem.Status, problem.Code, problem.Message, problem.Field, "", trace);
        var head = $"HTTP/1.1 {problem.Status} {ProblemResponses.TitleOf(problem.Status)}\r\n"
            + $"Content-Type: {ProblemResponses.ContentType}\r\nContent-Length: {body.Length}\r\n"
            + "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        return [.. System.Text.Encoding.ASCII.GetBytes(head), .. body.Span];
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

/// <summary>Passes on what the server writes until <see cref="Replace"/> is called.</summary>
internal sealed class ReplaceableWriter(PipeWriter connection) : PipeWriter
{
    private byte[]? response;
    private byte[] discarded = [];
    private bool isWritten;

    public override bool CanGetUnflushedBytes => connection.CanGetUnflushedBytes;

    public override long UnflushedBytes => connection.UnflushedBytes;

    /// <summary>From now on the connection sends <paramref name="whole"/>, once, and drops what the server writes.</summary>
    public void Replace(byte[] whole) => response = whole;

    public override Memory<byte> GetMemory(int sizeHint = 0) =>
        response is null ? connection.GetMemory(sizeHint) : Discarded(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => response is null ? connection.GetSpan(sizeHint) : Discarded(sizeHint);

    public override void Advance(int bytes)
    {
        if (response is null)
            connection.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (response is null || isWritten)
            return connection.FlushAsync(cancellationToken);
        isWritten = true;
        return connection.WriteAsync(response, cancellationToken);
    }

    public override void CancelPendingFlush() => connection.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => connection.Complete(exception);

    private byte[] Discarded(int sizeHint) =>
        discarded.Length >= Math.Max(sizeHint, 4096) ? discarded : discarded = new byte[Math.Max(sizeHint, 4096)];
}

/// <summary>Log messages about unreadable requests.</summary>
internal static partial class UnreadableLog
{
    [LoggerMessage(LogLevel.Information, "A request could not be read ({Code}, trace id {Trace}): {Reason}")]
    public static partial void Unreadable(this ILogger log, string trace, string code, string reason);
}
