using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;

namespace Volcast.WebHosting.Problems;

/// <summary>Every error response has one shape: RFC 9457 with the members <c>code</c>, <c>field</c> and
/// <c>trace_id</c>.</summary>
public static class ProblemResponses
{
    public const string ContentType = "application/problem+json";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal static WebApplication UseProblemResponses(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => RespondAsync(context, context.Features.Get<IExceptionHandlerFeature>()?.Error),
            SuppressDiagnosticsCallback = raised => raised.Exception is ProblemException or BadHttpRequestException,
        });
        app.UseStatusCodePages(empty => RespondAsync(empty.HttpContext, error: null));
        return app;
    }

    /// <summary>Writes a problem where no exception can be thrown, as in a middleware.</summary>
    public static Task WriteAsync(HttpContext context, ProblemException problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";
        return WriteAsync(context, problem.Status, problem.Code, problem.Message, problem.Field);
    }

    private static Task RespondAsync(HttpContext context, Exception? error) => error switch
    {
        ProblemException problem => WriteAsync(context, problem),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "body_too_large",
                "The body exceeds the size limit. Split it into several requests.", "body"),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            WriteAsync(context, StatusCodes.Status408RequestTimeout, "body_too_slow",
                "The body arrived too slowly. Send the request again.", "body"),
        BadHttpRequestException bad => WriteAsync(context, bad.StatusCode, "bad_request", bad.Message, null),
        OperationCanceledException => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "timed_out",
            "The request took longer than the time limit.", null),
        null => WriteEmptyAsync(context),
        _ => WriteAsync(context, StatusCodes.Status500InternalServerError, "internal_error",
            "The service failed; the request is not at fault. The log has the error under this trace id.", null),
    };

    /// <summary>For a response that has a status and no body.</summary>
    private static Task WriteEmptyAsync(HttpContext context)
    {
        if (context.Response.StatusCode == StatusCodes.Status405MethodNotAllowed)
            HeadRequests.AddTo(context.Response.Headers);
        return WriteAsync(context, context.Response.StatusCode, CodeOf(context.Response.StatusCode),
            DetailOf(context),
            context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType ? "Content-Type" : null);
    }

    private static async Task WriteAsync(HttpContext context, int status, string code, string detail, string? field)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        var body = Body(status, code, detail, field, context.Request.Path,
            Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
        context.Response.ContentLength = body.Length;
        // Not RequestAborted: a timeout has cancelled that token, and this is the response to it.
        await context.Response.Body.WriteAsync(body, CancellationToken.None);
    }

    /// <summary>A problem as JSON.</summary>
    public static ReadOnlyMemory<byte> Body(
        int status, string code, string detail, string? field, string? instance, string traceId)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type", $"urn:volcast:problem:{code}");
            json.WriteString("title", TitleOf(status));
            json.WriteNumber("status", status);
            json.WriteString("code", code);
            json.WriteString("detail", detail);
            if (field is not null)
                json.WriteString("field", field);
            json.WriteString("instance", instance);
            json.WriteString("trace_id", traceId);
            json.WriteEndObject();
        }
        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }

    public static string TitleOf(int status) =>
        Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status) is { Length: > 0 } phrase ? phrase : "Error";

    private static string CodeOf(int status) => status switch
    {
        StatusCodes.Status404NotFound => "no_such_route",
        StatusCodes.Status405MethodNotAllowed => "method_not_allowed",
        StatusCodes.Status415UnsupportedMediaType => "unsupported_media_type",
        _ => TitleOf(status).ToLowerInvariant().Replace(' ', '_'),
    };

    private static string DetailOf(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status404NotFound => $"There is no route {context.Request.Path}. /docs lists the routes.",
        StatusCodes.Status405MethodNotAllowed =>
            $"{context.Request.Path} does not accept {context.Request.Method}, only {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        var status => TitleOf(status) + ".",
    };
}
