namespace Volcast.Registry.Tests.Aliases;

/// <summary>A registry that calls back before each of its writes. The callback may let another client run, or throw, as a kill
/// would.</summary>
internal sealed class InterleavedRegistry(IModelRegistry inner, Func<Task> beforeWrite) : IModelRegistry
{
    public Task<RegistrationResult> RegisterAsync(Registration registration, CancellationToken cancellationToken) =>
        inner.RegisterAsync(registration, cancellationToken);

    public Task RequireRegistrableAsync(
        string model, string trainingDigest, CancellationToken cancellationToken) =>
        inner.RequireRegistrableAsync(model, trainingDigest, cancellationToken);

    public Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken) =>
        inner.RecordRunAsync(run, artifacts, cancellationToken);

    public Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken) =>
        inner.FindRunAsync(runId, cancellationToken);

    public Task<IReadOnlyDictionary<string, Run>> FindRunsAsync(
        IReadOnlyCollection<string> runIds, CancellationToken cancellationToken) =>
        inner.FindRunsAsync(runIds, cancellationToken);

    public Task<ArtifactFolder> ReadArtifactsAsync(
        string runId, Func<string, bool> wants, CancellationToken cancellationToken) =>
        inner.ReadArtifactsAsync(runId, wants, cancellationToken);

    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken) =>
        inner.ListModelsAsync(cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken) =>
        inner.ListVersionsAsync(model, cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListAllVersionsAsync(CancellationToken cancellationToken) =>
        inner.ListAllVersionsAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken) =>
        inner.ReadStampsAsync(models, cancellationToken);

    public Task<ModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken) =>
        inner.FindVersionAsync(model, number, cancellationToken);

    public Task<ModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken) =>
        inner.FindByAliasAsync(model, alias, cancellationToken);

    public Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken) =>
        inner.ReadModelAsync(version, cancellationToken);

    public async Task SetVersionTagAsync(
        string model, int number, string key, string value, CancellationToken cancellationToken)
    {
        await beforeWrite();
        await inner.SetVersionTagAsync(model, number, key, value, cancellationToken);
    }

    public async Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken)
    {
        await beforeWrite();
        await inner.DeleteVersionTagAsync(model, number, key, cancellationToken);
    }

    public async Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken)
    {
        await beforeWrite();
        await inner.SetAliasAsync(model, alias, number, cancellationToken);
    }

    public async Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken)
    {
        await beforeWrite();
        await inner.DeleteAliasAsync(model, alias, cancellationToken);
    }

    public Task<T> ExclusivelyAsync<T>(Func<IModelRegistry, Task<T>> act, CancellationToken cancellationToken) =>
        inner.ExclusivelyAsync(held => act(new InterleavedRegistry(held, beforeWrite)), cancellationToken);
}
