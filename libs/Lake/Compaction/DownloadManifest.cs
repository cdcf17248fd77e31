using System.Text.Json;
using Volcast.Market;

namespace Volcast.Lake.Compaction;

/// <summary>
/// The downloads of one symbol that are joined in files of a year: <c>raw.market/_manifest/SPY.json</c>. Putting it commits a
/// compaction. A download with a file of its own is not in it, or its file is a leftover of a compaction that was stopped.
/// </summary>
/// <param name="Symbol">For example <c>^VIX</c>.</param>
/// <param name="Files">In ordinal order of their paths.</param>
/// <param name="Digest">SHA-256 of this manifest as JSON with an empty digest.</param>
internal sealed record DownloadManifest(string Symbol, IReadOnlyList<JoinedFile> Files, string Digest)
{
    internal static DownloadManifest Create(Symbol symbol, IEnumerable<JoinedFile> files)
    {
        var manifest = new DownloadManifest(symbol.Value, [.. files.OrderBy(file => file.Path, StringComparer.Ordinal)], "");
        return manifest with { Digest = manifest.ComputeDigest() };
    }

    /// <summary>The downloads of all files, each with its rows.</summary>
    internal IEnumerable<Download> Downloads()
    {
        var symbol = Market.Symbol.Parse(Symbol);
        foreach (var file in Files)
        {
            var source = LakePaths.PartitionValue(file.Path, "source")!;
            var first = 0;
            foreach (var one in file.Downloads)
            {
                yield return new(symbol, source, one.RetrievedAt, one.Vintage, file.Path) { Rows = first..(first + one.Rows) };
                first += one.Rows;
            }
        }
    }

    internal byte[] ToJson() =>
        [.. JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Readable.DownloadManifest), (byte)'\n'];

    /// <exception cref="LakeException">It is not a manifest, or was changed by hand.</exception>
    internal static DownloadManifest Parse(string path, byte[] json)
    {
        try
        {
            if (JsonSerializer.Deserialize(json, ManifestJson.Readable.DownloadManifest) is { Files: not null } manifest
                && manifest.Digest == manifest.ComputeDigest() && Market.Symbol.TryParse(manifest.Symbol, out _))
                return manifest;
        }
        catch (JsonException)
        {
            // The message below says the same of every damage.
        }
        throw new LakeException(
            $"{path} is corrupt: its content does not have the digest that it states. It says which downloads the files of a "
            + "year hold. Restore it from a backup.");
    }

    private string ComputeDigest() => Volcast.Files.Digest.Of((this with { Digest = "" }).ToJson());
}

/// <summary>A file that holds the downloads of one symbol, source and year of retrieval.</summary>
/// <param name="Path">Its key in the store. Its name begins with the year and ends with the first digits of its
/// digest.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="Downloads">Ascending by time; their rows follow one another in the file.</param>
internal sealed record JoinedFile(string Path, string Sha256, IReadOnlyList<JoinedDownload> Downloads);

/// <summary>A download in a file of a year.</summary>
/// <param name="RetrievedAt">The time of the download, UTC.</param>
/// <param name="Vintage">The first digits of the digest of the file that it had of its own.</param>
/// <param name="Rows">The number of its rows.</param>
internal sealed record JoinedDownload(DateTimeOffset RetrievedAt, string Vintage, int Rows);
