using System.Text;
using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace Volcast.Services.Ingest.Sources.Yahoo;

/// <summary>Requests to Yahoo: retried after temporary errors, and with a new session after a refusal.</summary>
internal sealed class YahooClient : IDisposable
{
    private static readonly ResiliencePropertyKey<Action<string>> OnRepeat = new("volcast.repeat");
    private readonly YahooOptions options;
    private readonly YahooConnection connection;
    private readonly ResiliencePipeline<YahooAnswer> repeating;
    private readonly SemaphoreSlim renewal = new(1, 1);
    private volatile YahooSession session;

    public YahooClient(HttpMessageHandler handler, YahooOptions options, TimeProvider time)
    {
        this.options = options;
        connection = new YahooConnection(handler, options, time);
        session = new YahooSession(0, options.BaseAddress, null, null, "");
        repeating = Repeating(options, time);
    }

    /// <summary>An answer that is neither a refusal nor a temporary error; it may still be an error that Yahoo reports as
    /// JSON.</summary>
    /// <param name="request">The request.</param>
    /// <param name="repeated">Receives the cause before each wait.</param>
    /// <param name="cancellationToken">Stops waiting and reading.</param>
    /// <exception cref="MarketDataException">Rate limited, refused or unavailable after the last attempt.</exception>
    public async Task<YahooAnswer> GetAsync(ChartRequest request, Action<string> repeated, CancellationToken cancellationToken)
    {
        var current = session;
        var answer = await AskAsync(request, current, repeated, cancellationToken);
        if (answer.IsSessionRefused)
        {
            current = await RenewAsync(current, cancellationToken);
            answer = await AskAsync(request, current, repeated, cancellationToken);
        }
        if (answer.IsSessionRefused)
            throw YahooFailures.Refused(request, answer, current.Remark);
        return answer;
    }

