using Volcast.Market;

namespace Volcast.Services.Ingest.Sources;

/// <summary>A vendor of daily bars: the seam at which the outside world enters.</summary>
public interface IMarketDataSource
{
    /// <summary>The vendor's name in settings and in the lake: <c>yahoo</c>, <c>csv</c>.</summary>
    string Name { get; }

    /// <summary>One vintage of a symbol's bars from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    /// <param name="symbol">What to download.</param>
    /// <param name="from">First session wanted; null for the whole history that the vendor has.</param>
    /// <param name="to">Last session wanted; null for the newest that the vendor has, settled or not.</param>
    /// <param name="cancellationToken">Stops waiting and downloading.</param>
    /// <returns>At least one bar, and everything of the vendor's answer that could not become one.</returns>
    /// <exception cref="MarketDataException">There is nothing to return; the message says why and what can be done.</exception>
    Task<VendorDownload> DownloadAsync(Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken);
}
