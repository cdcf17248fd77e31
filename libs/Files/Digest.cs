using System.Security.Cryptography;

namespace Volcast.Files;

/// <summary>SHA-256 as lower-case hexadecimal text.</summary>
public static class Digest
{
    private const int PrefixLength = 8;

    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The first eight digits, as they stand in file names.</summary>
    public static string Prefix(string digest) => digest[..PrefixLength];
}
