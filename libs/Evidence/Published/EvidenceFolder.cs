using Volcast.Evidence.Backtests;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>The evidence of one released recipe for one target and horizon, in <c>docs/evidence/RELEASE/SYMBOL-HORIZONd/</c>:
/// the recipe's forecasts, what became of them, and every table that the docs can show.</summary>
/// <param name="Path">The folder.</param>
/// <param name="Name">The name that markers in the docs use, such as <c>volcast-1/SPY-5d</c>.</param>
/// <param name="Tables">The published tables.</param>
public sealed record EvidenceFolder(string Path, string Name, IReadOnlyList<ReportTable> Tables)
{
    /// <summary>The folder that contains the releases in a repository.</summary>
    public static string Home(string root) => System.IO.Path.Combine(root, "docs", "evidence");

    /// <summary>The evidence folders of a repository, in ordinal order.</summary>
    public static IReadOnlyList<string> Find(string root) => !Directory.Exists(Home(root)) ? [] :
    [
        .. Directory.EnumerateDirectories(Home(root)).SelectMany(Directory.EnumerateDirectories).Order(StringComparer.Ordinal),
    ];

    /// <summary>Writes a backtest as evidence of a release and replaces the content of the folder.</summary>
    /// <param name="release">The folder of the release, such as docs/evidence/volcast-1; its name is the name of the
    /// release.</param>
    /// <param name="backtest">A backtest on real data.</param>
    /// <returns>The folder written.</returns>
    /// <exception cref="EvidenceException">The data are simulated, a year or a month has too few origins, or there are too few
    /// common origins; nothing is written.</exception>
    public static string Write(string release, Backtest backtest)
    {
        if (backtest.Run.IsSimulated)
            throw new EvidenceException("Forecasts of the simulated market are no evidence, so nothing was written.");
        var folder = System.IO.Path.Combine(System.IO.Path.GetFullPath(release), backtest.Name);
        var files = FilesOf(backtest, new DirectoryInfo(release).Name);
        AtomicFile.WriteAll(folder, files);
        foreach (var stale in Directory.EnumerateFiles(folder).Where(f => !files.ContainsKey(System.IO.Path.GetFileName(f))))
            File.Delete(stale);
        return folder;
    }

    /// <summary>Reads a folder.</summary>
    /// <exception cref="EvidenceException">A file is missing or damaged, or does not have the digest in the manifest.</exception>
    public static EvidenceFolder Read(string folder)
    {
        var name = NameOf(folder);
        try
        {
            var files = Contents(folder);
            var manifest = Manifest(files);
            if (manifest.Differences(files).FirstOrDefault() is { File: { } file } changed)
                throw new EvidenceException(changed.Found is null
                    ? $"{file} is missing: restore it from the history of the repository."
                    : $"{file} does not match {EvidenceManifest.FileName}: its SHA-256 is {changed.Found} instead of "
                        + $"{changed.Stated}. Restore it from the history of the repository.");
            return new(folder, name, EvidenceContent.Read(manifest, files).Tables);
        }
        catch (Exception damaged) when (damaged is EvidenceException or InvalidDataException)
        {
            throw new EvidenceException($"{name}: {damaged.Message}", damaged);
        }
    }

    private static IReadOnlyDictionary<string, byte[]> FilesOf(Backtest backtest, string release)
    {
        try
        {
            return EvidenceFiles.Of(backtest, release);
        }
        catch (InsufficientDataException tooFew)
        {
            throw new EvidenceException($"{backtest.Name} gives no evidence: {tooFew.Message}", tooFew);
        }
    }

    internal static string NameOf(string folder) =>
        $"{new DirectoryInfo(folder).Parent!.Name}/{new DirectoryInfo(folder).Name}";

    internal static Dictionary<string, byte[]> Contents(string folder) => Directory.EnumerateFiles(folder)
        .ToDictionary(file => System.IO.Path.GetFileName(file), File.ReadAllBytes, StringComparer.Ordinal);

    internal static EvidenceManifest Manifest(Dictionary<string, byte[]> files) =>
        EvidenceManifest.Parse(files.TryGetValue(EvidenceManifest.FileName, out var content) ? content
            : throw new EvidenceException(
                $"{EvidenceManifest.FileName} is missing: restore it from the history of the repository."));
}
