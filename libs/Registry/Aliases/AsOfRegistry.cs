namespace Volcast.Registry.Aliases;

/// <summary>A registry as it was at an instant, for reading. A version that was registered later does not exist. The champion is
/// the version that had the alias then. Before the first champion, the challenger is the newest version; after it there is none,
/// because nobody records which version was challenger. The other tags of a version are those of now.</summary>
/// <param name="registry">The registry as it is.</param>
/// <param name="instant">The instant.</param>
/// <param name="now">The present time, which begins a champion's tenure that no tag dates.</param>
public sealed class AsOfRegistry(IModelRegistry registry, DateTimeOffset instant, DateTimeOffset now) : IModelRegistry
{
    /// <exception cref="RegistryException">The record of the champion at the instant is gone, or a tag is corrupt.</exception>
    public async Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default)
    {
        var versions = await registry.ListVersionsAsync(model, cancellationToken);
        var history = ChampionHistory.Of(model, versions, now);
        var champion = history.ServingVersionAt(instant);
        if (champion is null && history.Tenures.LastOrDefault(tenure => tenure.From <= instant) is { } earlier)
            throw new RegistryException(RegistryProblem.NotFound,
                $"The champion of {model} at {instant.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC is not known: version {earlier.Version} "
                + $"was champion from {earlier.From.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {earlier.To?.UtcDateTime:yyyy-MM-dd HH:mm:ss} "
                + "UTC, and the version after it has been deleted, or lost its alias.");
        var known = versions.Where(version => version.CreatedAt <= instant || version.Number == champion).ToArray();
        var challenger = champion is null ? known.FirstOrDefault(version => !version.IsForeign)?.Number : null;
        return
        [
            .. known.Select(version => version with
            {
                Aliases = version.Number == champion ? [RegistryTags.Champion]
                    : version.Number == challenger ? [RegistryTags.Challenger]
                    : [],
            }),
        ];
    }

    public async Task<IReadOnlyList<ModelVersion>> ListAllVersionsAsync(CancellationToken cancellationToken = default)
    {
        var all = new List<ModelVersion>();
        foreach (var model in await ListModelsAsync(cancellationToken))
            all.AddRange(await ListVersionsAsync(model, cancellationToken));
        return all;
    }

    public async Task<ModelVersion?> FindVersionAsync(
        string model, int number, CancellationToken cancellationToken = default) =>
        (await ListVersionsAsync(model, cancellationToken)).FirstOrDefault(version => version.Number == number);

    public async Task<ModelVersion?> FindByAliasAsync(
        string model, string alias, CancellationToken cancellationToken = default) =>
        (await ListVersionsAsync(model, cancellationToken)).FirstOrDefault(version => version.Aliases.Contains(alias));

    public Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken = default) =>
        registry.ReadModelAsync(version, cancellationToken);

    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        registry.ListModelsAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken = default) =>
        registry.ReadStampsAsync(models, cancellationToken);

    public Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken = default) =>
        registry.FindRunAsync(runId, cancellationToken);

    public Task<IReadOnlyDictionary<string, Run>> FindRunsAsync(
        IReadOnlyCollection<string> runIds, CancellationToken cancellationToken = default) =>
        registry.FindRunsAsync(runIds, cancellationToken);

    public Task<ArtifactFolder> ReadArtifactsAsync(
        string runId, Func<string, bool> wants, CancellationToken cancellationToken = default) =>
        registry.ReadArtifactsAsync(runId, wants, cancellationToken);

    public Task<RegistrationResult> RegisterAsync(Registration registration, CancellationToken cancellationToken = default) =>
        throw ReadOnly();

    public Task RequireRegistrableAsync(string model, string trainingDigest, CancellationToken cancellationToken = default) =>
        throw ReadOnly();

    public Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken = default) =>
        throw ReadOnly();

    public Task SetVersionTagAsync(
        string model, int number, string key, string value, CancellationToken cancellationToken = default) => throw ReadOnly();

    public Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken = default) =>
        throw ReadOnly();

    public Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken = default) =>
        throw ReadOnly();

    public Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken = default) => throw ReadOnly();

    public Task<T> ExclusivelyAsync<T>(
        Func<IModelRegistry, Task<T>> act, CancellationToken cancellationToken = default) => throw ReadOnly();

    private static InvalidOperationException ReadOnly() => new("The registry is shown as it was at an instant, for reading only.");
}
