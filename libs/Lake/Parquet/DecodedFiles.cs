using Volcast.Schemas;

namespace Volcast.Lake.Parquet;

/// <summary>
/// The files that a writer has decoded, by path and digest. The steps of a run read the same files again and again; the bytes are
/// fetched and their digest is compared each time, so damage is noticed as without this, and only the decoding is saved. When
/// it is full, it is emptied.
/// </summary>
internal sealed class DecodedFiles
{
    /// <summary>The most values that are kept, about 30 MB: ten years of a target and its companions many times.</summary>
    private const int MostValues = 4_000_000;

    private readonly Lock gate = new();
    private readonly Dictionary<(string Path, string Digest), ColumnFrame> frames = [];
    private int values;

    /// <param name="path">Of the file, which implies its table.</param>
    /// <param name="digest">Of its bytes.</param>
    /// <param name="decode">Decodes the bytes.</param>
    public async Task<ColumnFrame> GetAsync(string path, string digest, Func<Task<ColumnFrame>> decode)
    {
        lock (gate)
            if (frames.TryGetValue((path, digest), out var known))
                return known;
        var frame = await decode();
        var size = frame.Rows * frame.Columns.Count;
        lock (gate)
        {
            if (values + size > MostValues)
            {
                frames.Clear();
                values = 0;
            }
            if (size <= MostValues && frames.TryAdd((path, digest), frame))
                values += size;
        }
        return frame;
    }
}
