using System.Security;
using Volcast.Files;

namespace Volcast.Lake.Stores;

/// <summary>
/// Objects as files under a folder. A put writes a temporary file beside the target, flushes it to the disk and renames it, so
/// that a reader or a crash never sees half an object. The ETag is the SHA-256 of the content.
/// </summary>
/// <remarks>Conditions are checked under a lock of this instance; between processes the lake's <see cref="WriterLock"/> guards
/// them. Names that begin with a dot are the store's own and are not listed. The calling thread does the work: for files of this
/// size an asynchronous handle only adds to it.</remarks>
public sealed class LocalObjectStore : IObjectStore
{
    private const string TemporarySuffix = ".tmp";
    private readonly Lock writing = new();

    public LocalObjectStore(string root) => Root = Path.GetFullPath(root);

    public string Root { get; }

    public string Description => Root;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var content = File.ReadAllBytes(PathOf(key));
            return Task.FromResult<StoredObject?>(new(content, Digest.Of(content)));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return Task.FromResult<StoredObject?>(null);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            throw new LakeException($"Cannot read {key} in {Root}: {e.Message}", e);
        }
    }

    public Task<string> PutAsync(
        string key, ReadOnlyMemory<byte> content, PutCondition condition = default, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key);
        var folder = Path.GetDirectoryName(path)!;
        var temporary = Path.Combine(folder, $".{Path.GetFileName(path)}{TemporarySuffix}");
        lock (writing)
        {
            try
            {
                Require(key, path, condition);
                Directory.CreateDirectory(folder);
                using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
                {
                    file.Write(content.Span);
                    file.Flush(flushToDisk: true);
                }
                File.Move(temporary, path, overwrite: true);
                return Task.FromResult(Digest.Of(content.Span));
            }
            catch (Exception e) when (IsStorageFailure(e))
            {
                TryDelete(temporary);
                throw new LakeException(
                    $"Cannot write {key} in {Root}: {e.Message} What was there before is unharmed: make room or give "
                    + "permission, and run the command again.", e);
            }
        }
    }

    /// <summary>Time and length of the file, which every put replaces.</summary>
    public Task<string?> StampAsync(string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var file = new FileInfo(PathOf(key));
            return Task.FromResult(file.Exists ? $"{file.LastWriteTimeUtc.Ticks}-{file.Length}" : null);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            throw new LakeException($"Cannot read {key} in {Root}: {e.Message}", e);
        }
    }

    public Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var folder = prefix.Contains('/', StringComparison.Ordinal) ? PathOf(prefix[..prefix.LastIndexOf('/')]) : Root;
        if (!Directory.Exists(folder))
            return Task.FromResult<IReadOnlyList<string>>([]);
        try
        {
            var keys = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Where(path => !Path.GetFileName(path).StartsWith('.'))
                .Select(path => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/'))
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal))
                .ToArray();
            Array.Sort(keys, StringComparer.Ordinal);
            return Task.FromResult<IReadOnlyList<string>>(keys);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            throw new LakeException($"Cannot list {prefix} in {Root}: {e.Message}", e);
        }
    }

    /// <summary>Deletes the file, and the folders that it leaves empty, which an object store would not have either.</summary>
    public Task DeleteAsync(string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var path = PathOf(key);
        lock (writing)
        {
            try
            {
                if (!File.Exists(path)) return Task.CompletedTask;
                File.Delete(path);
                DeleteEmptyFolders(Path.GetDirectoryName(path)!);
                return Task.CompletedTask;
            }
            catch (Exception e) when (IsStorageFailure(e))
            {
                throw new LakeException(
                    $"Cannot delete {key} in {Root}: {e.Message} Give permission and run the command again.", e);
            }
        }
    }

    /// <summary>Deletes the temporary files that a killed writer left. Only for the holder of the
    /// <see cref="WriterLock"/>.</summary>
    internal void DeleteLeftovers()
    {
        if (!Directory.Exists(Root)) return;
        foreach (var file in Directory.GetFiles(Root, $".*{TemporarySuffix}", SearchOption.AllDirectories))
        {
            File.Delete(file);
            DeleteEmptyFolders(Path.GetDirectoryName(file)!);
        }
    }

    private static void Require(string key, string path, PutCondition condition)
    {
        if (condition == default) return;
        var etag = File.Exists(path) ? Digest.Of(File.ReadAllBytes(path)) : null;
        if (condition.IsAbsent ? etag is not null : etag != condition.ETag)
            throw new PutConditionException(key);
    }

    private void DeleteEmptyFolders(string folder)
    {
        while (folder.Length > Root.Length && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
            folder = Path.GetDirectoryName(folder)!;
        }
    }

    private string PathOf(string key)
    {
        if (key.Length == 0 || key.Contains('\\', StringComparison.Ordinal) || key.Contains('\0', StringComparison.Ordinal)
            || key.Split('/').Any(segment => segment is "" or "." or ".."))
            throw new ArgumentException(
                $"'{key}' is no key: expected segments joined by '/', none of them empty, '.' or '..'.", nameof(key));
        return Path.Combine(Root, key.Replace('/', Path.DirectorySeparatorChar));
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            // The failure that is being reported says more; the next writer deletes leftovers.
        }
    }

    private static bool IsStorageFailure(Exception e) => e is IOException or UnauthorizedAccessException or SecurityException;
}
