using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Volcast.Services.Ingest.Sources.Http;

/// <summary>Requests to one vendor, retried after temporary errors.</summary>
internal sealed class VendorClient : IDisposable
{
    private static readonly ResiliencePropertyKey<(string Vendor, Action<string> Repeated)> OnRepeat = new("volcast.repeat");

    /// <summary>A clock may be ahead of the vendor's by this much.</summary>
    private static readonly TimeSpan ClockTolerance = TimeSpan.FromMinutes(10);

    private readonly HttpMessageHandler handler;
    private readonly VendorLimits limits;
    private readonly TimeProvider time;
    private readonly ResiliencePipeline<VendorAnswer> repeating;

    /// <param name="handler">Carries the requests, and is disposed of with the client; see <see cref="VendorHandler"/>.</param>
    /// <param name="limits">The limits to keep.</param>
    /// <param name="time">Times the answers and all waits.</param>
    public VendorClient(HttpMessageHandler handler, VendorLimits limits, TimeProvider time)
    {
        (this.handler, this.limits, this.time) = (handler, limits, time);
        Connection = new VendorConnection(handler, limits, time);
        repeating = Repeating(limits, time);
    }

    /// <summary>Single requests, without a retry.</summary>
    public VendorConnection Connection { get; }

    /// <summary>An answer that is no temporary error; it may still be an error that the vendor states.</summary>
    /// <param name="request">The request.</param>
    /// <param name="notes">Receives the cause of each retry.</param>
    /// <param name="cancellationToken">Stops waiting and reading.</param>
    /// <exception cref="MarketDataException">Rate limited or unavailable after the last attempt.</exception>
    public async Task<VendorAnswer> GetAsync(VendorRequest request, List<string> notes, CancellationToken cancellationToken)
    {
        var attempts = 0;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(OnRepeat, (request.Vendor, cause =>
        {
            notes.Add(cause + ".");
            limits.OnWaiting?.Invoke($"{request.Symbol}: {cause}");
        }
        ));
        try
        {
            var answer = await repeating.ExecuteAsync(
                async (attempt, asked) =>
                {
                    attempts++;
                    return (await Connection.GetAsync(asked, attempt.CancellationToken)).Answer;
                },
                context,
                request);
            if (answer.IsRateLimited)
                throw VendorFailures.RateLimited(request, answer, attempts);
            if (answer.IsServerFault)
                throw VendorFailures.Faulty(request, answer, attempts);
            return answer;
        }
        catch (TimeoutRejectedException late)
        {
            throw VendorFailures.Late(request, limits.AttemptTimeout, attempts, late);
        }
        catch (InvalidDataException garbled)
        {
            throw VendorFailures.Malformed(request, "its compression is damaged", garbled);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw VendorFailures.Unreachable(request, attempts, broken);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    /// <summary>The time of an answer that was just received, after a check of the clock and the answer's size.</summary>
    /// <exception cref="MarketDataException">This machine's clock is ahead, or the answer is too large.</exception>
    public DateTimeOffset RetrievedAt(VendorRequest request, VendorAnswer answer)
    {
        var now = time.GetUtcNow();
        // A clock that is ahead would date the download into the future and take unfinished bars for settled ones. One that is
        // behind is harmless, and VOLCAST_NOW sets it so on purpose.
        if (answer.Date is { } date && now - date > ClockTolerance)
            throw VendorFailures.ClockAhead(request, now, date);
        return answer.IsTooLarge
            ? throw VendorFailures.Malformed(request, "it is larger than any history of one symbol")
            : now;
    }

    private static ResiliencePipeline<VendorAnswer> Repeating(VendorLimits limits, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<VendorAnswer> { TimeProvider = time };
        if (limits.Retries == 0)
            return builder.Build();
        var jitter = new Random(limits.Seed);
        return builder.AddRetry(new RetryStrategyOptions<VendorAnswer>
        {
            MaxRetryAttempts = limits.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = limits.FirstDelay,
            MaxDelay = limits.LongestDelay,
            Randomizer = () =>
            {
                lock (jitter)
                    return jitter.NextDouble();
            },
            ShouldHandle = args => ValueTask.FromResult(MayPass(args.Outcome, args.AttemptNumber, limits)),
            DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
            OnRetry = args =>
            {
                if (args.Context.Properties.TryGetValue(OnRepeat, out var repeat))
                    repeat.Repeated(
                        $"{Cause(repeat.Vendor, args.Outcome)}; retried after {VendorConnection.Text(args.RetryDelay)}");
                return default;
            },
        }).Build();
    }

    private static bool MayPass(Outcome<VendorAnswer> outcome, int attempt, VendorLimits limits) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: var error } } when IsOffline(error) =>
            attempt < limits.ConnectionRetries,
        { Exception: HttpRequestException or IOException or TimeoutRejectedException } => true,
        { Result: { IsRateLimited: true, RetryAfter: null } } => limits.RetriesRateLimit,
        { Result: { } answer } => (answer.IsRateLimited || answer.IsServerFault) && !(answer.RetryAfter > limits.LongestDelay),
        _ => false,
    };

    private static bool IsOffline(HttpRequestError error) =>
        error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError;

    private static string Cause(string vendor, Outcome<VendorAnswer> outcome) =>
        outcome.Result is { } answer ? $"{vendor} answered {answer.Status}" : outcome.Exception!.Message.TrimEnd('.');

    public void Dispose()
    {
        Connection.Dispose();
        handler.Dispose();
    }
}
