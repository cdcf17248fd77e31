using Volcast.Registry;

namespace Volcast.Services.Promotion.Tests;

/// <summary>A registry whose process is killed before its n-th write.</summary>
internal sealed class StoppingRegistry : IModelRegistry
{
    private readonly IModelRegistry inner;
    private readonly Counter counter;

    public StoppingRegistry(IModelRegistry inner, int writes) : this(inner, new Counter { Left = writes })
    {
    }

    private StoppingRegistry(IModelRegistry inner, Counter counter) => (this.inner, this.counter) = (inner, counter);

    private sealed class Counter
    {
        public int Left { get; set; }

        public int Writes { get; set; }
    }

    public sealed class KilledException() : Exception("killed");

    /// <summary>What another client does after the first run that is recorded; null for nothing.</summary>
    public Func<Task>? AfterFirstRun { get; set; }

    /// <summary>How many writes there were.</summary>
    public int Writes => counter.Writes;

    private Task Write(Func<Task> write)
    {
        counter.Writes++;
        return counter.Left-- > 0 ? write() : throw new KilledException();
    }

    public Task<RegistrationResult> RegisterAsync(Registration registration, CancellationToken cancellationToken = default) =>
        inner.RegisterAsync(registration, cancellationToken);

    public Task RequireRegistrableAsync(
        string model, string trainingDigest, CancellationToken cancellationToken = default) =>
        inner.RequireRegistrableAsync(model, trainingDigest, cancellationToken);

    public Task RecordRunAsync(Run run, ArtifactFolder artifacts, CancellationToken cancellationToken = default) =>
        Write(async () =>
        {
            await inner.RecordRunAsync(run, artifacts, cancellationToken);
            var meanwhile = AfterFirstRun;
            AfterFirstRun = null;
            if (meanwhile is not null)
                await meanwhile();
        });

    public Task<Run?> FindRunAsync(string runId, CancellationToken cancellationToken = default) =>
        inner.FindRunAsync(runId, cancellationToken);

    public Task<IReadOnlyDictionary<string, Run>> FindRunsAsync(
        IReadOnlyCollection<string> runIds, CancellationToken cancellationToken = default) =>
        inner.FindRunsAsync(runIds, cancellationToken);

    public Task<ArtifactFolder> ReadArtifactsAsync(
        string runId, Func<string, bool> wants, CancellationToken cancellationToken = default) =>
        inner.ReadArtifactsAsync(runId, wants, cancellationToken);

    public Task<IReadOnlyList<string>> ListModelsAsync(CancellationToken cancellationToken = default) =>
        inner.ListModelsAsync(cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken = default) =>
        inner.ListVersionsAsync(model, cancellationToken);

    public Task<IReadOnlyList<ModelVersion>> ListAllVersionsAsync(CancellationToken cancellationToken = default) =>
        inner.ListAllVersionsAsync(cancellationToken);

    public Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken = default) =>
        inner.ReadStampsAsync(models, cancellationToken);

    public Task<ModelVersion?> FindVersionAsync(string model, int number, CancellationToken cancellationToken = default) =>
        inner.FindVersionAsync(model, number, cancellationToken);

    public Task<ModelVersion?> FindByAliasAsync(string model, string alias, CancellationToken cancellationToken = default) =>
        inner.FindByAliasAsync(model, alias, cancellationToken);

    public Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken = default) =>
        inner.ReadModelAsync(version, cancellationToken);

    public Task SetVersionTagAsync(
        string model, int number, string key, string value, CancellationToken cancellationToken = default) =>
        Write(() => inner.SetVersionTagAsync(model, number, key, value, cancellationToken));

    public Task DeleteVersionTagAsync(string model, int number, string key, CancellationToken cancellationToken = default) =>
        Write(() => inner.DeleteVersionTagAsync(model, number, key, cancellationToken));

    public Task SetAliasAsync(string model, string alias, int number, CancellationToken cancellationToken = default) =>
        Write(() => inner.SetAliasAsync(model, alias, number, cancellationToken));

    public Task DeleteAliasAsync(string model, string alias, CancellationToken cancellationToken = default) =>
        Write(() => inner.DeleteAliasAsync(model, alias, cancellationToken));

    public Task<T> ExclusivelyAsync<T>(
        Func<IModelRegistry, Task<T>> act, CancellationToken cancellationToken = default) =>
        inner.ExclusivelyAsync(held => act(new StoppingRegistry(held, counter)), cancellationToken);
}
