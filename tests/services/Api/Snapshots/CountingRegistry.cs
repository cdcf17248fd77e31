using Volcast.Registry;

namespace Volcast.Services.Api.Tests.Snapshots;

/// <summary>Counts the read requests to a registry, and can delay the reading of stamps and models.</summary>
internal sealed class CountingRegistry(IModelRegistry inner) : IModelRegistry
{
    private int searches, lists, reads;

    /// <summary>Awaited before stamps are read; it may throw.</summary>
    public Task BeforeStamps { get; set; } = Task.CompletedTask;

    /// <summary>Awaited before a model folder is read.</summary>
    public Task BeforeRead { get; set; } = Task.CompletedTask;

    public (int Searches, int Lists, int Reads) Counts => (searches, lists, reads);

    public void Reset() => searches = lists = reads = 0;

    public async Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref searches);
        await BeforeStamps;
        return await inner.ReadStampsAsync(models, cancellationToken);
    }

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref lists);
        return inner.ListVersionsAsync(model, cancellationToken);
    }

    public async Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        await BeforeRead;
        return await inner.ReadModelAsync(version, cancellationToken);
    }

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

    public Task<IReadOnlyList<ModelVersion>> ListAllVersionsAsync(CancellationToken cancellationToken) =>
        inner.ListAllVersionsAsync(cancellationToken);

    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken) =>
        inner.ListModelsAsync(cancellationToken);

    public Task<ModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken) =>
        inner.FindVersionAsync(model, number, cancellationToken);

    public Task<ModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken) =>
        inner.FindByAliasAsync(model, alias, cancellationToken);

    public Task SetVersionTagAsync(string model, int number, string key, string value, CancellationToken cancellationToken) =>
        inner.SetVersionTagAsync(model, number, key, value, cancellationToken);

    public Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken) =>
        inner.DeleteVersionTagAsync(model, number, key, cancellationToken);

    public Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken) =>
        inner.SetAliasAsync(model, alias, number, cancellationToken);

    public Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken) =>
        inner.DeleteAliasAsync(model, alias, cancellationToken);

    public Task<T> ExclusivelyAsync<T>(Func<IModelRegistry, Task<T>> act, CancellationToken cancellationToken) =>
        inner.ExclusivelyAsync(act, cancellationToken);
}
