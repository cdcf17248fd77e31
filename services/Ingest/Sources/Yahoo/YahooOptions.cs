using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Yahoo's addresses, and the limits of the requests.</summary>
public sealed record YahooOptions : VendorLimits
{
    /// <summary>Host of the chart endpoint.</summary>
    public Uri BaseAddress { get; init; } = new("https://query1.finance.yahoo.com");

    /// <summary>The host for a new session after the other host refused.</summary>
    public Uri AlternativeAddress { get; init; } = new("https://query2.finance.yahoo.com");

    /// <summary>A page that sets the session's cookie, whatever its HTTP status.</summary>
    public Uri CookieAddress { get; init; } = new("https://fc.yahoo.com");
}
