using System.Globalization;
using Polly;
using Polly.Timeout;

namespace Volcast.Services.Ingest.Sources.Http;

/// <summary>Sends single HTTP requests within the limits that all symbols share: concurrency, requests per minute, time and
/// size.</summary>
internal sealed class VendorConnection : IDisposable
{
    private readonly VendorLimits limits;
    private readonly TimeProvider time;
    private readonly HttpClient http;
    private readonly RateLimit pace;
    private readonly ResiliencePipeline inFlight;
    private readonly ResiliencePipeline attempt;

    public VendorConnection(HttpMessageHandler handler, VendorLimits limits, TimeProvider time)
    {
        this.limits = limits;
        this.time = time;
        http = new HttpClient(handler, disposeHandler: false) { Timeout = Timeout.InfiniteTimeSpan };
        pace = new RateLimit(limits.MaximumPerMinute, time);
        inFlight = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddConcurrencyLimiter(limits.MaximumInFlight, queueLimit: int.MaxValue)
            .Build();
        attempt = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(new TimeoutStrategyOptions { Timeout = limits.AttemptTimeout })
            .Build();
    }

    /// <summary>Sends one request.</summary>
    /// <returns>The answer, and the cookies that it sets as the value of a Cookie header.</returns>
    public async ValueTask<(VendorAnswer Answer, string? NewCookie)> GetAsync(
        VendorRequest request, CancellationToken cancellationToken) =>
        // Wait for the rate limit inside the slot. A request that waited for the limit first and for a slot afterwards would go
        // out too late, and a later minute would exceed its limit.
        await inFlight.ExecuteAsync(
            async slotToken =>
            {
                await pace.WaitAsync(slotToken);
                return await attempt.ExecuteAsync(async token => await SendAsync(request, token), slotToken);
            },
            cancellationToken);

    private async Task<(VendorAnswer, string?)> SendAsync(VendorRequest asked, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, asked.Address);
        request.Headers.TryAddWithoutValidation("User-Agent", limits.UserAgent);
        request.Headers.TryAddWithoutValidation("Accept", asked.Accept);
        request.Headers.TryAddWithoutValidation("Accept-Language", "en-US,en;q=0.9");
        foreach (var (name, value) in asked.Headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var (body, isTooLarge) = await ReadAsync(response.Content, cancellationToken);
        var answer = new VendorAnswer((int)response.StatusCode, body, RetryAfter(response), isTooLarge)
        {
            Date = response.Headers.Date,
        };
        return (answer, Cookies(response));
    }

    private async Task<(byte[] Body, bool IsTooLarge)> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > limits.LargestAnswer)
            return ([], true);
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > limits.LargestAnswer)
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
