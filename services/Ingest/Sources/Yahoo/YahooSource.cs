using System.Text.Json;
using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Daily bars, dividends and splits from Yahoo's v8 chart endpoint. One instance holds the limits and the session of a
/// run, and may be asked for many symbols at once.</summary>
public sealed class YahooSource : IMarketDataSource, IDisposable
{
    /// <summary>The <see cref="Name"/> of this source.</summary>
    public const string SourceName = "yahoo";

    private readonly YahooClient client;
    private readonly HttpMessageHandler handler;
    private readonly TimeProvider time;
    private readonly Func<DateOnly, DateTimeOffset> settlesAt;

    /// <param name="handler">Carries the requests, and is disposed of with the source; see <see cref="CreateHandler"/>.</param>
    /// <param name="options">Where Yahoo is and how gently it is asked.</param>
    /// <param name="time">Tells when an answer came; all waiting is done on it.</param>
    /// <param name="settlesAt">When a session's bar is settled: <see cref="TradingCalendar.SettlesAt"/>.</param>
    public YahooSource(
        HttpMessageHandler handler, YahooOptions options, TimeProvider time, Func<DateOnly, DateTimeOffset> settlesAt)
    {
        this.handler = handler;
        this.time = time;
        this.settlesAt = settlesAt;
        client = new YahooClient(handler, options, time);
    }

    public string Name => SourceName;

    /// <summary>Raised with a line for a person before each wait for a repetition: a long wait should not look like a
    /// hang.</summary>
    public event Action<string>? Waiting;

    /// <summary>A handler as this source needs it: compressed answers, and no cookies but those of its own session.</summary>
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
            throw new ArgumentException($"The window ends on {to:yyyy-MM-dd} and begins on {from:yyyy-MM-dd}.", nameof(to));
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
        if (answer.IsTooLarge)
            throw YahooFailures.Malformed(request, answer.Host, "it is larger than any history of one symbol");
        if (!answer.IsJson)
            throw YahooFailures.Malformed(
                request, answer.Host, $"JSON was asked for, and {answer.Status} with {answer.Excerpt} came");
        try
        {
            var (chart, error) = ChartReader.Read(answer.Body);
            return chart is null
                ? throw YahooFailures.Stated(request, answer, error!)
                : ChartSessions.ToDownload(chart, request, answer.Host, retrievedAt, settlesAt, notes);
        }
        catch (JsonException broken)
        {
            throw YahooFailures.Malformed(
                request, answer.Host, $"its JSON is broken or incomplete, after {answer.Body.Length} bytes in all", broken);
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
