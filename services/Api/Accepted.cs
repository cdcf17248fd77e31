using Microsoft.Net.Http.Headers;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api;

/// <summary>Content negotiation: JSON, or csv or HTML where a route offers it.</summary>
internal static class Accepted
{
    public const string CsvContentType = "text/csv; charset=utf-8";

    /// <summary>The query parameter for clients that cannot set the Accept header, such as browsers and spreadsheets.</summary>
    public const string Format = "format";

    /// <summary>Whether the client prefers csv to JSON, which is the default.</summary>
    /// <exception cref="ProblemException">The client accepts neither.</exception>
    public static bool WantsCsv(this HttpContext context, ApiQuery query)
    {
        if (query.Text(Format) is { } format)
            return format is "csv" or "json"
                ? format == "csv"
                : throw ProblemException.Invalid("invalid_format", $"'{PrintableText.Of(format)}' is not json or csv.", Format);
        var accept = context.Request.Headers.Accept;
        if (accept.Count == 0 || accept is [null or "" or "*/*" or "application/json"])
            return false;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            throw ProblemException.Invalid("invalid_accept", "The Accept header is malformed.", "Accept");
        var (csv, json) = (Quality(wanted, "text/csv"), Quality(wanted, "application/json"));
        return csv > 0 || json > 0
            ? csv > json
            : throw new ProblemException(StatusCodes.Status406NotAcceptable, "not_acceptable",
                "The response is available as application/json and text/csv.", "Accept");
    }

    /// <summary>Whether the client prefers HTML to JSON, as a browser does.</summary>
    public static bool PrefersHtml(this HttpContext context) =>
        MediaTypeHeaderValue.TryParseList(context.Request.Headers.Accept, out var wanted)
        && Quality(wanted, "text/html") > Quality(wanted, "application/json");

    /// <summary>The quality of a media type, from the most specific range that matches it.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> wanted, string type)
    {
        var value = new MediaTypeHeaderValue(type);
        return wanted.Where(value.IsSubsetOf)
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
