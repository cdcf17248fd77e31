using System.Globalization;
using System.Security;
using Volcast.Files;

namespace Volcast.Lake.Stores;

/// <summary>
/// Objects as files under a folder. A put is an atomic write, so neither a reader nor a crash ever sees half an object. The ETag
/// is the SHA-256 of the content.
/// </summary>
/// <remarks>Each instance has a lock under which it checks conditions; between processes the writers' leases guard them. Names
/// that begin with a dot belong to the store and are not listed. The calling thread does the work: for files of this size an
/// asynchronous handle only adds time.</remarks>
public sealed class LocalObjectStore : IObjectStore
{
    private static long puts;
    private readonly Lock writing = new();
    private readonly bool isShared;

    /// <summary>Objects in a folder whose writers of a key exclude each other by a lease, as those of a lake do.</summary>
    public LocalObjectStore(string root)
        : this(root, isShared: false)
    {
    }

    private LocalObjectStore(string root, bool isShared) => (Root, this.isShared) = (Path.GetFullPath(root), isShared);

    /// <summary>Objects in a folder of which several processes may put the same key without a lease. A put on the condition that
    /// the key does not exist holds between them.</summary>
    public static LocalObjectStore WithoutLeases(string root) => new(root, isShared: true);

    public string Root { get; }

    public string Description => Root;

    public Task<StoredObject?> GetAsync(string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            var content = RegularFile.Read(PathOf(key));
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
        lock (writing)
        {
            try
            {
                Require(key, path, condition);
                AtomicFile.Write(path, content, isShared ? Options(path, condition) : null);
                return Task.FromResult(Digest.Of(content.Span));
            }
            catch (IOException) when (isShared && condition.IsAbsent && File.Exists(path))
            {
                // Another process has created it since the check.
                throw new PutConditionException(key);
            }
            catch (Exception e) when (IsStorageFailure(e))
            {
                throw new LakeException(
                    $"Cannot write {key} in {Root}: {e.Message.TrimEnd('.')}. The old content is unchanged: make room or give permission, and "
                    + "run the command again.", e);
            }
        }
    }

    /// <summary>Time and length of the file, which every put replaces.</summary>
    public Task<string?> StampAsync(string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var file = new FileInfo(PathOf(key));
        return Task.FromResult(file.Exists ? $"{file.LastWriteTimeUtc.Ticks}-{file.Length}" : null);
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
                .Select(KeyOf)
                .Where(key => key.StartsWith(prefix, StringComparison.Ordinal) && ObjectKeys.IsListed(key))
                .ToArray();
            Array.Sort(keys, StringComparer.Ordinal);
            return Task.FromResult<IReadOnlyList<string>>(keys);
        }
        catch (Exception e) when (IsStorageFailure(e))
        {
            throw new LakeException($"Cannot list {prefix} in {Root}: {e.Message}", e);
        }
    }

    /// <summary>Deletes the file and the folders that it leaves empty, because an object store has no empty folders.</summary>
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

    /// <summary>Deletes the temporary files that a killed writer of one symbol left. It reads the names of all files, so the
    /// holder of the symbol's lease calls it only after a kill.</summary>
    /// <param name="symbol">The symbol as paths write it.</param>
    internal void DeleteTemporaryFiles(string symbol)
    {
        foreach (var file in Directory.GetFiles(Root, $".*{AtomicFile.TemporarySuffix}", SearchOption.AllDirectories))
        {
            var key = KeyOf(file);
            if (!key.Split('/')
                .Any(segment => segment == symbol || segment == $"symbol={symbol}" || segment == $".{symbol}.json.tmp"))
                continue;
            File.Delete(file);
            DeleteEmptyFolders(Path.GetDirectoryName(file)!);
        }
    }

    /// <summary>A temporary file of this put alone; a file that must not exist replaces none, so that of several processes that
    /// create it one succeeds.</summary>
    private static AtomicFileOptions Options(string path, PutCondition condition) => new()
    {
        Overwrite = !condition.IsAbsent,
        TemporaryPath = Path.Combine(
            Path.GetDirectoryName(path)!,
            string.Create(
                CultureInfo.InvariantCulture,
                $".{Path.GetFileName(path)}.{Environment.MachineName}-{Environment.ProcessId}-{Interlocked.Increment(ref puts)}")
            + AtomicFile.TemporarySuffix),
    };

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
        ObjectKeys.Require(key);
        return Path.Combine(Root, key.Replace('/', Path.DirectorySeparatorChar));
    }

    private string KeyOf(string path) => Path.GetRelativePath(Root, path).Replace(Path.DirectorySeparatorChar, '/');

    private static bool IsStorageFailure(Exception e) => e is IOException or UnauthorizedAccessException or SecurityException;
}
