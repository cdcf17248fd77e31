using System.Collections.Concurrent;

namespace Volcast.Testing;

/// <summary>A new empty folder that is deleted with the test.</summary>
/// <remarks>It lies in memory where Linux offers that (/dev/shm) and <c>TMPDIR</c> is not set. The tests make and delete many
/// thousand small files, and on some disks the system spends more processor time on these than the tests on their own
/// work.</remarks>
public sealed class TemporaryFolder : IDisposable
{
    private const string Memory = "/dev/shm";

    /// <summary>Far more than all tests together hold at any time. Containers often have only 64 MB.</summary>
    private const long EnoughBytes = 4L << 30;

    private static readonly string Root = IsMemoryUsable() ? Memory : System.IO.Path.GetTempPath();

    private static readonly ConcurrentDictionary<string, bool> Left = [];

    static TemporaryFolder() => AppDomain.CurrentDomain.ProcessExit += (_, _) =>
    {
        foreach (var folder in Left.Keys.Where(Directory.Exists))
            Directory.Delete(folder, recursive: true);
    };

    public string Path { get; } = Create();

    public string this[string relative] => System.IO.Path.Combine(Path, relative);

    /// <summary>A new empty folder that is deleted with the process.</summary>
    public static string Create()
    {
        var folder = System.IO.Path.Combine(Root, $"volcast-test-{System.IO.Path.GetRandomFileName()}");
        Directory.CreateDirectory(folder);
        Left[folder] = true;
        return folder;
    }

    public void Dispose()
    {
        Directory.Delete(Path, recursive: true);
        Left.TryRemove(Path, out _);
    }

    private static bool IsMemoryUsable() =>
        Environment.GetEnvironmentVariable("TMPDIR") is null && OperatingSystem.IsLinux() && Directory.Exists(Memory)
        && new DriveInfo(Memory) is { DriveFormat: "tmpfs", AvailableFreeSpace: >= EnoughBytes };
}
