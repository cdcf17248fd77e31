using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Volcast.Deploy.IngestLambda;

/// <summary>The credentials of a role.</summary>
/// <param name="KeyId">The access key's id.</param>
/// <param name="Secret">The secret access key.</param>
/// <param name="Token">The session token; empty for a user's own key.</param>
internal sealed record RoleCredentials(string KeyId, string Secret, string Token);

/// <summary>Signs a POST to an AWS service with Signature Version 4 (AWS, "Create a signed AWS API request").</summary>
internal static class RequestSignature
{
    private const string Algorithm = "AWS4-HMAC-SHA256";

    /// <summary>Adds date, session token and signature to a request for the path <c>/</c> without a query. All headers that the
    /// request has are signed.</summary>
    /// <param name="request">Its address is absolute.</param>
    /// <param name="body">The bytes that it sends.</param>
    /// <param name="credentials">Whose request it is.</param>
    /// <param name="region">Such as <c>us-east-1</c>.</param>
    /// <param name="service">Such as <c>secretsmanager</c>.</param>
    /// <param name="now">The present.</param>
    public static void Sign(HttpRequestMessage request, ReadOnlySpan<byte> body, RoleCredentials credentials, string region,
        string service, DateTimeOffset now)
    {
        var time = now.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.Add("X-Amz-Date", time);
        if (credentials.Token.Length > 0)
            request.Headers.Add("X-Amz-Security-Token", credentials.Token);
        var headers = request.Headers.Concat(request.Content?.Headers.Where(one => one.Key == "Content-Type") ?? [])
            .Select(one => (Name: one.Key.ToLowerInvariant(), Value: string.Join(',', one.Value.Select(value => value.Trim()))))
            .Append((Name: "host", Value: request.RequestUri!.Authority)).OrderBy(one => one.Name, StringComparer.Ordinal).ToArray();
        var names = string.Join(';', headers.Select(one => one.Name));
        var canonical = $"{request.Method}\n/\n\n{string.Concat(headers.Select(one => $"{one.Name}:{one.Value}\n"))}\n{names}\n"
            + Convert.ToHexStringLower(SHA256.HashData(body));
        var scope = $"{time[..8]}/{region}/{service}/aws4_request";
        var toSign = $"{Algorithm}\n{time}\n{scope}\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(Hash(Key(credentials.Secret, time[..8], region, service), toSign));
        request.Headers.TryAddWithoutValidation("Authorization",
            $"{Algorithm} Credential={credentials.KeyId}/{scope}, SignedHeaders={names}, Signature={signature}");
    }

    /// <summary>The key of a day, a region and a service.</summary>
    public static byte[] Key(string secret, string day, string region, string service) =>
        Hash(Hash(Hash(Hash(Encoding.UTF8.GetBytes($"AWS4{secret}"), day), region), service), "aws4_request");

    private static byte[] Hash(byte[] key, string text) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text));
}
