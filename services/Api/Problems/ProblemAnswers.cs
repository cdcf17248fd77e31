using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics;
using Volcast.Services.Api.Security;

namespace Volcast.Services.Api.Problems;

/// <summary>The one shape in which every failure is told: RFC 9457 with <c>code</c>, <c>field</c> and <c>trace_id</c>.</summary>
internal static class ProblemAnswers
{
    public const string ContentType = "application/problem+json";
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static WebApplication UseProblemAnswers(this WebApplication app)
    {
        app.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => AnswerAsync(context, context.Features.Get<IExceptionHandlerFeature>()?.Error),
            SuppressDiagnosticsCallback = told => told.Exception is ApiProblem or BadHttpRequestException,
        });
        app.UseStatusCodePages(told => AnswerAsync(told.HttpContext, error: null));
        return app;
    }

    /// <summary>Tells of a problem where no exception can be thrown, as in a middleware.</summary>
    public static Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        if (problem.RetryAfter is { } seconds)
            context.Response.Headers.RetryAfter = $"{seconds}";
        return WriteAsync(context, problem.Status, problem.Code, problem.Message, problem.Field);
    }

    private static Task AnswerAsync(HttpContext context, Exception? error) => error switch
    {
        ApiProblem problem => WriteAsync(context, problem),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } =>
            WriteAsync(context, StatusCodes.Status413PayloadTooLarge, "body_too_large",
                "The body is larger than this service takes: send fewer rows at once.", "body"),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } =>
            WriteAsync(context, StatusCodes.Status408RequestTimeout, "body_too_slow",
                "The body came too slowly; send it again.", "body"),
        BadHttpRequestException bad => WriteAsync(context, bad.StatusCode, "bad_request", bad.Message, null),
        OperationCanceledException => WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "timed_out",
            "The request took longer than this service allows.", null),
        null => WriteAsync(context, context.Response.StatusCode, CodeOf(context.Response.StatusCode),
            DetailOf(context),
            context.Response.StatusCode == StatusCodes.Status415UnsupportedMediaType ? "Content-Type" : null),
        _ => WriteAsync(context, StatusCodes.Status500InternalServerError, "internal_error",
            "Something went wrong here, not with the request. The log has it under the trace id.", null),
    };

    private static async Task WriteAsync(HttpContext context, int status, string code, string detail, string? field)
    {
        if (context.Response.HasStarted)
            return;
        SecurityHeaders.Set(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = ContentType;
        context.Response.Headers.CacheControl = "no-store";
        var body = Body(status, code, detail, field, context.Request.Path,
            Activity.Current?.TraceId.ToHexString() ?? context.TraceIdentifier);
        context.Response.ContentLength = body.Length;
        try
        {
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // The client has gone: there is nobody left to tell.
        }
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
        StatusCodes.Status404NotFound => $"There is nothing at {context.Request.Path}. /docs shows what there is.",
        StatusCodes.Status405MethodNotAllowed =>
            $"{context.Request.Path} does not take {context.Request.Method}; it takes {context.Response.Headers.Allow}.",
        StatusCodes.Status415UnsupportedMediaType => "Send the body as application/json.",
        var status => TitleOf(status) + ".",
    };
}
