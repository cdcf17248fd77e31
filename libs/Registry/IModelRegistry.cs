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

    /// <summary>Records a run without a model, such as a backtest. A stored run with the same id and artifacts is not
    /// changed.</summary>
    Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken = default);

    /// <summary>A run by the id that Volcast gave it, or by the id that a server gave it. On a server,
    /// <see cref="ModelVersion.RunId"/> holds the server's id.</summary>
    Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>All artifacts of a run, not verified, with paths such as <c>model/model.json</c>.</summary>
    Task<ArtifactFolder> ReadArtifactsAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Names of the registered models, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>A model's versions, newest first, without deleted ones; empty for an unknown model.</summary>
    Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default);

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
}
