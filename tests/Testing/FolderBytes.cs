using System.Security.Cryptography;

namespace Volcast.Testing;

/// <summary>The files of a folder: compares two states byte for byte, and copies one.</summary>
public static class FolderBytes
{
    /// <summary>A line for each file, in ordinal order: relative path and SHA-256.</summary>
    public static IReadOnlyList<string> Of(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(folder, file)} {Digest(file)}")
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Copies all files of a folder into another, which need not exist and must not hold the same files.</summary>
    public static void Copy(string source, string target)
    {
        foreach (var file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static string Digest(string file) => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)));
}
