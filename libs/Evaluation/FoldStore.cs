using Volcast.Evaluation.Resume;

namespace Volcast.Evaluation;

/// <summary>A folder in which long runs store finished work, so that a killed run can resume. Each run has its own folder, named
/// by a digest over everything that determines its results, the code included: a stored result always equals a fresh computation
/// bit for bit.</summary>
/// <remarks>One run locks its folder at a time. A second run of the same digest at the same time stores nothing and computes
/// everything; so does a run without write access. Of runs that were never resumed, the newest eight are kept. Disposing releases
/// the folders and leaves their files; <see cref="Remove"/> deletes them.</remarks>
/// <param name="root">The folder; created when first needed.</param>
/// <param name="mirror">Keeps copies of the files; null for none.</param>
public sealed class FoldStore(string root, FoldMirror? mirror = null) : IDisposable
{
    private const int RunsLeft = 8;
    private readonly List<FoldFolder> opened = [];

    /// <summary>Deletes the files of this store's runs, after they have succeeded.</summary>
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

    /// <summary>The folder of a run; null if nothing can be stored.</summary>
    /// <param name="digest">The digest over everything that determines the run.</param>
    internal FoldFolder? Open(string digest)
    {
        var path = Path.Combine(root, digest[..16]);
        if (FoldFolder.TryOpen(path, mirror) is not { } folder)
            return null;
        opened.Add(folder);
        foreach (var old in new DirectoryInfo(root).GetDirectories().Where(d => d.FullName != Path.GetFullPath(path))
            .OrderByDescending(d => d.LastWriteTimeUtc).ThenBy(d => d.Name, StringComparer.Ordinal).Skip(RunsLeft - 1))
            FoldFolder.TryOpen(old.FullName)?.Remove();
        return folder;
    }
}
