using Volcast.Lake.Tables;
using Volcast.Services.Ingest.Plausibility;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>A source's download of a symbol or the error, and the earlier content of the lake.</summary>
/// <param name="Held">The bars in the lake before.</param>
/// <param name="Answer">The download; null after a failure.</param>
/// <param name="IsWhole">Whether everything that is wanted was requested, not only what is new.</param>
/// <param name="Failure">Why there is no download.</param>
internal sealed record DownloadAttempt(
    CuratedMarketTable Held, VendorDownload? Answer, bool IsWhole, MarketDataException? Failure)
{
    /// <summary>Why the lake could not be read; null if it could.</summary>
    public string? Fault { get; init; }

    /// <summary>What another source says about the same sessions; null if none was asked.</summary>
    public SourceComparison? Comparison { get; init; }
}
