using Volcast.Files;
using Volcast.Services.Monitoring.Checks;

namespace Volcast.Cli.Doctor;

/// <summary>Whether the data folder can be written, whether its file system has working locks, and how much space it
/// has.</summary>
internal static class DiskCheck
{
    private const long Mebi = 1 << 20;

    /// <param name="dataFolder">Holds the lake and the registry; it need not exist yet.</param>
    /// <param name="freeBytes">The free bytes of the file system that holds a folder.</param>
    /// <param name="tryLock">Takes a lock on a file, or gives null if it is held: <see cref="FileLock.TryAcquire"/>.</param>
    public static Diagnosis Run(string dataFolder, Func<string, long> freeBytes, Func<string, IDisposable?> tryLock)
    {
        var folder = ExistingPartOf(dataFolder);
        if (FileInTheWay(dataFolder) is { } file)
            return Diagnosis.Problem($"{file} is a file, not a folder", "Delete it, or choose another folder (VOLCAST_DATA).");
        var probe = Path.Combine(folder, $".volcast-doctor-{Environment.ProcessId}");
        try
        {
            File.WriteAllBytes(probe, [1]);
            var findings = new List<Diagnosis>();
            if (!Locks(probe, tryLock))
                findings.Add(Diagnosis.Problem(
                    $"locks in {folder} do not work: two writers held the same one",
                    "Move the data to a local disk (VOLCAST_DATA), mount the network disk with locking, or unset "
                    + "DOTNET_SYSTEM_IO_DISABLEFILELOCKING. Until then, never run two commands that write at once."));
            var free = freeBytes(folder);
            if (free < DiskSpace.Comfortable)
                findings.Add(new(
                    free < DiskSpace.Least ? Condition.Problem : Condition.Warning,
                    $"only {free / Mebi:N0} MiB are free in {folder}",
                    "Free some space, or move the data (VOLCAST_DATA)."));
            return Diagnosis.Together(findings, Diagnosis.Ok(
                $"{dataFolder} {(folder == dataFolder ? "can be written" : "can be created")}, "
                + $"{free / (1024.0 * Mebi):N1} GiB free, locks work"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return Diagnosis.Problem(
                $"{folder} cannot be written: {error.Message.TrimEnd('.')}",
                "Give this user the right to write there, or choose another folder (VOLCAST_DATA).");
        }
        finally
        {
            Delete(probe);
        }
    }

    /// <summary>The free bytes for this user on the file system that holds the folder.</summary>
    public static long FreeBytes(string folder) => new DriveInfo(folder).AvailableFreeSpace;

    private static bool Locks(string path, Func<string, IDisposable?> tryLock)
    {
        using var first = tryLock(path);
        using var second = tryLock(path);
        return first is not null && second is null;
    }

    /// <summary>The file that stands where a folder, or one above it, has to be; null if there is none.</summary>
    internal static string? FileInTheWay(string folder)
    {
        for (var at = folder; at is not null && !Directory.Exists(at); at = Path.GetDirectoryName(at))
            if (File.Exists(at))
                return at;
        return null;
    }

    private static string ExistingPartOf(string folder)
    {
        var at = new DirectoryInfo(folder);
        while (!at.Exists && at.Parent is not null)
            at = at.Parent;
        return at.FullName;
    }

    private static void Delete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The folder cannot be written, which the check reports.
        }
    }
}
