namespace Volcast.Files;

/// <summary>A small document that is read and replaced as a whole, in a file or in another store.</summary>
public sealed class StoredDocument
{
    private readonly Func<byte[]?> read;
    private readonly Func<string> stamp;
    private readonly Action<Func<byte[]?, byte[]?>> change;

    /// <param name="path">Where it is, for messages.</param>
    /// <param name="read">Its content; null if it does not exist.</param>
    /// <param name="stamp">A text that changes whenever the content does.</param>
    /// <param name="change">As <see cref="Change"/>.</param>
    public StoredDocument(string path, Func<byte[]?> read, Func<string> stamp, Action<Func<byte[]?, byte[]?>> change) =>
        (Path, this.read, this.stamp, this.change) = (path, read, stamp, change);

    /// <summary>Where it is, for messages.</summary>
    public string Path { get; }

    /// <summary>The document in a file, which need not exist. Two writers of one file must exclude each other.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maximumBytes">A longer file is not read.</param>
    /// <param name="mode">Permissions of a new file, on Unix.</param>
    public static StoredDocument InFile(string path, int maximumBytes, UnixFileMode mode)
    {
        return new(path, Read, Stamp, next =>
        {
            if (next(Read()) is { } content)
                AtomicFile.Write(path, content, new() { Mode = mode });
        });

        byte[]? Read()
        {
            try
            {
                return RegularFile.Read(path, maximumBytes);
            }
            catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
            {
                return null;
            }
            catch (UnauthorizedAccessException denied)
            {
                throw new IOException($"{denied.Message} Give this user the right to read {path} and its folder.", denied);
            }
        }

        // Two changes within the resolution of the file's time differ in its length, or are found by the next look.
        string Stamp() => new FileInfo(path) is { Exists: true } found
            ? $"{found.LastWriteTimeUtc.Ticks} {found.Length}"
            : "no file";
    }

    /// <summary>The content; null if the document does not exist.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    public byte[]? Read() => read();

    /// <summary>A text that changes whenever the content does.</summary>
    /// <exception cref="IOException">The store does not answer.</exception>
    public string Stamp() => stamp();

    /// <summary>Replaces the content.</summary>
    /// <param name="next">The new content from the present one, which is null if the document does not exist. If it returns
    /// null, nothing changes. A store that several machines write may call it again, with the content of another
    /// writer.</param>
    /// <exception cref="IOException">It cannot be read or written.</exception>
    public void Change(Func<byte[]?, byte[]?> next) => change(next);
}
