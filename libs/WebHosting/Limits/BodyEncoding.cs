using Volcast.WebHosting.Problems;

namespace Volcast.WebHosting.Limits;

/// <summary>Refuses a compressed body: the limits count the bytes that are sent, and a few of them can expand to any
/// number.</summary>
internal sealed class BodyEncoding(RequestDelegate next)
{
    private const string Plain = "identity";

    public Task InvokeAsync(HttpContext context)
    {
        var encoding = context.Request.Headers.ContentEncoding;
        if (encoding.Count == 0 || encoding.ToString().Trim() is var given
            && (given.Length == 0 || given.Equals(Plain, StringComparison.OrdinalIgnoreCase)))
            return next(context);
        context.Response.Headers.AcceptEncoding = Plain;
        return ProblemResponses.WriteAsync(context, new ProblemException(
            StatusCodes.Status415UnsupportedMediaType, "unsupported_encoding",
            $"The body has the encoding '{PrintableText.Of(given)}'. Send it uncompressed, without Content-Encoding.",
            "Content-Encoding"));
    }
}
