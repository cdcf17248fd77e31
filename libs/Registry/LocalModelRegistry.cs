using System.Text;
using Volcast.Registry.Local;

namespace Volcast.Registry;

/// <summary>
/// A registry in a folder, in MLflow's own file layout (<c>mlruns</c>), which MLflow's tools open. Several processes may use it
/// at once: a lock serialises writes, and readers see each version, run and alias either complete or not at all.
/// </summary>
/// <remarks>MLflow needs absolute URIs inside the store. This class ignores them and finds files by the layout, so that a store
/// that was moved or copied still works. <see cref="RebaseAsync"/> corrects the URIs for other programs.</remarks>
public sealed class LocalModelRegistry : IModelRegistry
{
    private readonly StoreLayout layout;
    private readonly RegistryFiles files;
    private readonly ExperimentFiles experiments;
    private readonly VersionFiles versions;
    private readonly TimeSpan patience;
    private readonly bool holdsLock;

    /// <param name="root">The store's folder; the first write creates it.</param>
    /// <param name="patience">How long to wait for the writes of others; one minute by default.</param>
    public LocalModelRegistry(string root, TimeSpan? patience = null) : this(root, patience, null)
    {
    }

    internal LocalModelRegistry(string root, TimeSpan? patience, Action<string>? beforeStep)
    {
        layout = new StoreLayout(root);
        files = new RegistryFiles(layout, beforeStep);
        experiments = new ExperimentFiles(layout, files);
        versions = new VersionFiles(layout, files);
        this.patience = patience ?? TimeSpan.FromMinutes(1);
    }

    /// <summary>The same store, for a caller that holds its lock.</summary>
    private LocalModelRegistry(LocalModelRegistry free)
    {
        (layout, files, experiments, versions, patience) =
            (free.layout, free.files, free.experiments, free.versions, free.patience);
        holdsLock = true;
    }

    /// <summary>The store's absolute folder.</summary>
    public string Root => layout.Root;

