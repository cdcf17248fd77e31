using System.Collections.Concurrent;
using Volcast.Files;

namespace Volcast.Registry.Local;

/// <summary>
/// Writes files of the local store atomically: the content goes to a temporary file or folder that MLflow's tools do not read,
/// is flushed to the disk, and is renamed. The caller holds the store's lock, so one temporary file and one temporary folder are
/// enough. Leftovers of a killed process are deleted.
/// </summary>
/// <param name="layout">The store's paths.</param>
/// <param name="beforeStep">Called before each step that changes the disk. A test throws from it to simulate a kill.</param>
internal sealed class RegistryFiles(StoreLayout layout, Action<string>? beforeStep = null)
{
    /// <summary>Deletes the leftovers of a killed process.</summary>
    public void Sweep()
    {
        File.Delete(layout.TemporaryFile);
        if (Directory.Exists(layout.StagingFolder))
            Directory.Delete(layout.StagingFolder, recursive: true);
    }

    /// <summary>Creates or replaces a file. A file with the same content is not written again.</summary>
    public void Put(string path, ReadOnlyMemory<byte> content)
    {
        if (!File.Exists(path) || FileKinds.Of(path) != FileKind.Regular || !content.Span.SequenceEqual(File.ReadAllBytes(path)))
            AtomicFile.Write(path, content, new() { TemporaryPath = layout.TemporaryFile, BeforeStep = beforeStep });
    }

    /// <summary>Creates or replaces a folder of files.</summary>
    public void PutFolder(string path, ArtifactFolder files)
    {
        var staged = Path.Combine(layout.StagingFolder, "new");
        foreach (var file in files.Paths)
            Write(Path.Combine(staged, file), files[file].Span);
        Flush(files.Paths.Select(file => Path.Combine(staged, file)));
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        if (Directory.Exists(path))
        {
            Step($"set aside {path}");
            Directory.Move(path, Path.Combine(layout.StagingFolder, "old"));
        }
        Step($"rename to {path}");
        Directory.Move(staged, path);
        Step($"sweep after {path}");
        Sweep();
    }

    public void Delete(string path)
    {
        if (!File.Exists(path))
            return;
        Step($"delete {path}");
        File.Delete(path);
    }

    private void Write(string path, ReadOnlySpan<byte> content)
    {
        Step($"create {path}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        var half = content.Length / 2;
        stream.Write(content[..half]);
        Step($"write the rest of {path}");
        stream.Write(content[half..]);
    }

    // Concurrent flushes share the disk's journal: eight at once take a quarter of the time of eight in sequence. Each has its
    // own thread, since the thread pool has hardly more threads than the machine has processors.
    private static void Flush(IEnumerable<string> paths)
    {
        var queue = new ConcurrentQueue<string>(paths);
        Task.WhenAll(Enumerable.Range(0, Math.Min(8, queue.Count)).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (queue.TryDequeue(out var path))
                    using (var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite))
                        RandomAccess.FlushToDisk(file);
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))).GetAwaiter().GetResult();
    }

    private void Step(string step) => beforeStep?.Invoke(step);
}
