using System.Collections.Concurrent;
using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

/// <summary>A store that counts how often each object is read.</summary>
internal sealed class CountingStore(IObjectStore inner) : IObjectStore
{
    public ConcurrentDictionary<string, int> Gets { get; } = new(StringComparer.Ordinal);

    public string Description => inner.Description;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        Gets.AddOrUpdate(key, 1, (_, count) => count + 1);
        return inner.GetAsync(key, cancellationToken);
    }

    public Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default,
        CancellationToken cancellationToken = default) => inner.PutAsync(key, content, condition, cancellationToken);

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        inner.ListAsync(prefix, cancellationToken);

    public Task DeleteAsync(string key, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(key, cancellationToken);
}
