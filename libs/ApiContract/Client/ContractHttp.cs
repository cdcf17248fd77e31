using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Volcast.ApiContract.Operations;

namespace Volcast.ApiContract.Client;

/// <summary>Sends requests and reads documents: ETags, staleness headers, problem responses, timeouts.</summary>
internal sealed class ContractHttp : IDisposable
{
    private const string StaleHeader = "Volcast-Stale";
    private static readonly MediaTypeHeaderValue Json = new("application/json", "utf-8");

    private readonly HttpClient http;
    private readonly int cachedResponses;
    private readonly ConcurrentDictionary<string, (EntityTagHeaderValue Tag, object Document)> cache;
    private readonly AuthenticationHeaderValue? authorization;
    private readonly bool isOwner;

    public ContractHttp(VolcastClientOptions options, HttpMessageHandler? handler)
    {
        http = handler is null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        http.BaseAddress = options.Address;
        http.Timeout = options.Timeout;
        http.DefaultRequestHeaders.Accept.Add(new("application/json"));
        authorization = options.ApiKey is { } key ? new("Bearer", key) : null;
        cachedResponses = options.CachedResponses;
        cache = new(StringComparer.Ordinal);
        isOwner = true;
    }

    private ContractHttp(ContractHttp shared, string key)
    {
        (http, cache, cachedResponses) = (shared.http, shared.cache, shared.cachedResponses);
        authorization = new("Bearer", key);
    }

    /// <summary>Sends requests with another key over the same connections. The documents that are kept are shared: the service
    /// checks the key before it answers that one is unchanged.</summary>
    public ContractHttp WithKey(string key) => new(this, key);

    public Task<VolcastResponse<T>> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken stop) where T : class =>
        GetAsync(path, accept: null, (response, token) => ReadAsync(response, type, token), stop);

    /// <summary>Reads a text.</summary>
    /// <param name="path">Path and query.</param>
    /// <param name="accept">Its media type.</param>
    /// <param name="stop">Cancels the request.</param>
    public Task<VolcastResponse<string>> GetTextAsync(string path, string accept, CancellationToken stop) =>
        GetAsync(path, accept, (response, token) => response.Content.ReadAsStringAsync(token), stop);

    private async Task<VolcastResponse<T>> GetAsync<T>(
        string path, string? accept, Func<HttpResponseMessage, CancellationToken, Task<T>> read, CancellationToken stop)
        where T : class
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
            request.Headers.Accept.Add(new(accept));
        var isKnown = cache.TryGetValue(path, out var known);
        if (isKnown)
            request.Headers.IfNoneMatch.Add(known.Tag);
        using var response = await SendAsync(request, stop);
        if (isKnown && response.StatusCode == HttpStatusCode.NotModified)
            return Response((T)known.Document, isUnchanged: true);
        await RequireSuccessAsync(response, stop);
        var document = await read(response, stop);
        if (response.Headers.ETag is { } tag && (isKnown || cache.Count < cachedResponses))
            cache[path] = (tag, document);
        return Response(document, isUnchanged: false);

        VolcastResponse<T> Response(T held, bool isUnchanged) => new(held, isUnchanged,
            response.Headers.TryGetValues(StaleHeader, out var reasons) ? string.Join(' ', reasons) : null, response.Headers.Age);
    }

    public async Task<TResponse> PostAsync<TRequest, TResponse>(
        string path, TRequest body, JsonTypeInfo<TRequest> bodyType, JsonTypeInfo<TResponse> type, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body, bodyType)),
        };
        request.Content.Headers.ContentType = Json;
        using var response = await SendAsync(request, stop);
        await RequireSuccessAsync(response, stop);
        return await ReadAsync(response, type, stop);
    }

    public async Task<HealthDocument> GetHealthAsync(CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/health/ready");
        using var response = await SendAsync(request, stop);
        if (response.StatusCode != HttpStatusCode.ServiceUnavailable || MediaTypeOf(response) != "application/json")
            await RequireSuccessAsync(response, stop);
        return await ReadAsync(response, ContractJson.Default.HealthDocument, stop);
    }

    public void Dispose()
    {
        if (isOwner)
            http.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken stop)
    {
        request.Headers.Authorization = authorization;
        try
        {
            return await http.SendAsync(request, stop);
        }
        catch (TaskCanceledException late) when (late.InnerException is TimeoutException)
        {
            throw new TimeoutException(
                $"{http.BaseAddress} did not answer {request.RequestUri} within {http.Timeout.TotalSeconds:0.#} s.", late);
        }
    }

    private static async Task RequireSuccessAsync(HttpResponseMessage response, CancellationToken stop)
    {
        if (response.IsSuccessStatusCode)
            return;
        var problem = MediaTypeOf(response) == "application/problem+json"
            ? await ReadAsync(response, ContractJson.Default.ProblemDocument, stop)
            : Unexpected(response, "The response is not a problem document; the address may belong to another service.");
        throw new VolcastProblemException(problem, response.Headers.RetryAfter?.Delta);
    }

    private static async Task<T> ReadAsync<T>(HttpResponseMessage response, JsonTypeInfo<T> type, CancellationToken stop)
    {
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(stop);
            if (await JsonSerializer.DeserializeAsync(body, type, stop) is { } document)
                return document;
        }
        catch (JsonException)
        {
            // The exception below reports the cause to the caller.
        }
        throw new VolcastProblemException(Unexpected(response,
            $"The body is not the JSON of a {typeof(T).Name}; client and service may have different versions."), null);
    }

    private static ProblemDocument Unexpected(HttpResponseMessage response, string detail) => new(
        $"urn:volcast:problem:{VolcastProblemException.UnexpectedResponse}", response.ReasonPhrase ?? "",
        (int)response.StatusCode,
        VolcastProblemException.UnexpectedResponse, detail, response.RequestMessage?.RequestUri?.AbsolutePath ?? "", "");

    private static string? MediaTypeOf(HttpResponseMessage response) => response.Content.Headers.ContentType?.MediaType;
}
