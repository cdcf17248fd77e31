using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Polly;
using Polly.Retry;
using Polly.Timeout;
using Volcast.Files;

namespace Volcast.Registry.Mlflow;

/// <summary>Calls the server, within limits of time and size, and repeats a call if that is safe.</summary>
internal sealed class MlflowConnection : IDisposable
{
    private static readonly ResiliencePropertyKey<bool> Creates = new("volcast.mlflow.creates");

    private readonly MlflowOptions options;
    private readonly HttpClient http;
    private readonly TimeProvider time;
    private readonly AuthenticationHeaderValue? authorization;
    private readonly ResiliencePipeline<MlflowReply> pipeline;

    public MlflowConnection(MlflowOptions options, HttpMessageHandler? handler, TimeProvider time)
    {
        options.Validate();
        this.options = options;
        this.time = time;
        // Redirects would carry the credentials elsewhere, and cookies would outlive their session.
        http = new HttpClient(
            handler ?? new SocketsHttpHandler
            {
                AllowAutoRedirect = false,
                UseCookies = false,
                PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            },
            disposeHandler: handler is null)
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        authorization = !string.IsNullOrEmpty(options.Token) ? new("Bearer", options.Token)
            : !string.IsNullOrEmpty(options.Username) ? new("Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes($"{options.Username}:{options.Password}")))
            : null;
        pipeline = Pipeline(options, time);
        Address = new MlflowAddress(options.TrackingUri);
    }

    public MlflowOptions Options => options;

    public MlflowAddress Address { get; }

    public Task<T> GetAsync<T>(string route, CancellationToken cancellationToken, params (string Name, string? Value)[] query) =>
        AskAsync<T>(new(HttpMethod.Get, Address.Api(route, query)) { Largest = options.LargestAnswer }, cancellationToken);

    public Task<T> PostAsync<T>(string route, object body, CancellationToken cancellationToken, bool creates = false) =>
        AskAsync<T>(Json(HttpMethod.Post, route, body, creates), cancellationToken);

    public Task<T> PatchAsync<T>(string route, object body, CancellationToken cancellationToken) =>
        AskAsync<T>(Json(HttpMethod.Patch, route, body), cancellationToken);

    /// <summary>A call whose successful response is empty: <c>{}</c>.</summary>
    public Task PostAsync(string route, object body, CancellationToken cancellationToken) =>
        AskAsync<Nothing>(Json(HttpMethod.Post, route, body), cancellationToken);

    public Task DeleteAsync(string route, object body, CancellationToken cancellationToken) =>
        AskAsync<Nothing>(Json(HttpMethod.Delete, route, body), cancellationToken);

    /// <summary>A call whose response is JSON.</summary>
    public async Task<T> AskAsync<T>(MlflowCall call, CancellationToken cancellationToken)
    {
        var reply = await ExchangeAsync(call, cancellationToken);
        if (!reply.IsSuccess || reply.IsTooLarge || !reply.MediaType.Contains("json", StringComparison.OrdinalIgnoreCase))
            throw MlflowFailures.Of(call, reply);
        try
        {
            return JsonSerializer.Deserialize<T>(reply.Body, MlflowJson.Options)
                ?? throw MlflowFailures.Unreadable(call, reply, "is null");
        }
        catch (JsonException e)
        {
            throw MlflowFailures.Unreadable(call, reply, $"cannot be read ({JsonDamage.Reason(e).TrimEnd('.')})", e);
        }
    }

    /// <summary>A call whose response is a file.</summary>
    public async Task<byte[]> DownloadAsync(Uri address, CancellationToken cancellationToken)
    {
        var call = new MlflowCall(HttpMethod.Get, address) { Largest = options.LargestArtifact };
        var reply = await ExchangeAsync(call, cancellationToken);
        return reply.IsSuccess && !reply.IsTooLarge ? reply.Body : throw MlflowFailures.Of(call, reply);
    }

    public void Dispose() => http.Dispose();

    private MlflowCall Json(HttpMethod method, string route, object body, bool creates = false) => new(method, Address.Api(route))
    {
        Content = JsonSerializer.SerializeToUtf8Bytes(body, MlflowJson.Options),
        Creates = creates,
        Largest = options.LargestAnswer,
    };

    private async Task<MlflowReply> ExchangeAsync(MlflowCall call, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(Creates, call.Creates);
        try
        {
            return await pipeline.ExecuteAsync(
                async (attempt, state) => await SendAsync(state, attempt.CancellationToken), context, call);
        }
        catch (TimeoutRejectedException late)
        {
            throw MlflowFailures.Late(call, options, late);
        }
        catch (HttpRequestException offline) when (NeverArrived(offline))
        {
            throw MlflowFailures.Offline(call, offline);
        }
        catch (Exception broken) when (broken is HttpRequestException or IOException)
        {
            throw MlflowFailures.Broken(call, broken);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }

    private async Task<MlflowReply> SendAsync(MlflowCall call, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(call.Method, call.Address);
        request.Headers.Authorization = authorization;
        if (call.Content is { } content)
        {
            request.Content = new ReadOnlyMemoryContent(content);
            request.Content.Headers.ContentType = new MediaTypeHeaderValue(call.ContentType);
            request.Content.Headers.ContentLength = content.Length;
        }
        using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        var body = await ReadAsync(response.Content, call.Largest, cancellationToken);
        return new MlflowReply(
            (int)response.StatusCode, response.Content.Headers.ContentType?.MediaType ?? "", body ?? [], RetryAfter(response),
            response.Headers.Location is { } location ? MlflowAddress.Display(location) : null, IsTooLarge: body is null);
    }

    private static async Task<byte[]?> ReadAsync(HttpContent content, int largest, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength > largest)
            return null;
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer, cancellationToken)) > 0)
        {
            if (body.Length + read > largest)
                return null;
            body.Write(buffer, 0, read);
        }
        return body.ToArray();
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

    private static ResiliencePipeline<MlflowReply> Pipeline(MlflowOptions options, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder<MlflowReply> { TimeProvider = time }.AddTimeout(options.TotalTimeout);
        var jitter = new Random(options.Seed);
        if (Math.Max(options.Retries, options.ConnectionRetries) > 0)
            builder.AddRetry(new RetryStrategyOptions<MlflowReply>
            {
                MaxRetryAttempts = Math.Max(options.Retries, options.ConnectionRetries),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.FirstDelay,
                MaxDelay = options.LongestDelay,
                Randomizer = () =>
                {
                    lock (jitter)
                        return jitter.NextDouble();
                },
                ShouldHandle = args => ValueTask.FromResult(MayRepeat(
                    args.Outcome, args.AttemptNumber, args.Context.Properties.GetValue(Creates, false), options)),
                DelayGenerator = args => ValueTask.FromResult(args.Outcome.Result?.RetryAfter),
            });
        return builder.AddTimeout(options.AttemptTimeout).Build();
    }

    // A refusal for too many requests (429) and a connection that was never made have created nothing.
    private static bool MayRepeat(Outcome<MlflowReply> outcome, int attempt, bool creates, MlflowOptions options) =>
        outcome switch
        {
            { Exception: HttpRequestException offline } when NeverArrived(offline) => attempt < options.ConnectionRetries,
            _ when attempt >= options.Retries => false,
            { Exception: HttpRequestException or IOException or TimeoutRejectedException } => !creates,
            { Result: { MayPass: true } reply } =>
                (!creates || reply.Status == 429) && !(reply.RetryAfter > options.LongestDelay),
            _ => false,
        };

    private static bool NeverArrived(HttpRequestException e) => e.HttpRequestError
        is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;

    private sealed record Nothing;
}
