using System.Globalization;
using System.Text;
using Microsoft.Extensions.Primitives;
using Volcast.Files;
using Volcast.Services.Api.Snapshots;
using Volcast.WebHosting;

namespace Volcast.Services.Api;

/// <summary>Sends a rendering with its ETag and staleness headers; 304 if the client has the same ETag.</summary>
internal static class ConditionalResponse
{
    /// <param name="context">The request.</param>
    /// <param name="etag">Identifies everything that the body depends on.</param>
    /// <param name="versions">The model versions in the body.</param>
    /// <param name="stale">A series that cannot be refreshed; null if every one in the body can.</param>
    /// <param name="render">Renders the body.</param>
    public static async Task WriteAsync(
        HttpContext context, string etag, string versions, ServedSeries? stale, Func<ValueTask<Rendering>> render)
    {
        var headers = context.Response.Headers;
        headers["Volcast-Model-Version"] = versions;
        if (stale?.LastError is { } error)
        {
            var now = context.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow();
            headers.Age = Math.Max(0, (now - stale.ConfirmedAt).TotalSeconds).ToString("0", CultureInfo.InvariantCulture);
            headers[SnapshotResult.StaleHeader] = PrintableText.ForHeader(error);
        }
        if (!IsUnchanged(context, etag))
            await SendAsync(context, await render());
    }

    /// <summary>The ETag of a body that follows from a text.</summary>
    /// <param name="text">Everything that the body depends on.</param>
    /// <param name="isCsv">Whether the body is csv, which has another ETag than JSON.</param>
    public static string TagOf(string text, bool isCsv = false) =>
        $"\"{Digest.Of(Encoding.UTF8.GetBytes(text))[..32]}{(isCsv ? "-csv" : "")}\"";

    /// <summary>Adds the headers of a response that a client may keep.</summary>
    /// <returns>True if the client has the same ETag; the response is then 304.</returns>
    public static bool IsUnchanged(HttpContext context, string etag)
    {
        var headers = context.Response.Headers;
        headers.ETag = etag;
        headers.CacheControl = "private, no-cache";
        headers.Vary = "Accept";
        if (!Matches(context.Request.Headers.IfNoneMatch, etag))
            return false;
        context.Response.StatusCode = StatusCodes.Status304NotModified;
        return true;
    }

    /// <summary>Sends the body.</summary>
    public static Task SendAsync(HttpContext context, Rendering rendering)
    {
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
