using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests.Leases;

/// <summary>The store itself: every operation takes effect at once. It calls an observer after each put and delete.</summary>
internal sealed class RecordedStore
{
    public MemoryObjectStore Objects { get; } = new();

    /// <summary>Requests of killed clients that have not arrived yet.</summary>
    public List<Task> UnderWay { get; } = [];

    /// <summary>Receives the client and the key of each change.</summary>
    public Func<RemoteStore?, string, Task> OnChange { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Operations that took effect.</summary>
    public long Count { get; private set; }

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken)
    {
        Count++;
        return Objects.GetAsync(key, cancellationToken);
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        Count++;
        return Objects.ListAsync(prefix, cancellationToken);
    }

    public async Task<string> PutAsync(RemoteStore client, string key, ReadOnlyMemory<byte> content, PutCondition condition)
    {
        Count++;
        var etag = await Objects.PutAsync(key, content, condition);
        await OnChange(client, key);
        return etag;
    }

    public async Task DeleteAsync(string key, CancellationToken cancellationToken)
    {
        Count++;
        await Objects.DeleteAsync(key, cancellationToken);
        await OnChange(null, key);
    }
}
