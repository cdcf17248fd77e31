namespace Volcast.Registry.Tests;

internal static class Store
{
    /// <summary>Every file of a store: relative path → content in hex.</summary>
    public static SortedDictionary<string, string> Snapshot(string root) => new(
        Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).ToDictionary(
            file => Path.GetRelativePath(root, file).Replace('\\', '/'),
            file => Convert.ToHexString(File.ReadAllBytes(file))),
        StringComparer.Ordinal);

    /// <summary>The only file of a store whose path has this end.</summary>
    public static string Find(string root, string ending) =>
        Path.Combine(root, Snapshot(root).Keys.Single(path => path.EndsWith(ending, StringComparison.Ordinal)));
}
