using Volcast.Registry;
using Volcast.Tests;

namespace Volcast.Services.Api.Tests.Snapshots;

/// <summary>Counts the read requests to a registry, and can delay the reading of stamps and models.</summary>
internal sealed class CountingRegistry(IModelRegistry inner) : DelegatingRegistry(inner)
{
    private int searches, lists, reads;

    /// <summary>Awaited before stamps are read; it may throw.</summary>
    public Task BeforeStamps { get; set; } = Task.CompletedTask;

    /// <summary>Awaited before a model folder is read.</summary>
    public Task BeforeRead { get; set; } = Task.CompletedTask;

    public (int Searches, int Lists, int Reads) Counts => (searches, lists, reads);

    public void Reset() => searches = lists = reads = 0;

    public override async Task<IReadOnlyDictionary<string, string>> ReadStampsAsync(
        IReadOnlyCollection<string> models, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref searches);
        await BeforeStamps;
        return await base.ReadStampsAsync(models, cancellationToken);
    }

    public override Task<IReadOnlyList<ModelVersion>> ListVersionsAsync(string model, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref lists);
        return base.ListVersionsAsync(model, cancellationToken);
    }

    public override async Task<ArtifactFolder> ReadModelAsync(ModelVersion version, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref reads);
        await BeforeRead;
        return await base.ReadModelAsync(version, cancellationToken);
    }
}
