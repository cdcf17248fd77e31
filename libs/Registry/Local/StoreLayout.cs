using System.Globalization;
using Volcast.Files;

namespace Volcast.Registry.Local;

/// <summary>
/// The paths of MLflow's file store, and the URIs of these paths. MLflow lists every folder of the root as an experiment, every
/// folder of <c>models</c> as a model and every file of <c>tags</c> as a tag. Temporary content therefore goes to places that
/// MLflow ignores: a file in the root, and a folder without meta.yaml in the Default experiment.
/// </summary>
internal sealed class StoreLayout(string root)
{
    public const string Meta = "meta.yaml";
    public const string DefaultExperiment = "0";
    public const string AliasesName = "aliases";
    public const string TagsName = "tags";
    private const string ModelsName = "models";
    private const string VersionPrefix = "version-";

    public string Root { get; } = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));

    public string Lock => Path.Combine(Root, ".volcast.lock");

    public string TemporaryFile => Path.Combine(Root, ".volcast.tmp");

    public string ExperimentIndex => Path.Combine(Root, ".volcast.experiments");

    public string StagingFolder => Path.Combine(Root, DefaultExperiment, ".volcast-staging");

    public string Trash => Path.Combine(Root, ".trash");

    public string Models => Path.Combine(Root, ModelsName);

    public string Experiment(string experimentId) => Path.Combine(Root, experimentId);

    public string Run(string experimentId, string runId) => Path.Combine(Experiment(experimentId), runId);

    public string Model(string model) => Path.Combine(Models, model);

    public string Aliases(string model) => Path.Combine(Model(model), AliasesName);

    public string Version(string model, int number) => Path.Combine(Model(model), $"{VersionPrefix}{number}");

    public string VersionTags(string model, int number) => Path.Combine(Version(model, number), TagsName);

    /// <summary>Folders of experiments that are not deleted.</summary>
    public IEnumerable<string> Experiments() => Folders(Root)
        .Where(folder => Path.GetFileName(folder) is not ModelsName && File.Exists(Path.Combine(folder, Meta)));

    /// <summary>Names of the folders that may be experiments.</summary>
    public IEnumerable<string> ExperimentFolders() => Folders(Root)
        .Select(folder => Path.GetFileName(folder)!)
        .Where(name => name is not ModelsName && !name.StartsWith('.'));

    /// <summary>The folder of a run, or null if no experiment holds it.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="likely">The experiment to look in first; null if none is known.</param>
    public string? FindRun(string runId, string? likely = null) =>
        likely is not null && likely.All(char.IsAsciiDigit) && File.Exists(Path.Combine(Run(likely, runId), Meta))
            ? Run(likely, runId)
            : SearchRun(runId);

    private string? SearchRun(string runId) => Experiments()
        .Select(experiment => Path.Combine(experiment, runId))
        .FirstOrDefault(run => File.Exists(Path.Combine(run, Meta)));

    /// <summary>Folders of all runs.</summary>
    public IEnumerable<string> Runs() => Experiments().SelectMany(Folders).Where(run => File.Exists(Path.Combine(run, Meta)));

    public IEnumerable<string> ModelNames() => Folders(Models)
        .Where(folder => File.Exists(Path.Combine(folder, Meta)))
        .Select(folder => Path.GetFileName(folder)!)
        .Order(StringComparer.Ordinal);

    /// <summary>Numbers of a model's versions, including deleted ones, ascending.</summary>
    public IEnumerable<int> VersionNumbers(string model) => Folders(Model(model))
        .Select(folder => Path.GetFileName(folder)!)
        .Where(name => name.StartsWith(VersionPrefix, StringComparison.Ordinal))
        .Select(name => int.TryParse(
            name.AsSpan(VersionPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0)
        .Where(number => number > 0)
        .Order();

    /// <summary>All files under a folder, by relative path with forward slashes; empty if the folder is missing.</summary>
    /// <exception cref="RegistryException">A file is larger than <see cref="ArtifactFolder.MaximumFileBytes"/>, or there is
    /// something else than regular files and folders. It is not opened, because reading a pipe or a device may never
    /// end.</exception>
    public static ArtifactFolder Read(string folder) => Read(folder, _ => true);

    /// <summary>The same for those files and folders that the caller wants; a folder's path ends with a slash.</summary>
    /// <exception cref="RegistryException">See <see cref="Read(string)"/>.</exception>
    public static ArtifactFolder Read(string folder, Func<string, bool> wants) => new(!Directory.Exists(folder)
        ? []
        : Files(folder, "", wants).Select(file => KeyValuePair.Create(
            file.Path, (ReadOnlyMemory<byte>)File.ReadAllBytes(Bounded(new FileInfo(file.Place)).FullName))));

    private static IEnumerable<(string Path, string Place)> Files(string folder, string prefix, Func<string, bool> wants)
    {
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder))
        {
            var path = prefix + Path.GetFileName(entry);
            var kind = FileKinds.Of(entry);
            if (!wants(kind == FileKind.Folder ? path + "/" : path))
                continue;
            switch (kind)
            {
                case FileKind.Regular:
                    yield return (path, entry);
                    break;
                case FileKind.Folder:
                    foreach (var file in Files(entry, path + "/", wants))
                        yield return file;
                    break;
                default:
                    throw new RegistryException(RegistryProblem.Corrupt,
                        $"{entry} is {FileKinds.Describe(kind)} and was not opened: a registry holds regular files only."
                        + " Restore the folder from a copy, or train again.");
            }
        }
    }

    private static FileInfo Bounded(FileInfo file) => file.Length <= ArtifactFolder.MaximumFileBytes
        ? file
        : throw new RegistryException(RegistryProblem.Corrupt,
            $"{file.FullName} has {file.Length:N0} bytes, more than the limit of {ArtifactFolder.MaximumFileBytes:N0}: it"
            + " is not the registered file. Restore it from a copy, or train again.");

    /// <summary>The absolute <c>file://</c> URI of a path, in the form that MLflow's tools expect.</summary>
    public static string Uri(string path) => new Uri(path).AbsoluteUri;

    private static IEnumerable<string> Folders(string folder) =>
        Directory.Exists(folder) ? Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal) : [];
}
