using Volcast.Evidence.Backtests;
using Volcast.Files;

namespace Volcast.Evidence.Published;

/// <summary>
/// The evidence of one released recipe for one target and horizon: <c>docs/evidence/RELEASE/SYMBOL-HORIZONd/</c>, what was
/// forecast and lost day by day, from which every table in the docs is computed again without market data.
/// </summary>
/// <param name="Path">The folder.</param>
/// <param name="Name">As markers in the docs name it, <c>volcast-1/SPY-5d</c>.</param>
/// <param name="Backtest">What it holds.</param>
public sealed record EvidenceFolder(string Path, string Name, Backtest Backtest)
{
    /// <summary>Where the folders of releases lie in a repository.</summary>
    public static string Home(string root) => System.IO.Path.Combine(root, "docs", "evidence");

    /// <summary>The evidence folders of a repository, in ordinal order.</summary>
    public static IReadOnlyList<string> Find(string root) => !Directory.Exists(Home(root)) ? [] :
    [
        .. Directory.EnumerateDirectories(Home(root)).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal),
    ];

    /// <summary>Writes a backtest as evidence of a release, in place of what the folder held.</summary>
    /// <param name="release">The folder of the release, such as docs/evidence/volcast-1; its name is the release's.</param>
    /// <param name="backtest">Of real data.</param>
    /// <returns>The folder written.</returns>
    /// <exception cref="EvidenceException">The data are simulated.</exception>
    public static string Write(string release, Backtest backtest)
    {
        if (backtest.Run.IsSimulated)
            throw new EvidenceException("Forecasts of the simulated market are no evidence of anything: none was written.");
        var folder = System.IO.Path.Combine(System.IO.Path.GetFullPath(release), backtest.Name);
        var files = EvidenceFiles.Of(backtest, new DirectoryInfo(release).Name);
        AtomicFile.WriteAll(folder, files);
        foreach (var stale in Directory.EnumerateFiles(folder).Where(f => !files.ContainsKey(System.IO.Path.GetFileName(f))))
            File.Delete(stale);
        return folder;
    }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="EvidenceException">A file is missing or damaged, or not the one whose digest the manifest
    /// holds.</exception>
    public static EvidenceFolder Read(string folder)
    {
        var name = NameOf(folder);
        try
        {
            var files = Contents(folder);
            var manifest = Manifest(files);
            if (manifest.Differences(files).FirstOrDefault() is { File: { } file } changed)
                throw new EvidenceException(changed.Found is null
                    ? $"{file} is missing: take it from the repository's history again."
                    : $"{file} is not the file of {EvidenceManifest.FileName}: its SHA-256 is {changed.Found} and not "
                        + $"{changed.Stated}. Take it from the repository's history again.");
            return new(folder, name, EvidenceFiles.Read(manifest, files));
        }
        catch (Exception damaged) when (damaged is EvidenceException or InvalidDataException)
        {
            throw new EvidenceException($"{name}: {damaged.Message}", damaged);
        }
    }

    internal static string NameOf(string folder) =>
        $"{new DirectoryInfo(folder).Parent!.Name}/{new DirectoryInfo(folder).Name}";

    internal static Dictionary<string, byte[]> Contents(string folder) => Directory.EnumerateFiles(folder)
        .ToDictionary(file => System.IO.Path.GetFileName(file), File.ReadAllBytes, StringComparer.Ordinal);

    internal static EvidenceManifest Manifest(Dictionary<string, byte[]> files) =>
        EvidenceManifest.Parse(files.TryGetValue(EvidenceManifest.FileName, out var content) ? content
            : throw new EvidenceException(
                $"{EvidenceManifest.FileName} is missing: take it from the repository's history again."));
}
