using System.Security.Cryptography;
using Volcast.Files;

namespace Volcast.Evaluation.Resume;

/// <summary>The stored folds of one run, and the lock on them. Thread-safe.</summary>
internal sealed class FoldFolder : IDisposable
{
    private const string LockName = ".lock";
    private readonly string path;
    private readonly FileLock held;
    private readonly FoldMirror? mirror;

    private FoldFolder(string path, FileLock held, FoldMirror? mirror) =>
        (this.path, this.held, this.mirror) = (path, held, mirror);

    private string Run => Path.GetFileName(path);

    /// <summary>Locks the folder, creates it if needed, and fetches the copies of the mirror; null if another process holds the
    /// lock or the folder is not writable. The operating system releases the lock if its holder is killed.</summary>
    public static FoldFolder? TryOpen(string path, FoldMirror? mirror = null)
    {
        try
        {
            if (FileLock.TryAcquire(Path.Combine(path, LockName)) is not { } held)
                return null;
            var folder = new FoldFolder(path, held, mirror);
            try
            {
                folder.Fetch();
                return folder;
            }
            catch
            {
                held.Dispose();
                throw;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // Storing folds is optional: a run must not fail because it cannot store them.
        }
    }

    /// <summary>The result stored under a key; null if there is none, or it is damaged.</summary>
    public FoldResult? Read(string key, int origins)
    {
        var file = PathOf(key);
        if (!File.Exists(file))
            return null;
        var content = File.ReadAllBytes(file);
        if (content.Length <= SHA256.HashSizeInBytes)
            return null;
        var body = content.AsSpan(..^SHA256.HashSizeInBytes);
        return SHA256.HashData(body).AsSpan().SequenceEqual(content.AsSpan(body.Length))
            ? FoldFile.Read(body.ToArray(), key, origins)
            : null;
    }

    /// <summary>Stores a result: a temporary file is renamed when it is complete. It is not flushed to disk: a file that a power
    /// failure damaged fails its checksum and is computed again.</summary>
    public void Write(string key, FoldResult result)
    {
        var body = FoldFile.Write(key, result);
        byte[] content = [.. body, .. SHA256.HashData(body)];
        AtomicFile.Write(PathOf(key), content, new() { FlushToDisk = false });
        mirror?.Store(Run, Path.GetFileName(PathOf(key)), content);
    }

    /// <summary>Deletes the folder while the lock is held, and releases it.</summary>
    public void Remove()
    {
        mirror?.Remove(Run);
        foreach (var file in Directory.GetFiles(path).Where(file => Path.GetFileName(file) != LockName))
            File.Delete(file);
        held.DeleteAndRelease();
        Directory.Delete(path, recursive: true);
    }

    public void Dispose() => held.Dispose();

    private void Fetch()
    {
        foreach (var (name, content) in mirror?.Load(Run) ?? [])
            AtomicFile.Write(Path.Combine(path, name), content, new() { FlushToDisk = false });
    }

    private string PathOf(string key) => Path.Combine(path, key + ".fold");
}
