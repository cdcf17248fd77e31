namespace Volcast.Lake.Compaction;

/// <summary>What a compaction has joined; the sum of several has that of all.</summary>
/// <param name="Downloads">Downloads in the new files.</param>
/// <param name="FilesBefore">Files that held them before.</param>
/// <param name="FilesAfter">The new files.</param>
/// <param name="BytesBefore">Bytes of the former.</param>
/// <param name="BytesAfter">Bytes of the latter.</param>
public sealed record CompactionReport(int Downloads, int FilesBefore, int FilesAfter, long BytesBefore, long BytesAfter)
{
    /// <summary>Nothing was joined.</summary>
    public static CompactionReport None { get; } = new(0, 0, 0, 0, 0);

    public static CompactionReport operator +(CompactionReport left, CompactionReport right) => new(
        left.Downloads + right.Downloads, left.FilesBefore + right.FilesBefore, left.FilesAfter + right.FilesAfter,
        left.BytesBefore + right.BytesBefore, left.BytesAfter + right.BytesAfter);
}
