using System.Net;
using System.Net.Sockets;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>How often and how long a request is tried.</summary>
internal sealed record Patience
{
    /// <summary>Further attempts after the first one.</summary>
    public int Retries { get; init; } = 2;

    /// <summary>The wait before the first of them; it doubles, with jitter.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait, also if the server asks for a longer one.</summary>
    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The seed of the jitter.</summary>
    public int Seed { get; init; }
}

/// <summary>Sends requests of which only the status of the response counts, and repeats them if the fault may pass.</summary>
internal sealed class GuardedHttp : IDisposable
{
    private readonly HttpClient http;
    private readonly Patience patience;
    private readonly TimeProvider time;
    private readonly Random jitter;

    /// <param name="handler">The transport, which it disposes.</param>
    /// <param name="patience">How often a request is tried.</param>
    /// <param name="time">Measures timeouts and waits.</param>
    public GuardedHttp(HttpMessageHandler handler, Patience patience, TimeProvider time)
    {
        http = new(handler) { Timeout = Timeout.InfiniteTimeSpan };
        (this.patience, this.time, jitter) = (patience, time, new Random(patience.Seed));
    }

    /// <param name="address">The receiver.</param>
    /// <param name="request">Makes the request of one attempt.</param>
    /// <param name="timeout">Of one attempt.</param>
    /// <param name="stop">Stops waiting.</param>
    /// <exception cref="ChannelException">No attempt was answered with success. The message names neither path nor query of the
    /// address, because they may be secret.</exception>
    public async Task SendAsync(Uri address, Func<HttpRequestMessage> request, TimeSpan timeout, CancellationToken stop)
    {
        var server = address.Authority;
        try
        {
            var answer = await Pipeline(timeout).ExecuteAsync(async token => await AttemptAsync(request, token), stop);
            if (answer.Status is >= 300 and < 400)
                throw new ChannelException(FormattableString.Invariant(
                    $"the server {server} answers {answer.Status}, a redirect, which is not followed; give the final address."));
            if (answer.Status is < 200 or >= 300)
                throw new ChannelException(FormattableString.Invariant($"the server {server} answers {answer.Status}."));
        }
        catch (TimeoutRejectedException)
        {
            throw new ChannelException(FormattableString.Invariant(
                $"the server {server} did not answer within {timeout.TotalSeconds:0.###} s."));
        }
        catch (HttpRequestException failed) when (failed.InnerException is ChannelException refused)
        {
            throw new ChannelException(refused.Message);
        }
        catch (HttpRequestException failed)
            when (failed is { HttpRequestError: HttpRequestError.SecureConnectionError, InnerException: { } cause })
        {
            throw new ChannelException($"the server {server} has no valid certificate: {cause.Message}");
        }
        catch (Exception failed) when (failed is HttpRequestException or IOException or SocketException)
        {
            throw new ChannelException($"the server {server} cannot be reached: {failed.Message}");
        }
    }

    public void Dispose() => http.Dispose();

    private async Task<Answer> AttemptAsync(Func<HttpRequestMessage> request, CancellationToken stop)
    {
        using var message = request();
        // The body of the response is never read, however long it is.
        using var response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, stop);
        var wait = response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return new((int)response.StatusCode, wait);
    }

    private ResiliencePipeline<Answer> Pipeline(TimeSpan timeout)
    {
        var builder = new ResiliencePipelineBuilder<Answer> { TimeProvider = time };
        if (patience.Retries > 0)
            builder.AddRetry(new RetryStrategyOptions<Answer>
            {
                MaxRetryAttempts = patience.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = patience.FirstDelay,
                MaxDelay = patience.LongestDelay,
                Randomizer = jitter.NextDouble,
                ShouldHandle = args => ValueTask.FromResult(args.Outcome switch
                {
                    { Exception: HttpRequestException { InnerException: ChannelException } } => false,
                    { Exception: HttpRequestException or IOException or TimeoutRejectedException } => true,
                    { Result.MayPass: true } => true,
                    _ => false,
                }),
                DelayGenerator = args => ValueTask.FromResult(
                    args.Outcome.Result?.RetryAfter is { } wait && wait >= TimeSpan.Zero
                        ? wait < patience.LongestDelay ? wait : patience.LongestDelay
                        : (TimeSpan?)null),
            });
        return builder.AddTimeout(timeout).Build();
    }

    /// <summary>The status of a response, and how long the server asks to wait.</summary>
    private sealed record Answer(int Status, TimeSpan? RetryAfter)
    {
        public bool MayPass => Status >= 500
            || Status is (int)HttpStatusCode.RequestTimeout or (int)HttpStatusCode.TooManyRequests;
    }
}