    private async Task<YahooAnswer> AskAsync(
        ChartRequest request, YahooSession current, Action<string> repeated, CancellationToken cancellationToken)
    {
        var attempts = 0;
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(OnRepeat, repeated);
        try
        {
            var answer = await repeating.ExecuteAsync(
                async (attempt, state) =>
                {
                    attempts++;
                    var address = state.request.Address(state.current.Host, state.current.Crumb);
                    return (await connection.GetAsync(
                        address, state.current.Host, state.current.Cookie, attempt.CancellationToken)).Answer;
                },
                context,
                (request, current));
            if (answer.IsRateLimited)
                throw YahooFailures.RateLimited(request, answer, attempts);
            if (answer.IsServerFault)
                throw YahooFailures.Faulty(request, answer, attempts);
            return answer;
        }
        catch (TimeoutRejectedException late)
        {
            throw YahooFailures.Late(request, current.Host, options.AttemptTimeout, attempts, late);
        }
        catch (InvalidDataException garbled)
        {
            throw YahooFailures.Malformed(request, current.Host, "its compression is damaged", garbled);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw YahooFailures.Unreachable(request, current.Host, attempts, broken);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private static ResiliencePipeline<YahooAnswer> Repeating(YahooOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<YahooAnswer> { TimeProvider = time };
        if (options.Retries == 0)
            return builder.Build();
        var jitter = new Random(options.Seed);
        return builder.AddRetry(new RetryStrategyOptions<YahooAnswer>
        {
            MaxRetryAttempts = options.Retries,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = options.FirstDelay,
            MaxDelay = options.LongestDelay,
            Randomizer = () =>
            {
                lock (jitter)
                    return jitter.NextDouble();
            },
            ShouldHandle = args => ValueTask.FromResult(MayPass(args.Outcome, args.AttemptNumber, options)),
            DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
            OnRetry = args =>
            {
                if (args.Context.Properties.TryGetValue(OnRepeat, out var repeated))
                    repeated($"{Cause(args.Outcome)}; retried after {YahooConnection.Text(args.RetryDelay)}");
                return default;
            },
        }).Build();
    }

    private static bool MayPass(Outcome<YahooAnswer> outcome, int attempt, YahooOptions options) => outcome switch
    {
        { Exception: HttpRequestException { HttpRequestError: var error } } when IsOffline(error) =>
            attempt < options.ConnectionRetries,
        { Exception: HttpRequestException or IOException or TimeoutRejectedException } => true,
        { Result: { } answer } => (answer.IsRateLimited || answer.IsServerFault) && !(answer.RetryAfter > options.LongestDelay),
        _ => false,
    };

    private static bool IsOffline(HttpRequestError error) =>
        error is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError;

    private static string Cause(Outcome<YahooAnswer> outcome) =>
        outcome.Result is { } answer ? $"Yahoo answered {answer.Status}" : outcome.Exception!.Message.TrimEnd('.');

    private async Task<YahooSession> RenewAsync(YahooSession refused, CancellationToken cancellationToken)
    {
        await renewal.WaitAsync(cancellationToken);
        try
        {
            if (session.Number != refused.Number)
                return session;
            var host = refused.Host == options.BaseAddress ? options.AlternativeAddress : options.BaseAddress;
            var (cookie, cookieRemark) = await CookieAsync(cancellationToken);
            var (crumb, crumbRemark) = await CrumbAsync(host, cookie, cancellationToken);
            return session = new YahooSession(refused.Number + 1, host, cookie, crumb, $"{cookieRemark}, {crumbRemark}");
        }
        finally
        {
            renewal.Release();
        }
    }

    private async Task<(string? Cookie, string Remark)> CookieAsync(CancellationToken cancellationToken)
    {
        try
        {
            var (_, cookie) = await connection.GetAsync(options.CookieAddress, options.CookieAddress, null, cancellationToken);
            return (cookie, cookie is null ? "Yahoo set no cookie" : "Yahoo set a cookie");
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            return (null, $"the request for a cookie failed ({fault.Message.TrimEnd('.')})");
        }
    }

    /// <summary>The crumb of a session, or null. A failure here appears only in the session's remark.</summary>
    private async Task<(string? Crumb, string Remark)> CrumbAsync(Uri host, string? cookie, CancellationToken cancellationToken)
    {
        try
        {
            var address = new Uri($"{host.AbsoluteUri.TrimEnd('/')}/v1/test/getcrumb");
            var (answer, _) = await connection.GetAsync(address, host, cookie, cancellationToken);
            var text = Encoding.UTF8.GetString(answer.Body).Trim();
            return answer.Status == 200 && LooksLikeCrumb(text)
                ? (text, "Yahoo gave a crumb")
                : (null, $"Yahoo gave no crumb ({answer.Status})");
        }
        catch (Exception fault) when (IsPassing(fault))
        {
            return (null, $"the request for a crumb failed ({fault.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Whether the text is a short word rather than a page, JSON or a sentence.</summary>
    private static bool LooksLikeCrumb(string text) =>
        text.Length is > 0 and <= 64 && text.All(c => c is > ' ' and < '\x7f' and not ('<' or '{'));

    private static bool IsPassing(Exception fault) =>
        fault is HttpRequestException or IOException or InvalidDataException or TimeoutRejectedException;

    public void Dispose()
    {
        renewal.Dispose();
        connection.Dispose();
    }
}

/// <summary>The identity that Yahoo gives a client. The first session is empty, because the chart endpoint rarely asks for
/// one.</summary>
/// <param name="Number">Counts the sessions of a run, so that several requests refused at once renew it only once.</param>
/// <param name="Host">The host that receives the requests.</param>
/// <param name="Cookie">Value of the Cookie header, or null.</param>
/// <param name="Crumb">The token that belongs to the cookie, or null; the chart endpoint does not require it.</param>
/// <param name="Remark">How the session was made, for the message if it is refused too. Contains no secret.</param>
internal sealed record YahooSession(int Number, Uri Host, string? Cookie, string? Crumb, string Remark);
