namespace Volcast.Registry;

/// <summary>
/// Stores trained models, their evidence and their aliases, in MLflow's terms. Every method throws
/// <see cref="RegistryException"/> when it fails. A Find method returns null for something that does not exist.
/// </summary>
public interface IModelRegistry
{
    /// <summary>
    /// Records the run, stores the model folder, creates the version and sets its aliases, in this order, so that readers only
    /// see complete versions. If the process is killed, a second call with the same registration reaches the same final state.
    /// </summary>
    Task<RegistrationResult> RegisterAsync(Registration registration, CancellationToken cancellationToken = default);

    /// <summary>Throws what would prevent a registration, before the work of a training: a server that refuses this user, a
    /// deleted experiment, artifacts that lie elsewhere, the deleted run of an earlier registration.</summary>
    /// <param name="model">The registered model's name, which is also that of the experiment.</param>
    /// <param name="trainingDigest">The digest of the training.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    Task RequireRegistrableAsync(string model, string trainingDigest, CancellationToken cancellationToken = default);

    /// <summary>Records a run without a model, such as a backtest. A stored run with the same id and artifacts is not
    /// changed.</summary>
    Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken = default);

    /// <summary>A run by the id that Volcast gave it, or by the id that a server gave it. On a server,
    /// <see cref="ModelVersion.RunId"/> holds the server's id.</summary>
    Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>The given runs by the registry's own id, each with the last point of every metric. Deleted and unknown runs are
    /// left out. Runs of a server cost one request for each hundred.</summary>
    /// <param name="runIds">Such as the versions' <see cref="ModelVersion.RunId"/>; an empty one is skipped.</param>
    /// <param name="cancellationToken">Stops between requests.</param>
    Task<IReadOnlyDictionary<string, Run>> FindRunsAsync(
        IReadOnlyCollection<string> runIds, CancellationToken cancellationToken = default);

    /// <summary>Artifacts of a run, not verified, with paths such as <c>model/model.json</c>.</summary>
    /// <param name="runId">Volcast's id of the run, or the server's.</param>
    /// <param name="wants">Whether to read a file, or anything of a folder, whose path then ends with a slash.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    Task<ArtifactFolder> ReadArtifactsAsync(
        string runId, Func<string, bool> wants, CancellationToken cancellationToken = default);

    /// <summary>Names of the registered models, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>A model's versions, newest first, without deleted ones; empty for an unknown model.</summary>
    Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>The versions of all models, without deleted ones: models in ordinal order, and each model's newest version
    /// first.</summary>
    Task<IReadOnlyList<ModelVersion>> ListAllVersionsAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Model → stamp, for those of the given models that are registered. A stamp changes when versions or aliases change; only
    /// then does <see cref="ListVersionsAsync"/> return something new. Stamps of many models cost about as much as one search. A
    /// change of a version's tags alone need not change the stamp.
    /// </summary>
    Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken = default);

    Task<ModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken = default);

    /// <summary>The version with an alias; null if no version has it.</summary>
    Task<ModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken = default);

    /// <summary>The version's model folder. Every file is compared with the registered checksums.</summary>
    Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken = default);

    Task SetVersionTagAsync(string model, int number, string key, string value, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag. A missing tag is not an error.</summary>
    Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken = default);

    /// <summary>Points an alias at a version. If another version has the alias, it loses it.</summary>
    Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken = default);

    /// <summary>Removes an alias. A missing alias is not an error.</summary>
    Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken = default);

    /// <summary>
    /// Runs several reads and writes as one transaction, where the registry offers one: a local store holds its lock, so that no
    /// other client writes in between. A server offers none; there the caller reads again after a write, and undoes it if
    /// another client came first.
    /// </summary>
    /// <param name="act">Works on the registry that it receives.</param>
    /// <param name="cancellationToken">Stops waiting for the lock.</param>
    Task<T> ExclusivelyAsync<T>(Func<IModelRegistry, Task<T>> act, CancellationToken cancellationToken = default);
}
