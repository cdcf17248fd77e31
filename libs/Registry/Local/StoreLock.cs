using Volcast.Files;

namespace Volcast.Registry.Local;

/// <summary>The lock that every write of the local store holds. It excludes other threads and other processes.</summary>
internal static class StoreLock
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <exception cref="RegistryException">Others held the lock for longer than <paramref name="patience"/>.</exception>
    public static async Task<IDisposable> AcquireAsync(string path, TimeSpan patience, CancellationToken cancellationToken)
    {
        for (var waited = TimeSpan.Zero; ; waited += Pause)
        {
            if (FileLock.TryAcquire(path) is { } held)
                return held;
            if (waited >= patience)
                throw new RegistryException(RegistryProblem.Busy,
                    $"Another process has been writing to the registry {Path.GetDirectoryName(path)} for"
                    + $" {patience.TotalSeconds:0} s. Wait until it ends, then run again.");
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