    public Task<RegistrationResult> RegisterAsync(Registration registration, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireRegistration(registration);
        return WriteAsync(() =>
        {
            var now = registration.Run.EndTime!.Value;
            var run = registration.Run with
            {
                Tags = new Dictionary<string, string>(registration.Run.Tags)
                {
                    [RegistryTags.TrainingDigest] = registration.TrainingDigest,
                },
            };
            var folder = MlModel.Of(registration.ModelFolder.Sealed(), run.Id);
            var artifacts = registration.Artifacts.WithFolder(Registration.ModelPath, folder);
            var version = versions.List(registration.Model)
                .FirstOrDefault(v => v.Tags.GetValueOrDefault(RegistryTags.TrainingDigest) == registration.TrainingDigest);
            var created = version is null;
            if (version is null)
            {
                var runFolder = Record(run, artifacts);
                versions.EnsureModel(registration.Model, now);
                var number = versions.Create(registration.Model, run.Id,
                    StoreLayout.Uri(Path.Combine(RunFiles.Artifacts(runFolder), Registration.ModelPath)), now,
                    new Dictionary<string, string>(registration.VersionTags)
                    {
                        [RegistryTags.TrainingDigest] = registration.TrainingDigest,
                        [RegistryTags.ArtifactDigest] = folder.Digest,
                        [RegistryTags.PendingAliases] = string.Join(',', registration.Aliases),
                    });
                version = versions.Find(registration.Model, number)!;
            }
            else if (version.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest) == folder.Digest)
            {
                // The same model again: restores what was lost or changed since; otherwise writes nothing.
                Record(run, artifacts);
            }
            versions.Complete(version);
            return new RegistrationResult(versions.Find(version.Model, version.Number)!, created);
        }, cancellationToken);
    }

    public Task RequireRegistrableAsync(
        string model, string trainingDigest, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireModel(model);
        return WriteAsync(() => experiments.RequireNotDeleted(model), cancellationToken);
    }

    public Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireRun(run);
        return WriteAsync(() => Record(run, artifacts), cancellationToken);
    }

    public Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken = default) => ReadAsync(() =>
    {
        NamingRules.RequireRunId(runId);
        return layout.FindRun(runId) is { } folder
            ? RunFiles.Read(folder, ExperimentFiles.Name(Path.GetDirectoryName(folder)!))
            : null;
    }, cancellationToken);

    public Task<IReadOnlyDictionary<string, Run>> FindRunsAsync(
        IReadOnlyCollection<string> runIds, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyDictionary<string, Run>>(() =>
        {
            var found = new Dictionary<string, Run>(StringComparer.Ordinal);
            foreach (var id in runIds.Where(NamingRules.IsRunId).Distinct(StringComparer.Ordinal))
                if (layout.FindRun(id) is { } folder)
                    found[id] = RunFiles.Read(folder, ExperimentFiles.Name(Path.GetDirectoryName(folder)!));
            return found;
        }, cancellationToken);

    public Task<ArtifactFolder> ReadArtifactsAsync(
        string runId, Func<string, bool> wants, CancellationToken cancellationToken = default) => ReadAsync(() =>
    {
        NamingRules.RequireRunId(runId);
        return StoreLayout.Read(RunFiles.Artifacts(layout.FindRun(runId) ?? throw RunMissing($"Run {runId}", runId)), wants);
    }, cancellationToken);

    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<string>>(() => [.. layout.ModelNames()], cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<ModelVersion>>(() =>
        {
            NamingRules.RequireModel(model);
            return [.. versions.List(model)];
        }, cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListAllVersionsAsync(CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyList<ModelVersion>>(
            () => [.. layout.ModelNames().SelectMany(versions.List)], cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken = default) =>
        ReadAsync<IReadOnlyDictionary<string, string>>(() =>
        {
            var stamps = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var model in models)
                if (versions.Stamp(model) is { } stamp)
                    stamps[model] = stamp;
            return stamps;
        }, cancellationToken);

    public Task<ModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken = default) =>
        ReadAsync(() =>
        {
            NamingRules.RequireModel(model);
            return versions.Find(model, number);
        }, cancellationToken);

    public Task<ModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken = default) =>
        ReadAsync(() =>
        {
            NamingRules.RequireModel(model);
            NamingRules.RequireAlias(alias);
            return versions.FindAlias(model, alias) is { } number
                ? versions.Find(model, number) ?? throw new RegistryException(RegistryProblem.NotFound,
                    $"The alias '{alias}' of model '{model}' names version {number}, which was deleted. Give it to another "
                    + "version.")
                : null;
        }, cancellationToken);

    public Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken = default) =>
        ReadAsync(() =>
        {
            // The source may name the store's earlier place, so the layout gives the folder.
            var at = version.Source.LastIndexOf($"/{version.RunId}/artifacts/", StringComparison.Ordinal);
            var experiment = at > 0 ? version.Source[..at].Split('/')[^1] : null;
            var runFolder = layout.FindRun(version.RunId, experiment) ?? throw RunMissing($"Model {version}", version.RunId);
            var path = at >= 0
                ? Uri.UnescapeDataString(version.Source[(at + version.RunId.Length + "//artifacts/".Length)..])
                : Registration.ModelPath;
            var folder = StoreLayout.Read(RunFiles.Artifacts(runFolder)).Folder(path).WithoutTraces();
            if (folder.Count == 0)
                throw new RegistryException(RegistryProblem.NotFound,
                    $"Model {version} has lost its folder {Path.Combine(RunFiles.Artifacts(runFolder), path)}."
                    + " Restore it from a copy, or train again, which restores the registered files.");
            folder.Verify($"Model {version} ({Path.Combine(RunFiles.Artifacts(runFolder), path)})",
                version.Tags.GetValueOrDefault(RegistryTags.ArtifactDigest));
            return folder;
        }, cancellationToken);

    public Task SetVersionTagAsync(
        string model, int number, string key, string value, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireKey("tag", key);
        NamingRules.RequireTag(key, value);
        return WriteAsync(() =>
        {
            RequireVersion(model, number);
            files.Put(Path.Combine(layout.VersionTags(model, number), key), Encoding.UTF8.GetBytes(value));
        }, cancellationToken);
    }

    public Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireKey("tag", key);
        return WriteAsync(() =>
        {
            RequireVersion(model, number);
            files.Delete(Path.Combine(layout.VersionTags(model, number), key));
        }, cancellationToken);
    }

    public Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireAlias(alias);
        return WriteAsync(() =>
        {
            RequireVersion(model, number);
            versions.SetAlias(model, alias, number);
        }, cancellationToken);
    }

    public Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken = default)
    {
        NamingRules.RequireModel(model);
        NamingRules.RequireAlias(alias);
        return WriteAsync(() => files.Delete(Path.Combine(layout.Aliases(model), alias)), cancellationToken);
    }

    public async Task<T> ExclusivelyAsync<T>(Func<IModelRegistry, Task<T>> act, CancellationToken cancellationToken = default)
    {
        if (holdsLock)
            return await act(this);
        try
        {
            using var held = await StoreLock.AcquireAsync(layout.Lock, patience, cancellationToken);
            return await act(new LocalModelRegistry(this));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Storage("written to", e);
        }
    }

    /// <summary>Corrects every <c>file://</c> URI of a store that was moved or copied, so that it names the present
    /// place.</summary>
    /// <returns>The number of changed files.</returns>
    public Task<int> RebaseAsync(CancellationToken cancellationToken = default) =>
        WriteAsync(() => new Rebase(layout, files).Run(), cancellationToken);

    private string Record(Run run, ArtifactFolder artifacts)
    {
        experiments.EnsureStore(run.StartTime);
        var experimentId = experiments.Ensure(run.Experiment, run.StartTime);
        var folder = layout.Run(experimentId, run.Id);
        if (!RunFiles.IsRecorded(folder, artifacts))
            files.PutFolder(folder, RunFiles.Write(run, experimentId, folder, artifacts));
        return folder;
    }

    private void RequireVersion(string model, int number)
    {
        NamingRules.RequireModel(model);
        if (versions.Find(model, number) is null)
            throw new RegistryException(RegistryProblem.NotFound,
                $"Model '{model}' has no version {number} in {layout.Root}; it has {string.Join(", ",
                    versions.List(model).Select(v => v.Number).DefaultIfEmpty())}.");
    }

    private RegistryException RunMissing(string subject, string runId) => new(RegistryProblem.NotFound,
        $"{subject}: there is no run {runId} in {layout.Root}. Was a part of the folder left behind when it was moved?");

    private async Task<T> WriteAsync<T>(Func<T> write, CancellationToken cancellationToken)
    {
        try
        {
            using var held = holdsLock ? null : await StoreLock.AcquireAsync(layout.Lock, patience, cancellationToken);
            files.Sweep();
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Storage("written to", e);
        }
    }

    private Task<bool> WriteAsync(Action write, CancellationToken cancellationToken) => WriteAsync(() =>
    {
        write();
        return true;
    }, cancellationToken);

    /// <summary>How often a reading is tried while files that it has listed disappear.</summary>
    private const int Readings = 5;

    // The files are small and local: reading them here is faster than a switch to another thread.
    private Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            for (var attempt = 1; ; attempt++)
                try
                {
                    return Task.FromResult(read());
                }
                catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException && attempt < Readings)
                {
                    // A writer has removed a listed file, such as the mark of a move of an alias. The next listing is without it.
                }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Storage("read", e);
        }
    }

    private RegistryException Storage(string verb, Exception e) => new(RegistryProblem.Storage,
        $"The registry {layout.Root} could not be {verb}: {e.Message} Check the disk's space and the folder's permissions.", e);
}
