using System.Collections.Concurrent;
using Volcast.Files;
using Volcast.Lake.Stores;

namespace Volcast.Lake.Tests;

/// <summary>A store in memory: fast enough to stop a commit at every single operation.</summary>
internal sealed class MemoryObjectStore : IObjectStore
{
    private readonly ConcurrentDictionary<string, byte[]> objects = new(StringComparer.Ordinal);

    public string Description => "memory";

    public IReadOnlyDictionary<string, byte[]> Objects => objects;

    public MemoryObjectStore Copy()
    {
        var copy = new MemoryObjectStore();
        foreach (var (key, content) in objects)
            copy.objects[key] = content;
        return copy;
    }

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        Task.FromResult(objects.TryGetValue(key, out var content) ? new StoredObject(content, Digest.Of(content)) : null);

    public Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        lock (objects)
            return Task.FromResult(Put(key, content, condition));
    }

    private string Put(string key, ReadOnlyMemory<byte> content, PutCondition condition)
    {
        var etag = objects.TryGetValue(key, out var current) ? Digest.Of(current) : null;
        if (condition.IsAbsent ? etag is not null : condition.ETag is not null && condition.ETag != etag)
            throw new PutConditionException(key);
        objects[key] = content.ToArray();
        return Digest.Of(content.Span);
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        Task.FromResult<IReadOnlyList<string>>(
            [.. objects.Keys.Where(k => k.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]);

    public Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        objects.TryRemove(key, out _);
        return Task.CompletedTask;
    }
}
