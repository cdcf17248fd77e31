namespace Volcast.Files;

/// <summary>
/// An operating-system lock on a file, held by one thread of one process at a time. The system releases it when the process ends,
/// even if it is killed. A holder may leave a mark: one byte in the file, which its release removes. The next holder sees from
/// the mark that this one was killed.
/// </summary>
public sealed class FileLock : IDisposable, IAsyncDisposable
{
    private readonly FileStream file;
    private bool isHeld = true;

    private FileLock(FileStream file, bool leavesMark)
    {
        this.file = file;
        WasAbandoned = file.Length > 0;
        if (leavesMark)
            file.SetLength(1);
    }

    /// <summary>Whether the last holder left a mark and ended without a release.</summary>
    public bool WasAbandoned { get; }

    /// <summary>Takes the lock, or returns null if another holder has it. Creates the file and its folder if they do not
    /// exist.</summary>
    /// <param name="path">The file.</param>
    /// <param name="leavesMark">Whether the next holder can see that this one was killed.</param>
    /// <exception cref="IOException">The file cannot be created.</exception>
    /// <exception cref="UnauthorizedAccessException">The process may not write there.</exception>
    public static FileLock? TryAcquire(string path, bool leavesMark = false)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        FileStream file;
        try
        {
            file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        }
        catch (IOException e) when (IsHeldByAnother(e))
        {
            return null;
        }
        try
        {
            return new(file, leavesMark);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Releases the lock. The empty file remains.</summary>
    public void Dispose()
    {
        if (!isHeld) return;
        isHeld = false;
        try
        {
            file.SetLength(0);
        }
        catch (IOException)
        {
            // The mark remains: the next holder assumes a kill and looks for leftovers, but finds none.
        }
        file.Dispose();
    }

    /// <summary>As <see cref="Dispose"/>, for callers that hold either this lock or a lease of another kind.</summary>
    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    /// <summary>Deletes the file and releases the lock, for a lock inside a folder that is about to be deleted.</summary>
    public void DeleteAndRelease()
    {
        isHeld = false;
        File.Delete(file.Name);
        file.Dispose();
    }

    // EAGAIN on Linux, EWOULDBLOCK on macOS, ERROR_SHARING_VIOLATION on Windows. No other error, such as a full disk, goes away
    // by waiting.
    private static bool IsHeldByAnother(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
