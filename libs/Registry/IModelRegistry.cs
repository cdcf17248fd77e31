namespace Volcast.Registry;

/// <summary>
/// Where trained models, their evidence and their standing are kept, in MLflow's terms. Every method throws
/// <see cref="RegistryException"/> when it cannot do what it says; a Find method gives null for what is not there.
/// </summary>
public interface IModelRegistry
{
    /// <summary>
    /// Records the run, stores the model folder, makes the version and sets its aliases, in this order, so that whatever is
    /// visible is whole. Killed at any point and called again with the same registration, it ends as if undisturbed.
    /// </summary>
    Task<RegistrationResult> RegisterAsync(Registration registration, CancellationToken cancellationToken = default);

    /// <summary>Records a run that makes no model, such as a backtest; one of the same id and artifacts stays as it is.</summary>
    Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken = default);

    /// <summary>A run by the id that it was recorded under, or by the one that a server gave it instead, which is what
    /// <see cref="ModelVersion.RunId"/> holds there.</summary>
    Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>All artifacts of a run, unverified, with paths such as <c>model/model.json</c>.</summary>
    Task<ArtifactFolder> ReadArtifactsAsync(string runId, CancellationToken cancellationToken = default);

    /// <summary>Names of the registered models, in ordinal order.</summary>
    Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default);

    /// <summary>A model's versions, newest first, without deleted ones; empty for an unknown model.</summary>
    Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default);

    /// <summary>
    /// Model → stamp, for those of the models that are registered. Another stamp means that versions or aliases have changed, so
    /// that <see cref="ListVersionsAsync"/> is worth a call. A store makes stamps of many models at about the price of one
    /// search; a change of a version's tags alone need not change the stamp.
    /// </summary>
    Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken = default);

    Task<ModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken = default);

    /// <summary>The version that bears an alias, or null when none does.</summary>
    Task<ModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken = default);

    /// <summary>The version's model folder, every file checked against the checksums that were registered.</summary>
    Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken = default);

    Task SetVersionTagAsync(string model, int number, string key, string value, CancellationToken cancellationToken = default);

    /// <summary>Removes a tag; an absent one is no error.</summary>
    Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken = default);

    /// <summary>Points an alias at a version, taking it from another that bore it.</summary>
    Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken = default);

    /// <summary>Removes an alias; an absent one is no error.</summary>
    Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken = default);
}
