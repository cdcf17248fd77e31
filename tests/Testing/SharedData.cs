using Xunit;

namespace Volcast.Testing;

/// <summary>The reference data beside the repository. A public clone does not have them and skips the tests that need them.
/// </summary>
public static class SharedData
{
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>The path of a shared file or folder; it need not exist.</summary>
    public static string PathOf(params string[] parts) => Path.GetFullPath(Path.Combine(
        [Environment.GetEnvironmentVariable("VOLCAST_SHARED") ?? Path.Combine(RepositoryRoot, "..", "shared"), .. parts]));

    /// <summary>The path of a shared file or folder; skips the running test if it is missing.</summary>
    public static string Require(params string[] parts)
    {
        var path = PathOf(parts);
        Assert.SkipUnless(
            Path.Exists(path), $"needs {string.Join('/', parts)} of the shared reference data beside the repository");
        return path;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Volcast.slnx")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"No Volcast.slnx above {AppContext.BaseDirectory}.");
    }
}
