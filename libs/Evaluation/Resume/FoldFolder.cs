using System.Security.Cryptography;
using Volcast.Files;

namespace Volcast.Evaluation.Resume;

/// <summary>The kept folds of one run, and the lock on them. Threads may share it.</summary>
internal sealed class FoldFolder : IDisposable
{
    private const string LockName = ".lock";
    private readonly string path;
    private readonly FileLock held;

    private FoldFolder(string path, FileLock held) => (this.path, this.held) = (path, held);

    /// <summary>Takes the folder, made where there is none; null where another holds it or nothing may be written. The system
    /// releases it when its holder is killed.</summary>
    public static FoldFolder? TryOpen(string path)
    {
        try
        {
            return FileLock.TryAcquire(Path.Combine(path, LockName)) is { } held ? new(path, held) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null; // Keeping folds is a service to the user; a run must not fail for want of it.
        }
    }

    /// <summary>What was kept under a key; null where nothing was, or not whole.</summary>
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

    /// <summary>Keeps a result: a temporary file is renamed once it is whole. It is not forced to the disk: after a loss of
    /// power a torn file fails its checksum and is computed anew.</summary>
    public void Write(string key, FoldResult result)
    {
        var body = FoldFile.Write(key, result);
        AtomicFile.Write(PathOf(key), file =>
        {
            file.Write(body);
            file.Write(SHA256.HashData(body));
        }, new() { FlushToDisk = false });
    }

    /// <summary>Deletes the folder while the lock is held, and releases it.</summary>
    public void Remove()
    {
        foreach (var file in Directory.GetFiles(path).Where(file => Path.GetFileName(file) != LockName))
            File.Delete(file);
        held.DeleteAndRelease();
        Directory.Delete(path, recursive: true);
    }

    public void Dispose() => held.Dispose();

    private string PathOf(string key) => Path.Combine(path, key + ".fold");
}
