using System.Collections.Concurrent;
using Volcast.Files;
using Volcast.Lake.Compaction;
using Volcast.Lake.Tables;

namespace Volcast.Lake.Stores;

/// <summary>A lake's description and the downloads that it held at an instant. What is put stays in memory, so the lake is never
/// changed.</summary>
/// <param name="held">The lake's store.</param>
/// <param name="instant">Later downloads are hidden, and so is every table that was computed from downloads.</param>
internal sealed class AsOfStore(IObjectStore held, DateTimeOffset instant) : IObjectStore
{
    private readonly ConcurrentDictionary<string, StoredObject> written = new(StringComparer.Ordinal);
    private readonly Lock writing = new();

    public string Description => held.Description;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        written.TryGetValue(key, out var own) ? Task.FromResult<StoredObject?>(own)
        : IsVisible(key) ? held.GetAsync(key, cancellationToken)
        : Task.FromResult<StoredObject?>(null);

    public Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        if (IsVisible(key))
            throw new InvalidOperationException($"{key} belongs to the lake that the view shows, and cannot be written through it.");
        var stored = new StoredObject(content.ToArray(), Digest.Of(content.Span));
        lock (writing)
        {
            var etag = written.GetValueOrDefault(key)?.ETag;
            if (condition != default && (condition.IsAbsent ? etag is not null : etag != condition.ETag))
                throw new PutConditionException(key);
            written[key] = stored;
        }
        return Task.FromResult(stored.ETag);
    }

    public async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default) =>
    [
        .. (await held.ListAsync(prefix, cancellationToken)).Where(IsVisible)
            .Concat(written.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    public Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        written.TryRemove(key, out _);
        return Task.CompletedTask;
    }

    /// <summary>A file of several downloads is visible as a whole: the reader of downloads hides the later ones in it.</summary>
    private bool IsVisible(string key) => key == LakePaths.Description
        || (key.StartsWith($"{RawMarketTable.Schema.Name}/", StringComparison.Ordinal)
            && (JoinedDownloads.IsJoined(key)
                || key.StartsWith(LakePaths.ManifestPrefix(RawMarketTable.Schema.Name), StringComparison.Ordinal)
                || DownloadStore.TryParse(key) is { } download && download.RetrievedAt <= instant));
}
