using System.Diagnostics;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Volcast.Services.Api.Problems;

/// <summary>
/// Gives what is not HTTP at all the one shape of a problem too. Such a request reaches no middleware: the server refuses it
/// with an empty answer of its own, a version that it does not know even with 505. Here the server's notice of it is heard, and
/// the connection writes a problem in that answer's place.
/// </summary>
internal sealed class UnreadableRequests(ILogger<UnreadableRequests> log) : IObserver<KeyValuePair<string, object?>>
{
    private const string Notice = "Microsoft.AspNetCore.Server.Kestrel.BadRequest";

    /// <summary>Puts the writer that can replace an answer into every connection.</summary>
    public static void Watch(KestrelServerOptions kestrel) => kestrel.ConfigureEndpointDefaults(endpoint =>
        endpoint.Use(next => connection =>
        {
            var answers = new ReplaceableWriter(connection.Transport.Output);
            connection.Features.Set(answers);
            connection.Transport = new Duplex(connection.Transport.Input, answers);
            return next(connection);
        }));

    /// <summary>Listens to the server.</summary>
    public void Listen(DiagnosticListener server) => server.Subscribe(this, name => name == Notice);

    public void OnNext(KeyValuePair<string, object?> told)
    {
        if (told.Value is not IFeatureCollection request || request.Get<ReplaceableWriter>() is not { } answers
            || request.Get<IBadRequestExceptionFeature>()?.Error is not Microsoft.AspNetCore.Http.BadHttpRequestException error
            || request.Get<IHttpResponseFeature>() is not { HasStarted: false })
            return;
        var problem = Of(error);
        var trace = ActivityTraceId.CreateRandom().ToHexString();
        answers.Replace(Whole(problem, trace));
        log.Unreadable(trace, problem.Code, ApiQuery.Header(error.Message));
    }

    public void OnError(Exception error)
    {
        // The server's listener never ends by an error.
    }

    public void OnCompleted()
    {
        // The service has ended.
    }

    private static ApiProblem Of(Microsoft.AspNetCore.Http.BadHttpRequestException error) => error.StatusCode switch
    {
        StatusCodes.Status408RequestTimeout => new(error.StatusCode, "request_too_slow",
            "The request came too slowly; send it again."),
        StatusCodes.Status413PayloadTooLarge => new(error.StatusCode, "body_too_large",
            "The body is larger than this service takes.", "body"),
        StatusCodes.Status414UriTooLong => new(error.StatusCode, "target_too_long",
            "Path and query are longer than this service takes."),
        StatusCodes.Status431RequestHeaderFieldsTooLarge => new(error.StatusCode, "headers_too_large",
            "The headers are more or longer than this service takes."),
        _ => ApiProblem.Invalid("unreadable_request",
            $"The request is not HTTP/1.1 as this service reads it: {ApiQuery.Header(error.Message)}", null),
    };

    private static byte[] Whole(ApiProblem problem, string trace)
    {
        var body = ProblemAnswers.Body(problem.Status, problem.Code, problem.Message, problem.Field, "", trace);
        var head = $"HTTP/1.1 {problem.Status} {ProblemAnswers.TitleOf(problem.Status)}\r\n"
            + $"Content-Type: {ProblemAnswers.ContentType}\r\nContent-Length: {body.Length}\r\n"
            + "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n";
        return [.. System.Text.Encoding.ASCII.GetBytes(head), .. body.Span];
    }

    private sealed record Duplex(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}

/// <summary>Passes on what the server writes, until it is told to write something else instead.</summary>
internal sealed class ReplaceableWriter(PipeWriter connection) : PipeWriter
{
    private byte[]? answer;
    private byte[] discarded = [];
    private bool isWritten;

    public override bool CanGetUnflushedBytes => connection.CanGetUnflushedBytes;

    public override long UnflushedBytes => connection.UnflushedBytes;

    /// <summary>From here on <paramref name="whole"/> is sent, once, whatever the server writes.</summary>
    public void Replace(byte[] whole) => answer = whole;

    public override Memory<byte> GetMemory(int sizeHint = 0) =>
        answer is null ? connection.GetMemory(sizeHint) : Discarded(sizeHint);

    public override Span<byte> GetSpan(int sizeHint = 0) => answer is null ? connection.GetSpan(sizeHint) : Discarded(sizeHint);

    public override void Advance(int bytes)
    {
        if (answer is null)
            connection.Advance(bytes);
    }

    public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default)
    {
        if (answer is null || isWritten)
            return connection.FlushAsync(cancellationToken);
        isWritten = true;
        return connection.WriteAsync(answer, cancellationToken);
    }

    public override void CancelPendingFlush() => connection.CancelPendingFlush();

    public override void Complete(Exception? exception = null) => connection.Complete(exception);

    public override ValueTask CompleteAsync(Exception? exception = null) => connection.CompleteAsync(exception);

    private byte[] Discarded(int sizeHint) =>
        discarded.Length >= Math.Max(sizeHint, 4096) ? discarded : discarded = new byte[Math.Max(sizeHint, 4096)];
}

/// <summary>What the log says of requests that cannot be read.</summary>
internal static partial class UnreadableLog
{
    [LoggerMessage(LogLevel.Information, "A request could not be read ({Code}, trace id {Trace}): {Reason}")]
    public static partial void Unreadable(this ILogger log, string trace, string code, string reason);
}
