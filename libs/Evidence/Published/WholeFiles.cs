namespace Volcast.Evidence.Published;

/// <summary>Puts several files into a folder: first all are written beside their places, then each is moved there, so that one
/// half written never takes the place of a good one.</summary>
public static class WholeFiles
{
    private const string Unfinished = ".unfinished";

    /// <param name="folder">Made where it is missing.</param>
    /// <param name="files">Name → content; the last takes its place last.</param>
    public static void Write(string folder, IReadOnlyCollection<KeyValuePair<string, byte[]>> files)
    {
        Directory.CreateDirectory(folder);
        try
        {
            foreach (var (name, content) in files)
            {
                using var file = File.Create(Path.Combine(folder, name + Unfinished));
                file.Write(content);
                file.Flush(flushToDisk: true);
            }
            foreach (var (name, _) in files)
                File.Move(Path.Combine(folder, name + Unfinished), Path.Combine(folder, name), overwrite: true);
        }
        finally
        {
            foreach (var (name, _) in files)
                File.Delete(Path.Combine(folder, name + Unfinished));
        }
    }
}
