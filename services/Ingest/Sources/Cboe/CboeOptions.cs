using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Cboe;

/// <summary>The address of Cboe's daily files, and the limits of the requests.</summary>
public sealed record CboeOptions : VendorLimits
{
    /// <summary>The host of the files.</summary>
    public Uri BaseAddress { get; init; } = new("https://cdn.cboe.com");
}
