using Volcast.Registry;

namespace Volcast.Tests;

/// <summary>A registry that passes every call on. Tests override what they watch, delay or stop; each write first passes through
/// <see cref="WriteAsync"/>.</summary>
internal abstract class DelegatingRegistry(IModelRegistry inner) : IModelRegistry
{
    /// <summary>Runs a write to a run, a tag or an alias.</summary>
    protected virtual Task WriteAsync(Func<Task> write) => write();

    /// <summary>The same kind of registry around the one that a transaction holds.</summary>
    protected virtual IModelRegistry Around(IModelRegistry held) => held;

    public Task<RegistrationResult> RegisterAsync(Registration registration, CancellationToken cancellationToken) =>
        inner.RegisterAsync(registration, cancellationToken);

    public Task RequireRegistrableAsync(string model, string trainingDigest, CancellationToken cancellationToken) =>
        inner.RequireRegistrableAsync(model, trainingDigest, cancellationToken);

    public virtual Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.RecordRunAsync(run, artifacts, cancellationToken));

    public Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken) =>
        inner.FindRunAsync(runId, cancellationToken);

    public Task<IReadOnlyDictionary<string, Run>> FindRunsAsync(
        IReadOnlyCollection<string> runIds, CancellationToken cancellationToken) =>
        inner.FindRunsAsync(runIds, cancellationToken);

    public virtual Task<ArtifactFolder> ReadArtifactsAsync(
        string runId, Func<string, bool> wants, CancellationToken cancellationToken) =>
        inner.ReadArtifactsAsync(runId, wants, cancellationToken);

    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken) =>
        inner.ListModelsAsync(cancellationToken);

    public virtual Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken) =>
        inner.ListVersionsAsync(model, cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListAllVersionsAsync(CancellationToken cancellationToken) =>
        inner.ListAllVersionsAsync(cancellationToken);

    public virtual Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken) =>
        inner.ReadStampsAsync(models, cancellationToken);

    public Task<ModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken) =>
        inner.FindVersionAsync(model, number, cancellationToken);

    public Task<ModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken) =>
        inner.FindByAliasAsync(model, alias, cancellationToken);

    public virtual Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken) =>
        inner.ReadModelAsync(version, cancellationToken);

    public Task SetVersionTagAsync(string model, int number, string key, string value, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.SetVersionTagAsync(model, number, key, value, cancellationToken));

    public Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.DeleteVersionTagAsync(model, number, key, cancellationToken));

    public Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.SetAliasAsync(model, alias, number, cancellationToken));

    public Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken) =>
        WriteAsync(() => inner.DeleteAliasAsync(model, alias, cancellationToken));

    public Task<T> ExclusivelyAsync<T>(Func<IModelRegistry, Task<T>> act, CancellationToken cancellationToken) =>
        inner.ExclusivelyAsync(held => act(Around(held)), cancellationToken);
}
