using System.Globalization;
using Polly;
using Polly.Timeout;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Sends single HTTP requests within the limits that all symbols share: concurrency, requests per minute, time and
/// size.</summary>
internal sealed class YahooConnection : IDisposable
{
    private readonly YahooOptions options;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly RateLimit pace;
    private readonly ResiliencePipeline inFlight;
    private readonly ResiliencePipeline attempt;

    public YahooConnection(HttpMessageHandler handler, YahooOptions options, TimeProvider time)
    {
        this.options = options;
        this.time = time;
        http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        pace = new RateLimit(options.MaximumPerMinute, time);
        inFlight = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddConcurrencyLimiter(options.MaximumInFlight, queueLimit: int.MaxValue)
            .Build();
        attempt = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = options.AttemptTimeout })
            .Build();
    }

    /// <summary>Sends one request.</summary>
    /// <param name="address">The address to get.</param>
    /// <param name="host">The host to name in messages.</param>
    /// <param name="cookie">Value of the Cookie header, or null.</param>
    /// <param name="cancellationToken">Stops waiting and reading.</param>
    /// <returns>The answer, and the cookies that it sets as the value of a Cookie header.</returns>
    public async ValueTask<(YahooAnswer Answer, string? NewCookie)> GetAsync(
        Uri address, Uri host, string? cookie, CancellationToken cancellationToken) =>
        // Wait for the rate limit inside the slot. A request that waited for the limit first and for a slot afterwards would go
        // out too late, and a later minute would exceed its limit.
        await inFlight.ExecuteAsync(
            async slotToken =>
            {
                await pace.WaitAsync(slotToken);
                return await attempt.ExecuteAsync(async token => await SendAsync(address, host, cookie, token), slotToken);
            },
            cancellationToken);

    private async Task<(YahooAnswer, string?)> SendAsync(
        Uri address, Uri host, string? cookie, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.TryAddWithoutValidation("User-Agent", options.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", "application/json,text/html;q=0.9,*/*;q=0.8");
        request.Headers.TryAddWithoutValidation("Accept-Language", "en-US,en;q=0.9");
        if (cookie is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var (body, isTooLarge) = await ReadAsync(response.Content, cancellationToken);
        var answer = new YahooAnswer((int)response.StatusCode, body, RetryAfter(response), isTooLarge, host)
        {
            Date = response.Headers.Date,
        };
        return (answer, Cookies(response));
    }

    private async Task<(byte[] Body, bool IsTooLarge)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > options.LargestAnswer)
            return ([], true);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > options.LargestAnswer)
                return ([], true);
            body.Write(buffer, 0, read);
        }
        return (body.ToArray(), false);
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response)
    {
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static string? Cookies(HttpResponseMessage response) =>
        response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0].Trim()))
            : null;

    /// <summary>A time span as messages show it.</summary>
    public static string Text(TimeSpan span) => $"{span.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture)} s";

    public void Dispose()
    {
        http.Dispose();
        pace.Dispose();
    }
}

/// <summary>A rate limit: lets a fixed number of requests pass in any 60 seconds, in their order of arrival.</summary>
/// <remarks>The limiters of System.Threading.RateLimiting use the system's clock; this one uses the injected clock.</remarks>
internal sealed class RateLimit(int perMinute, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly Queue<long> sent = new(perMinute);
    private readonly SemaphoreSlim turn = new(1, 1);

    public async Task WaitAsync(CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            while (sent.Count >= perMinute)
            {
                var wait = Minute - time.GetElapsedTime(sent.Peek());
                if (wait <= TimeSpan.Zero)
                    sent.Dequeue();
                else
                    // Whole milliseconds, because a shorter delay is rounded to none.
                    await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, cancellationToken);
            }
            sent.Enqueue(time.GetTimestamp());
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
