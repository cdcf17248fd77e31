using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Volcast.Hosting.Keys;

/// <summary>What the bearer of a key may do.</summary>
public enum KeyScope
{
    /// <summary>Ask for forecasts and what stands behind them.</summary>
    Read = 1,

    /// <summary>That, and what only those who run the service need.</summary>
    Admin = 2,
}

/// <summary>One API key as it is kept: its secret part is known to its bearer alone.</summary>
/// <param name="Id">Eight hexadecimal digits, a part of the key itself: by it the key is found, and named in lists and logs.</param>
/// <param name="Name">Whom or what it is for.</param>
/// <param name="Scope">What its bearer may do.</param>
/// <param name="Sha256">Of the whole key, lower-case hex. A key holds 256 random bits, so that a slow hash adds nothing.</param>
/// <param name="CreatedAt">When it was made.</param>
public sealed record ApiKey(string Id, string Name, KeyScope Scope, string Sha256, DateTimeOffset CreatedAt)
{
    private const string Prefix = "vk_";
    private const int IdLength = 8;
    private const int SecretLength = 43; // 32 bytes as base64url without padding.

    /// <summary>Makes a key.</summary>
    /// <returns>What is kept, and the key itself, which cannot be had again.</returns>
    public static (ApiKey Kept, string Key) Create(string name, KeyScope scope, DateTimeOffset now)
    {
        var id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(IdLength / 2));
        var key = $"{Prefix}{id}_{Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32))}";
        return (new(id, name, scope, Convert.ToHexStringLower(Hash(key)), now), key);
    }

    /// <summary>The id that a key names; null where the text has not the form of a key.</summary>
    public static string? IdOf(ReadOnlySpan<char> key) =>
        key.Length == Prefix.Length + IdLength + 1 + SecretLength && key.StartsWith(Prefix) && key[Prefix.Length + IdLength] == '_'
            ? key.Slice(Prefix.Length, IdLength).ToString()
            : null;

    /// <summary>Whether a text is this key; takes the same time whatever it differs in.</summary>
    public bool Matches(ReadOnlySpan<char> key) =>
        CryptographicOperations.FixedTimeEquals(Hash(key), Convert.FromHexString(Sha256));

    private static byte[] Hash(ReadOnlySpan<char> key)
    {
        Span<byte> bytes = stackalloc byte[256];
        return key.Length <= 80 ? SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(key, bytes)]) : [];
    }
}
