using System.Security.Cryptography;
using System.Text;

namespace Volcast.Files;

/// <summary>SHA-256 as 64 lower-case hexadecimal digits.</summary>
public static class Digest
{
    private const int PrefixLength = 8;

    /// <summary>The digest of bytes.</summary>
    public static string Of(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>The digest of a text's UTF-8 bytes.</summary>
    public static string Of(string text) => Of(Encoding.UTF8.GetBytes(text));

    /// <summary>The first eight digits, which file names use.</summary>
    public static string Prefix(string digest) => digest[..PrefixLength];
}
