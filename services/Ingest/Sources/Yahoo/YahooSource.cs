using System.Text.Json;
using Volcast.Market;
using Volcast.Services.Ingest.Sources.Http;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Daily bars, dividends and splits from Yahoo's v8 chart endpoint. One instance keeps the limits and the session of a
/// run, and can download many symbols concurrently.</summary>
public sealed class YahooSource : IMarketDataSource, IDisposable
{
    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "yahoo";

    /// <summary>The vendor's name in messages.</summary>
    internal const string Vendor = "Yahoo";

    private readonly VendorClient client;
    private readonly YahooClient sessions;
    private readonly TimeProvider time;

    /// <param name="handler">Carries the requests, and is disposed of with the source; see <see cref="VendorHandler"/>.</param>
    /// <param name="options">Yahoo's addresses and the limits to keep.</param>
    /// <param name="time">Times the answers and all waits.</param>
    public YahooSource(HttpMessageHandler handler, YahooOptions options, TimeProvider time)
    {
        this.time = time;
        client = new VendorClient(handler, options, time);
        sessions = new YahooClient(client, options);
    }

    public string Name => SourceName;

    public async Task<VendorDownload> DownloadAsync(
        Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        BarCollector.RequireWindow(from, to);
        var chartRequest = new ChartRequest(symbol, from, to, time.GetUtcNow());
        var notes = new List<string>();
        var (request, answer) = await sessions.GetAsync(chartRequest, notes, cancellationToken);
        var retrievedAt = client.RetrievedAt(request, answer);
        if (!answer.IsJson)
            throw VendorFailures.Malformed(request, $"expected JSON, received {answer.Status} with {answer.Excerpt}");
        try
        {
            var (chart, error) = ChartReader.Read(answer.Body);
            return chart is null
                ? throw YahooFailures.Stated(chartRequest, request, answer, error!)
                : ChartSessions.ToDownload(chart, chartRequest, request, retrievedAt, notes);
        }
        catch (JsonException broken)
        {
            throw VendorFailures.Malformed(
                request, $"its JSON is damaged or incomplete ({answer.Body.Length} bytes)", broken);
        }
        catch (ChartFormatException foreign)
        {
            throw VendorFailures.Malformed(request, foreign.Message, foreign);
        }
    }

    public void Dispose()
    {
        sessions.Dispose();
        client.Dispose();
    }
}
