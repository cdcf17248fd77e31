using Microsoft.Extensions.Primitives;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;

namespace Volcast.Services.Api;

/// <summary>An answer made from a snapshot: says how old it is, and saves the body where the client has it.</summary>
/// <param name="served">The series.</param>
/// <param name="key">Names the answer within the snapshot.</param>
/// <param name="render">Makes it, once.</param>
internal sealed class SnapshotResult(ServedSeries served, string key, Func<ServingSnapshot, Rendering> render) : IResult
{
    /// <summary>The header that tells of an answer that could not be renewed, and why.</summary>
    public const string StaleHeader = "Volcast-Stale";

    /// <summary>Whether the answer is csv. Its ETag is another than that of JSON: who has the one does not have the other.</summary>
    public bool IsCsv { get; init; }

    public Task ExecuteAsync(HttpContext context)
    {
        var snapshot = served.Snapshot!;
        var headers = context.Response.Headers;
        var etag = IsCsv ? snapshot.CsvETag : snapshot.ETag;
        headers.ETag = etag;
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Accept";
        headers["Volcast-Model-Version"] = snapshot.VersionText;
        if (served.Trouble is { } trouble)
        {
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            headers.Age = $"{Math.Max(0, (now - served.ConfirmedAt).TotalSeconds):0}";
            headers[StaleHeader] = PrintableText.ForHeader(trouble);
        }
        if (Matches(context.Request.Headers.IfNoneMatch, etag))
        {
            context.Response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }
        var rendering = snapshot.Render(key, render);
        context.Response.ContentType = rendering.ContentType;
        context.Response.ContentLength = rendering.Bytes.Length;
        return context.Response.Body.WriteAsync(rendering.Bytes, context.RequestAborted).AsTask();
    }

    private static bool Matches(StringValues given, string etag)
    {
        foreach (var line in given)
            if (line is not null && (line == etag || line == "*"
                || line.Split(',', StringSplitOptions.TrimEntries).Any(one => one == etag || one == "W/" + etag)))
                return true;
        return false;
    }
}
