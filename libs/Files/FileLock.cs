namespace Volcast.Files;

/// <summary>
/// An operating-system lock on a file, held by one thread of one process at a time. The system releases it when the process ends,
/// however it ends. A holder may leave a mark: one byte in the file that its release removes, so the next holder knows whether
/// this one was killed.
/// </summary>
public sealed class FileLock : IDisposable
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

    /// <summary>Whether the last holder left a mark and ended without releasing the lock.</summary>
    public bool WasAbandoned { get; }

    /// <summary>Takes the lock, or returns null where another holder has it. Creates the file and its folder where there are
    /// none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="leavesMark">Whether the next holder is to know of a kill.</param>
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

    /// <summary>Releases the lock; the empty file stays.</summary>
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
            // The next holder takes this one for killed and looks for leftovers, of which there are none.
        }
        file.Dispose();
    }

    /// <summary>Deletes the file and releases the lock, for a lock inside a folder that goes away.</summary>
    public void DeleteAndRelease()
    {
        isHeld = false;
        File.Delete(file.Name);
        file.Dispose();
    }

    // EAGAIN on Linux, EWOULDBLOCK on macOS, ERROR_SHARING_VIOLATION on Windows. Waiting helps against nothing else, such as a
    // full disk.
    private static bool IsHeldByAnother(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
