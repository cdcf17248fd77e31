using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Volcast.Services.Api.Tests.Load;

/// <summary>Clients that send requests to all routes, each as soon as the last one is answered, and check every response against
/// known forecasts.</summary>
internal sealed class MixedLoad(HttpClient http, KnownForecasts known, string featureRows, int seed)
{
    private const string Scenario = """
        {"bars":{"SPY":{"log_return":-0.03},"^VIX":{"close":35},"^VIX3M":{"close":32},
        "TLT":{"log_return":0.01},"HYG":{"log_return":-0.01}}}
        """;

    private static readonly string[] Others =
    [
        "/v1/forecasts?limit=5", "/v1/forecasts/latest/term-structure", "/v1/targets", "/v1/history",
        "/v1/attribution?from=2014-06-16", "/v1/models", "/v1/models/champion", "/v1/models/serving/card",
        "/v1/features/latest", "/v1/market/latest", "/v1/scenarios/news-impact", "/v1/quality", "/v1/sessions",
        "/v1/quarantine", "/v1/track-record", "/v1/monitoring", "/v1/monitoring/drift", "/health/ready", "/metrics",
    ];

    private readonly ConcurrentDictionary<string, string> bodies = new();
    private readonly ConcurrentDictionary<string, byte> seen = new();
    private long answers;
    private long stale;
    private long unchanged;

    public long Answers => answers;

    /// <summary>Responses marked as stale.</summary>
    public long Stale => Interlocked.Read(ref stale);

    /// <summary>Responses with status 304.</summary>
    public long Unchanged => unchanged;

    /// <summary>Responses that failed or mixed versions; must stay empty.</summary>
    public ConcurrentQueue<string> Broken { get; } = new();

    /// <summary>Pairs of origin and version in the responses.</summary>
    public ICollection<string> Seen => seen.Keys;

    /// <summary>Sends requests until it is stopped.</summary>
    public Task RunAsync(int clients, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, clients)
            .Select(client => Task.Run(() => AskOnAsync(client, stop), CancellationToken.None)));

    private async Task AskOnAsync(int client, CancellationToken stop)
    {
        var random = new Random(seed + client);
        string? etag = null;
        while (!stop.IsCancellationRequested && Broken.Count < 20)
            etag = await AskAsync(random.Next(10), random, etag) ?? etag;
    }

    private async Task<string?> AskAsync(int what, Random random, string? etag)
    {
        var path = what switch
        {
            < 4 => "/v1/forecasts/latest",
            4 => "/v1/forecasts/latest/explanation",
            < 7 => "/v1/predictions",
            7 => "/v1/scenarios",
            _ => Others[random.Next(Others.Length)],
        };
        using var request = new HttpRequestMessage(what is >= 5 and <= 7 ? HttpMethod.Post : HttpMethod.Get, path);
        if (request.Method == HttpMethod.Post)
            request.Content = new StringContent(what == 7 ? Scenario : featureRows, Encoding.UTF8, "application/json");
        if (what == 0 && etag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        try
        {
            using var answer = await http.SendAsync(request, CancellationToken.None);
            var body = await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            Interlocked.Increment(ref answers);
            if (Judge(what, path, answer, body) is { } wrong)
                Broken.Enqueue($"{path}: {wrong}");
            return answer.Headers.ETag?.Tag;
        }
        catch (HttpRequestException failed)
        {
            Broken.Enqueue($"{path}: {failed.Message}");
            return null;
        }
    }

    /// <summary>The first broken rule; null if all hold.</summary>
    private string? Judge(int what, string path, HttpResponseMessage answer, byte[] body)
    {
        if (answer.Headers.Contains(SnapshotResult.StaleHeader))
            Interlocked.Increment(ref stale);
        if (answer.StatusCode == HttpStatusCode.NotModified)
        {
            Interlocked.Increment(ref unchanged);
            return null;
        }
        // No champion exists before the first promotion, and the models in this test have no card.
        if (answer.StatusCode == HttpStatusCode.NotFound && path is "/v1/models/champion" or "/v1/models/serving/card")
            return null;
        if (answer.StatusCode != HttpStatusCode.OK)
            return $"{(int)answer.StatusCode} {Encoding.UTF8.GetString(body)}";
        if (answer.Headers.ETag is { } etag && SameTagOtherBody($"{path} {etag.Tag}", body))
            return $"two bodies under the ETag {etag.Tag}";
        return what > 6 ? null : Judge(what, answer, JsonDocument.Parse(body).RootElement);
    }

    private string? Judge(int what, HttpResponseMessage answer, JsonElement document)
    {
        if (what >= 5)
        {
            var version = document.GetProperty("model_version").GetInt32();
            var variance = document.GetProperty("predictions")[0].GetProperty("variance").GetDouble();
            return known.Holds($"{ApiUnderTest.Last:yyyy-MM-dd}", version, variance)
                ? null
                : $"version {version} would not say {variance:R}";
        }
        var forecast = what == 4 ? document.GetProperty("forecast") : document;
        var origin = forecast.GetProperty("forecast_origin").GetString()!;
        var by = forecast.GetProperty("model_version").GetInt32();
        var figures = (
            forecast.GetProperty("variance").GetDouble(),
                forecast.GetProperty("volatility_intervals")[0].GetProperty("lower").GetDouble());
        seen.TryAdd($"{origin} {by}", 0);
        if (!known.Holds(origin, by, figures.Item1, figures.Item2))
            return $"version {by} from {origin} would not say {figures}";
        if (!answer.Headers.GetValues("Volcast-Model-Version").Single().EndsWith($"/{by}", StringComparison.Ordinal))
            return $"the header names another version than {by}";
        var points = what == 4 ? document.GetProperty("explanation").GetProperty("volatility_points").GetDouble() : double.NaN;
        return what == 4 && Math.Abs(points - 100 * Math.Sqrt(figures.Item1)) > 1e-3
            ? $"the reasons of {points} belong to another forecast"
            : null;
    }

    private bool SameTagOtherBody(string key, byte[] body)
    {
        var digest = Convert.ToHexString(SHA256.HashData(body));
        return bodies.GetOrAdd(key, digest) != digest;
    }
}
