using Volcast.Evaluation.Resume;

namespace Volcast.Evaluation;

/// <summary>
/// A folder in which long runs keep what they have finished, so that one that was killed goes on where it stopped. Each run has
/// a folder of its own, named by a digest over all that determines its results, the code included: nothing is ever read that a
/// fresh computation would not give bit for bit.
/// </summary>
/// <remarks>One run holds its folder at a time; a second run of the same, side by side, keeps nothing and just
/// computes, and so does one that may not write here. Of
/// runs that were never taken up again the newest eight are left. Disposing releases the folders and leaves their files;
/// <see cref="Remove"/> deletes them.</remarks>
/// <param name="root">The folder, made when first needed.</param>
public sealed class FoldStore(string root) : IDisposable
{
    private const int RunsLeft = 8;
    private readonly List<FoldFolder> opened = [];

    /// <summary>Deletes what the runs of this store have kept: they have ended well.</summary>
    public void Remove()
    {
        opened.ForEach(folder => folder.Remove());
        opened.Clear();
        if (Directory.Exists(root) && !Directory.EnumerateFileSystemEntries(root).Any())
            Directory.Delete(root);
    }

    public void Dispose()
    {
        opened.ForEach(folder => folder.Dispose());
        opened.Clear();
    }

    /// <summary>The folder of a run; null where nothing can be kept.</summary>
    /// <param name="digest">Over all that determines the run.</param>
    internal FoldFolder? Open(string digest)
    {
        var path = Path.Combine(root, digest[..16]);
        if (FoldFolder.TryOpen(path) is not { } folder)
            return null;
        opened.Add(folder);
        foreach (var old in new DirectoryInfo(root).GetDirectories().Where(d => d.FullName != Path.GetFullPath(path))
            .OrderByDescending(d => d.LastWriteTimeUtc).ThenBy(d => d.Name, StringComparer.Ordinal).Skip(RunsLeft - 1))
            FoldFolder.TryOpen(old.FullName)?.Remove();
        return folder;
    }
}
