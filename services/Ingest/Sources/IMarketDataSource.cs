using Volcast.Market;

namespace Volcast.Services.Ingest.Sources;

/// <summary>A vendor of daily bars.</summary>
public interface IMarketDataSource
{
    /// <summary>The vendor's name in settings and in the lake: <c>yahoo</c>, <c>cboe</c>, <c>tiingo</c>, <c>csv</c>.</summary>
    string Name { get; }

    /// <summary>One vintage of a symbol's bars from <paramref name="from"/> to <paramref name="to"/>, both included.</summary>
    /// <param name="symbol">What to download.</param>
    /// <param name="from">First session wanted; null for the vendor's whole history.</param>
    /// <param name="to">Last session wanted; null for the vendor's newest, settled or not.</param>
    /// <param name="cancellationToken">Stops waiting and downloading.</param>
    /// <returns>At least one bar, and all rows that could not become a bar.</returns>
    /// <exception cref="ArgumentException">The window ends before it begins.</exception>
    /// <exception cref="MarketDataException">There is no bar; the message says why and what the user can do.</exception>
    Task<VendorDownload> DownloadAsync(Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken);
}
