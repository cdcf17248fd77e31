using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Tiingo;

/// <summary>Tiingo's address, the account's token, and the limits of the requests. Tiingo counts requests by the hour and the
/// day, so 429 without a Retry-After is reported at once.</summary>
public sealed record TiingoOptions : VendorLimits
{
    public TiingoOptions() => RetriesRateLimit = false;

    /// <summary>The host of the service.</summary>
    public Uri BaseAddress { get; init; } = new("https://api.tiingo.com");

    /// <summary>The token of the account. No message contains it.</summary>
    public required string Token { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{nameof(TiingoOptions)} of {BaseAddress}";
}
