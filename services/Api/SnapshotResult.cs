using System.Globalization;
using Microsoft.Extensions.Primitives;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;

namespace Volcast.Services.Api;

/// <summary>A response rendered from a snapshot, with ETag and staleness headers; 304 if the client has the same ETag.</summary>
/// <param name="served">The series.</param>
/// <param name="key">Identifies the response within the snapshot.</param>
/// <param name="render">Renders the body, once per snapshot.</param>
internal sealed class SnapshotResult(ServedSeries served, string key, Func<ServingSnapshot, Rendering> render) : IResult
{
    /// <summary>The header that is present while the snapshot cannot be refreshed; its value is the reason.</summary>
    public const string StaleHeader = "Volcast-Stale";

    /// <summary>Whether the response is csv, which has another ETag than JSON.</summary>
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
        if (served.LastError is { } error)
        {
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            headers.Age = Math.Max(0, (now - served.ConfirmedAt).TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
            headers[StaleHeader] = PrintableText.ForHeader(error);
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
