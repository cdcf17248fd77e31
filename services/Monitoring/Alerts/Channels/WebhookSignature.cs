using System.Security.Cryptography;
using System.Text;

namespace Volcast.Services.Monitoring.Alerts.Channels;

/// <summary>The signature of a webhook by the Standard Webhooks specification (standardwebhooks.com): HMAC-SHA256 over id,
/// timestamp and body, separated by dots.</summary>
internal static class WebhookSignature
{
    private const string Prefix = "whsec_";

    /// <summary>The value of the header <c>webhook-signature</c>.</summary>
    /// <param name="secret">The key: base64 after <c>whsec_</c>, or else its UTF-8 bytes.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="timestamp">Seconds since 1970 UTC, as in the header <c>webhook-timestamp</c>.</param>
    /// <param name="body">The body.</param>
    /// <exception cref="FormatException">The text after <c>whsec_</c> is not base64.</exception>
    public static string Of(string secret, string id, string timestamp, string body) => "v1," + Convert.ToBase64String(
        HMACSHA256.HashData(Key(secret), Encoding.UTF8.GetBytes($"{id}.{timestamp}.{body}")));

    /// <summary>Whether a text can be a key.</summary>
    public static bool IsKey(string secret) => !secret.StartsWith(Prefix, StringComparison.Ordinal)
        || Convert.TryFromBase64String(secret[Prefix.Length..], new byte[secret.Length], out _);

    private static byte[] Key(string secret) => secret.StartsWith(Prefix, StringComparison.Ordinal)
        ? Convert.FromBase64String(secret[Prefix.Length..])
        : Encoding.UTF8.GetBytes(secret);
}
