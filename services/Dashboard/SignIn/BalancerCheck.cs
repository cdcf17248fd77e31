using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.RegularExpressions;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary>Checks that a request comes through the load balancer, and from a person whom it has signed in. A program that
/// reaches the dashboard in another way has no token, or one that somebody else has signed.</summary>
internal sealed partial class BalancerCheck : IDisposable
{
    /// <summary>Keys are few, because a load balancer changes its key rarely.</summary>
    private const int MostKeys = 16;

    /// <summary>After a key that could not be had, none is asked for this long: anybody who reaches the port can name
    /// ids.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private readonly BalancerOptions options;
    private readonly TimeProvider clock;
    private readonly ConcurrentDictionary<string, ECParameters> keys = new(StringComparer.Ordinal);
    private readonly SemaphoreSlim asking = new(1);
    private DateTimeOffset pausedUntil;
    private readonly HttpClient http;

    public BalancerCheck(BalancerOptions options, TimeProvider clock)
    {
        (this.options, this.clock) = (options, clock);
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
        {
            BaseAddress = options.Keys,
            Timeout = TimeSpan.FromSeconds(4),
            MaxResponseContentBufferSize = 16 << 10,
        };
    }

    /// <summary>The person of a request; null without a valid token.</summary>
    /// <exception cref="HttpRequestException">The load balancer's key cannot be had.</exception>
    /// <exception cref="TaskCanceledException">Its address does not answer in time.</exception>
    public async Task<string?> PersonAsync(HttpContext context)
    {
        if (context.Request.Headers[BalancerToken.Header] is not [{ Length: > 0 } text] || BalancerToken.Read(text) is not { } token
            || token.Signer != options.Signer || token.Client != options.Client || token.Expires <= clock.GetUtcNow()
            || !KeyId().IsMatch(token.KeyId))
            return null;
        return token.IsSignedBy(await KeyAsync(token.KeyId, context.RequestAborted)) ? token.Subject : null;
    }

    public void Dispose()
    {
        http.Dispose();
        asking.Dispose();
    }

    private async Task<ECParameters> KeyAsync(string id, CancellationToken stop)
    {
        if (keys.TryGetValue(id, out var known))
            return known;
        await asking.WaitAsync(stop);
        try
        {
            if (keys.TryGetValue(id, out known))
                return known;
            if (clock.GetUtcNow() < pausedUntil)
                throw new HttpRequestException($"{options.Keys} gave no key a moment ago.");
            var key = await FetchAsync(id);
            if (keys.Count >= MostKeys)
                keys.Clear();
            return keys[id] = key;
        }
        finally
        {
            asking.Release();
        }
    }

    /// <summary>Goes on when the person who waits leaves: the key is that of all.</summary>
    private async Task<ECParameters> FetchAsync(string id)
    {
        try
        {
            using var key = ECDsa.Create();
            key.ImportFromPem(await http.GetStringAsync(id));
            return key.ExportParameters(includePrivateParameters: false);
        }
        catch (Exception failed)
        {
            pausedUntil = clock.GetUtcNow() + Pause;
            if (failed is ArgumentException or CryptographicException)
                throw new HttpRequestException($"{options.Keys}{id} is not a public key.", failed);
            throw;
        }
    }

    [GeneratedRegex("^[0-9A-Za-z-]{1,64}$")]
    private static partial Regex KeyId();
}
