using Microsoft.Net.Http.Headers;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api;

/// <summary>Which form of an answer the client takes.</summary>
internal static class Accepted
{
    public const string CsvContentType = "text/csv; charset=utf-8";

    /// <summary>The query parameter that says it instead of the header: browsers and spreadsheets cannot set one.</summary>
    public const string Format = "format";

    /// <summary>Whether csv is preferred to JSON, which is what anyone gets who does not say.</summary>
    /// <exception cref="ProblemException">Neither is taken.</exception>
    public static bool WantsCsv(this HttpContext context, ApiQuery query)
    {
        if (query.Text(Format) is { } format)
            return format is "csv" or "json"
                ? format == "csv"
                : throw ProblemException.Invalid("invalid_format", $"'{PrintableText.Of(format)}' is neither json nor csv.", Format);
        var accept = context.Request.Headers.Accept;
        if (accept.Count == 0 || accept is [null or "" or "*/*" or "application/json"])
            return false;
        if (!MediaTypeHeaderValue.TryParseList(accept, out var wanted))
            throw ProblemException.Invalid("invalid_accept", "The header Accept cannot be read.", "Accept");
        var (csv, json) = (Quality(wanted, "text/csv"), Quality(wanted, "application/json"));
        return csv > 0 || json > 0
            ? csv > json
            : throw new ProblemException(StatusCodes.Status406NotAcceptable, "not_acceptable",
                "This is to be had as application/json or text/csv.", "Accept");
    }

    /// <summary>How much a type is wanted, by the most specific range that takes it.</summary>
    private static double Quality(IList<MediaTypeHeaderValue> wanted, string type)
    {
        var value = new MediaTypeHeaderValue(type);
        return wanted.Where(value.IsSubsetOf)
            .OrderBy(range => range.MatchesAllTypes ? 2 : range.MatchesAllSubTypes ? 1 : 0)
            .Select(range => range.Quality ?? 1)
            .FirstOrDefault();
    }
}
