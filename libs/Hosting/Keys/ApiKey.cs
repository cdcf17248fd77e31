using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Volcast.Hosting.Keys;

/// <summary>What a key permits.</summary>
public enum KeyScope
{
    /// <summary>Read forecasts, explanations, models and data.</summary>
    Read = 1,

    /// <summary>The same, and the metrics and administration of the service.</summary>
    Admin = 2,
}

/// <summary>One API key as it is stored; the secret part is not stored.</summary>
/// <param name="Id">Eight hexadecimal digits, a part of the key itself. Lists and logs name the key by it.</param>
/// <param name="Name">The person or program that it is for.</param>
/// <param name="Scope">What it permits.</param>
/// <param name="Sha256">Digest of the key, lower-case hex. A key has 256 random bits, so a slow hash would add no
/// security.</param>
/// <param name="CreatedAt">When it was created.</param>
/// <param name="CreatedBy">The person or service that created it; null in a file of an older Volcast.</param>
/// <param name="ExpiresAt">When it stops working; null for never.</param>
public sealed record ApiKey(
    string Id, string Name, KeyScope Scope, string Sha256, DateTimeOffset CreatedAt, string? CreatedBy = null,
    DateTimeOffset? ExpiresAt = null)
{
    private const string Prefix = "vk_";
    private const int IdLength = 8;
    private const int SecretLength = 43; // 32 bytes as base64url without padding.

    /// <summary>Creates a key.</summary>
    /// <returns>The record to store, and the key itself, which cannot be recovered later.</returns>
    public static (ApiKey Kept, string Key) Create(
        string name, KeyScope scope, DateTimeOffset now, string? createdBy = null, DateTimeOffset? expiresAt = null)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        var key = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        return (new(id, name, scope, Convert.ToHexStringLower(Hash(key)), now, createdBy, expiresAt), key);
    }

    /// <summary>The id in a key; null where the text does not have the form of a key.</summary>
    public static string? IdOf(ReadOnlySpan<char> key) =>
        key.Length == Prefix.Length + IdLength + 1 + SecretLength && key.StartsWith(Prefix)
        && key[Prefix.Length + IdLength] == '_'
            ? key.Slice(Prefix.Length, IdLength).ToString()
            : null;

    /// <summary>Whether the key no longer works; it works until the instant of <see cref="ExpiresAt"/>.</summary>
    public bool HasExpired(DateTimeOffset now) => ExpiresAt <= now;

    /// <summary>Whether a text is this key. The time taken does not depend on where they differ.</summary>
    public bool Matches(ReadOnlySpan<char> key) =>
        CryptographicOperations.FixedTimeEquals(Hash(key), Convert.FromHexString(Sha256));

    private static byte[] Hash(ReadOnlySpan<char> key)
    {
        Span<byte> bytes = stackalloc byte[256];
        return key.Length <= 80 ? SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)]) : [];
    }
}
