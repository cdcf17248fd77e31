using System.Text.Json;
using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Daily bars, dividends and splits from Yahoo's v8 chart endpoint. One instance keeps the limits and the session of a
/// run, and can download many symbols concurrently.</summary>
public sealed class YahooSource : IMarketDataSource, IDisposable
{
    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "yahoo";

    private readonly YahooClient client;
    private readonly HttpMessageHandler handler;
    private readonly TimeProvider time;

    /// <summary>A clock may be ahead of Yahoo's by this much.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    /// <param name="handler">Carries the requests, and is disposed of with the source; see <see cref="CreateHandler"/>.</param>
    /// <param name="options">Yahoo's addresses and the limits to keep.</param>
    /// <param name="time">Times the answers and all waits.</param>
    public YahooSource(HttpMessageHandler handler, YahooOptions options, TimeProvider time)
    {
        this.handler = handler;
        this.time = time;
        client = new YahooClient(handler, options, time);
    }

    public string Name => SourceName;

    /// <summary>Raised with one line of text before each wait for a retry, so that a long wait does not look like a
    /// hang.</summary>
    public event Action<string>? Waiting;

    /// <summary>The handler that this source needs: it decompresses answers and keeps no cookies.</summary>
    public static SocketsHttpHandler CreateHandler() => new()
    {
        UseCookies = false,
        AutomaticDecompression = System.Net.DecompressionMethods.All,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        ConnectTimeout = TimeSpan.FromSeconds(15),
    };

    public async Task<VendorDownload> DownloadAsync(
        Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        if (from > to)
            throw new ArgumentException($"The window begins on {from:yyyy-MM-dd}, after its end on {to:yyyy-MM-dd}.", nameof(to));
        var request = new ChartRequest(symbol, from, to, time.GetUtcNow());
        var notes = new List<string>();
        var answer = await client.GetAsync(
            request,
            cause =>
            {
                notes.Add(cause + ".");
                Waiting?.Invoke($"{symbol}: {cause}");
            },
            cancellationToken);
        var retrievedAt = time.GetUtcNow();
        // A clock that is ahead would date the download into the future and take unfinished bars for settled ones. One that is
        // behind is harmless, and VOLCAST_NOW sets it so on purpose.
        if (answer.Date is { } date && retrievedAt - date > ClockTolerance)
            throw YahooFailures.ClockAhead(request, answer, retrievedAt, date);
        if (answer.IsTooLarge)
            throw YahooFailures.Malformed(request, answer.Host, "it is larger than any history of one symbol");
        if (!answer.IsJson)
            throw YahooFailures.Malformed(
                request, answer.Host, $"expected JSON, received {answer.Status} with {answer.Excerpt}");
        try
        {
            var (chart, error) = ChartReader.Read(answer.Body);
            return chart is null
                ? throw YahooFailures.Stated(request, answer, error!)
                : ChartSessions.ToDownload(chart, request, answer.Host, retrievedAt, notes);
        }
        catch (JsonException broken)
        {
            throw YahooFailures.Malformed(
                request, answer.Host, $"its JSON is damaged or incomplete ({answer.Body.Length} bytes)", broken);
        }
        catch (ChartFormatException foreign)
        {
            throw YahooFailures.Malformed(request, answer.Host, foreign.Message, foreign);
        }
    }

    public void Dispose()
    {
        client.Dispose();
        handler.Dispose();
    }
}
