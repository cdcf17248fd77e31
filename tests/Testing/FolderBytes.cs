using System.Security.Cryptography;

namespace Volcast.Testing;

/// <summary>What a folder holds, to compare two states of it byte for byte.</summary>
public static class FolderBytes
{
    /// <summary>A line for each file, in ordinal order: relative path and SHA-256.</summary>
    public static IReadOnlyList<string> Of(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(folder, file)} {Digest(file)}")
            .Order(StringComparer.Ordinal),
    ];

    private static string Digest(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
