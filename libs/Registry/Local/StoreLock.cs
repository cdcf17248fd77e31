namespace Volcast.Registry.Local;

/// <summary>
/// The lock that every write of the local store holds, among threads and processes. It is the operating system's lock on an empty
/// file: a killed process leaves none behind.
/// </summary>
internal static class StoreLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <exception cref="RegistryException">Others kept it for longer than <paramref name="patience"/>.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException e) when (IsHeldByAnother(e))
            {
                if (waited >= patience)
                    throw new RegistryException(RegistryProblem.Busy,
                        $"Another process has been writing to the registry {Path.GetDirectoryName(path)} for"
                        + $" {patience.TotalSeconds:0} s. Wait for it to end, then run again.", e);
            }
            await Task.Delay(Pause, cancellationToken);
        }
    }

    // EWOULDBLOCK on Linux and macOS, ERROR_SHARING_VIOLATION on Windows. Waiting helps against nothing else, such as a full
    // disk.
    private static bool IsHeldByAnother(IOException e) => e.HResult is 11 or 35 or unchecked((int)0x80070020);
}
