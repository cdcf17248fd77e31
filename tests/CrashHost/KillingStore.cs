using Volcast.Lake.Stores;
using Volcast.Workspace;

namespace Volcast.CrashHost;

/// <summary>Passes three points at every put (before, half-way, after) and two at every delete.</summary>
internal sealed class KillingStore(IObjectStore inner, Fuse fuse) : IObjectStore
{
    public string Description => inner.Description;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        inner.GetAsync(key, cancellationToken);

    public async Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        fuse.Pass();
        if (fuse.BurnsNext)
            LeaveTornFile(key, content);
        fuse.Pass();
        var etag = await inner.PutAsync(key, content, condition, cancellationToken);
        fuse.Pass();
        return etag;
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
        inner.ListAsync(prefix, cancellationToken);

    public async Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        fuse.Pass();
        await inner.DeleteAsync(key, cancellationToken);
        fuse.Pass();
    }

    /// <summary>What a put that is killed half-way leaves: part of its temporary file, and nothing in a bucket.</summary>
    private void LeaveTornFile(string key, ReadOnlyMemory<byte> content)
    {
        if (ObjectStores.IsBucket(inner.Description))
            return;
        var path = Path.Combine(inner.Description, key);
        var folder = Path.GetDirectoryName(path)!;
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, $".{Path.GetFileName(path)}.tmp"), content.Span[..(content.Length / 2)]);
    }
}
