using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Services.Dashboard.SignIn;

/// <summary>The token in which an AWS load balancer says who has signed in: a JSON Web Token (RFC 7519), signed with ES256, whose
/// parts are padded base64url (AWS, "Authenticate users using an Application Load Balancer").</summary>
/// <param name="KeyId">The id of the key with which it is signed.</param>
/// <param name="Signer">The ARN of the load balancer.</param>
/// <param name="Client">The client id of the identity provider.</param>
/// <param name="Expires">The time after which it is not valid.</param>
/// <param name="Subject">The person, as the provider names them.</param>
internal sealed record BalancerToken(string KeyId, string Signer, string Client, DateTimeOffset Expires, string Subject)
{
    /// <summary>The header in which the load balancer sends it.</summary>
    public const string Header = "x-amzn-oidc-data";

    /// <summary>The bytes that are signed.</summary>
    public required byte[] Signed { get; init; }

    public required byte[] Signature { get; init; }

    /// <summary>Reads a token without checking it.</summary>
    /// <returns>Null if it is not one, or not signed with ES256.</returns>
    public static BalancerToken? Read(string text)
    {
        if (text.Split('.') is not [var header, var payload, var signature])
            return null;
        try
        {
            var head = JsonSerializer.Deserialize<HeaderDocument>(Decode(header));
            var person = JsonSerializer.Deserialize<PersonDocument>(Decode(payload));
            return head is { Algorithm: "ES256", KeyId: { } key, Signer: { } signer, Client: { } client, Expires: { } expires }
                && person?.Subject is { Length: > 0 } subject
                ? new(key, signer, client, DateTimeOffset.FromUnixTimeSeconds(expires), subject)
                {
                    Signed = Encoding.ASCII.GetBytes($"{header}.{payload}"),
                    Signature = Decode(signature),
                }
                : null;
        }
        catch (Exception bad) when (bad is FormatException or JsonException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }

    /// <summary>Whether a key made the signature.</summary>
    public bool IsSignedBy(ECParameters publicKey)
    {
        using var key = ECDsa.Create(publicKey);
        return key.VerifyData(Signed, Signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    private static byte[] Decode(string part) => Base64Url.DecodeFromChars(part);

    private sealed record HeaderDocument(
        [property: JsonPropertyName("alg")] string? Algorithm, [property: JsonPropertyName("kid")] string? KeyId,
        [property: JsonPropertyName("signer")] string? Signer, [property: JsonPropertyName("client")] string? Client,
        [property: JsonPropertyName("exp")] long? Expires);

    private sealed record PersonDocument([property: JsonPropertyName("sub")] string? Subject);
}
