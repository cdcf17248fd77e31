using System.Collections.Concurrent;

namespace Volcast.Registry.Local;

/// <summary>
/// Writes of the local store, each whole or not at all: content goes to a temporary file or folder that MLflow's tools do not
/// look at, is flushed, and moves into place by a rename. Its caller holds the store's lock, so one of each is enough, and what
/// an earlier process left when it was killed is swept away.
/// </summary>
/// <param name="layout">Where things are.</param>
/// <param name="beforeStep">Called before each step that changes the disk; tests let it throw, as a kill would.</param>
internal sealed class RegistryFiles(StoreLayout layout, Action<string>? beforeStep = null)
{
    /// <summary>Removes what a killed process left.</summary>
    public void Sweep()
    {
        File.Delete(layout.TemporaryFile);
        if (Directory.Exists(layout.StagingFolder))
            Directory.Delete(layout.StagingFolder, recursive: true);
    }

    /// <summary>Puts a file in the place of whatever it holds; the same content is not written again.</summary>
    public void Put(string path, ReadOnlySpan<byte> content)
    {
        if (File.Exists(path) && content.SequenceEqual(File.ReadAllBytes(path)))
            return;
        Write(layout.TemporaryFile, content);
        Flush([layout.TemporaryFile]);
        Step($"create folder of {path}");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        Step($"rename to {path}");
        File.Move(layout.TemporaryFile, path, overwrite: true);
    }

    /// <summary>Puts a folder of files in the place of whatever is there.</summary>
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

    // Flushes that wait at the same time share the disk's journal: eight at once take a quarter of the time of one by one. Each
    // has a thread of its own, since the pool has hardly more than there are processors.
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
