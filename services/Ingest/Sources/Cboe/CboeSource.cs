using Volcast.Market;
using Volcast.Services.Ingest.Sources.Csv;
using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Cboe;

/// <summary>Daily values of Cboe's indices from Cboe's own files, one for each index with its whole history. They need no
/// account. Some hold open, high, low and close, others one value a session.</summary>
public sealed class CboeSource : IMarketDataSource, IDisposable
{
    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "cboe";

    private const string Vendor = "Cboe";

    /// <summary>The indices with a file. The server refuses a file that does not exist as it refuses a blocked machine, so only
    /// these are requested.</summary>
    private static readonly string[] Published =
    [
        "VIX", "VIX1D", "VIX9D", "VIX3M", "VIX6M", "VIX1Y", "VVIX", "SKEW", "VXN", "VXD", "RVX", "GVZ", "OVX", "VXEEM", "VXEFA",
        "VXSLV", "VXGDX", "VXAPL", "VXAZN", "VXGOG", "VXGS", "VXIBM",
    ];

    private readonly Uri baseAddress;
    private readonly Func<DateOnly, bool> isSession;
    private readonly VendorClient client;

    /// <param name="handler">Carries the requests, and is disposed of with the source.</param>
    /// <param name="options">Cboe's address and the limits to keep.</param>
    /// <param name="isSession">Whether the exchange is open on a day, for days from <see cref="TradingCalendar.FirstDay"/>
    /// on.</param>
    /// <param name="time">Times the answers and all waits.</param>
    public CboeSource(HttpMessageHandler handler, CboeOptions options, Func<DateOnly, bool> isSession, TimeProvider time)
    {
        (baseAddress, this.isSession) = (options.BaseAddress, isSession);
        client = new VendorClient(handler, options, time);
    }

    public string Name => SourceName;

    public async Task<VendorDownload> DownloadAsync(
        Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        BarCollector.RequireWindow(from, to);
        if (!symbol.IsIndex || !Published.Contains(symbol.FileName, StringComparer.Ordinal))
            throw new MarketDataException(
                MarketDataFailure.NotFound, symbol,
                $"{symbol}: Cboe publishes no daily file of it, only of the indices "
                + $"{string.Join(", ", Published.Select(name => $"^{name}"))}.");
        var path = $"api/global/us_indices/daily_prices/{symbol.FileName}_History.csv";
        var request = new VendorRequest(Vendor, symbol, new Uri(VendorRequest.Endpoint(baseAddress, path)))
        {
            Accept = "text/csv,text/plain;q=0.9,*/*;q=0.8",
        };
        var notes = new List<string>();
        var answer = await client.GetAsync(request, notes, cancellationToken);
        var retrievedAt = client.RetrievedAt(request, answer);
        if (answer.Status is 401 or 403 or 404)
            throw new MarketDataException(
                MarketDataFailure.Refused, symbol,
                $"{symbol}: Cboe refuses to serve the file ({answer.Status}, {answer.Excerpt}) at {request.Shown}. "
                + $"Try later or from another network, {VendorFailures.OtherSources}.");
        if (answer.Status != 200 || answer.IsWebPage || answer.IsJson)
            throw VendorFailures.Malformed(request, $"expected a csv file, received {answer.Status} with {answer.Excerpt}");
        try
        {
            var read = CsvBars.Read(answer.Body, symbol, from, to, isSession, cancellationToken);
            return read.Bars.Count > 0
                ? new VendorDownload(symbol, Name, retrievedAt, read.Bars, read.Rejected, [.. notes, .. read.Notes])
                {
                    HasUnorderedRows = read.HasUnorderedRows,
                }
                : throw new MarketDataException(
                    MarketDataFailure.NoData, symbol,
                    $"{symbol}: Cboe's file has no bars{BarCollector.WindowText(from, to)}: {read.Emptiness} ({request.Shown}). "
                    + $"Request a longer window, {VendorFailures.OtherSources}.",
                    rejected: read.Rejected);
        }
        catch (CsvFormatException foreign)
        {
            throw VendorFailures.Malformed(request, foreign.What, foreign);
        }
    }

    public void Dispose() => client.Dispose();
}
