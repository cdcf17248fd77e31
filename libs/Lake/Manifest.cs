using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Lake;

/// <summary>
/// One snapshot of one symbol's part of a table: its files, the digests of its inputs, and a digest of all of that. Putting the
/// manifest commits a write.
/// </summary>
/// <param name="Table">For example <c>curated.market</c>.</param>
/// <param name="SchemaVersion">The schema version with which the files were written.</param>
/// <param name="Symbol">For example <c>^VIX</c>.</param>
/// <param name="Files">Ascending by first date; one for each year that has rows.</param>
/// <param name="Inputs">Name → digest of each input of the content, in ordinal order of names.</param>
/// <param name="Digest">SHA-256 of this manifest as JSON with an empty digest and without tokens.</param>
public sealed record Manifest(
    string Table, int SchemaVersion, string Symbol, IReadOnlyList<ManifestFile> Files,
    IReadOnlyDictionary<string, string> Inputs, string Digest)
{
    /// <summary>The fencing token of the lease of the commit; null if a lock that cannot expire guarded it. It makes the bytes of
    /// a later manifest differ from every manifest that an earlier holder has read. The digest omits it, since it does not
    /// describe the content.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Token { get; init; }

    [JsonIgnore]
    public int Rows => Files.Sum(f => f.Rows);

    /// <summary>The first date; null if there is no row.</summary>
    [JsonIgnore]
    public DateOnly? First => Files.Count > 0 ? Files[0].First : null;

    /// <summary>The last date; null if there is no row.</summary>
    [JsonIgnore]
    public DateOnly? Last => Files.Count > 0 ? Files[^1].Last : null;

    internal static Manifest Create(
        string table, int schemaVersion, string symbol, IReadOnlyList<ManifestFile> files,
        IReadOnlyDictionary<string, string> inputs)
    {
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, digest) in inputs)
            sorted.Add(name, digest);
        var manifest = new Manifest(table, schemaVersion, symbol, files, sorted, "");
        return manifest with { Digest = manifest.ComputeDigest() };
    }

    /// <summary>The same snapshot, committed under a token. The content of the files at these paths is kept under it
    /// too.</summary>
    internal Manifest Under(long token, IReadOnlyCollection<string> paths) => this with
    {
        Token = token,
        Files = [.. Files.Select(file => paths.Contains(file.Path) ? file with { Token = token } : file)],
    };

    /// <summary>The same snapshot without the files after a day; <see cref="Last"/> is that day at the latest. The digest stays
    /// that of the whole.</summary>
    internal Manifest Until(DateOnly day) => this with
    {
        Files =
        [
            .. Files.Where(file => file.First <= day)
                .Select(file => file.Last > day ? file with { Last = day } : file),
        ],
    };

    /// <summary>Whether both are the same commit: the same content under the same token.</summary>
    internal static bool IsSameCommit(Manifest? left, Manifest? right) =>
        left?.Digest == right?.Digest && left?.Token == right?.Token;

    private string ComputeDigest() => Volcast.Files.Digest.Of((this with
    {
        Digest = "",
        Token = null,
        Files = [.. Files.Select(file => file with { Token = null })],
    }).ToJson());

    internal byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Readable.Manifest), (byte)'\n'];

    /// <exception cref="LakeException">It is not a manifest, or was changed by hand.</exception>
    internal static Manifest Parse(string path, byte[] json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ManifestJson.Readable.Manifest);
            if (manifest is { Files: not null, Inputs: not null }
                && manifest.Digest == manifest.ComputeDigest())
                return manifest;
            throw new LakeException(
                $"{path} is corrupt: its content does not have the digest that it states. {LakeAdvice.WhenLost(path)}");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new LakeException($"{path} is corrupt: {e.Message} {LakeAdvice.WhenLost(path)}", e);
        }
    }
}

/// <summary>One file of a snapshot.</summary>
/// <param name="Path">Its key in the store.</param>
/// <param name="Sha256">The digest of its bytes.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="First">Its first date.</param>
/// <param name="Last">Its last date.</param>
public sealed record ManifestFile(string Path, string Sha256, int Rows, DateOnly First, DateOnly Last)
{
    /// <summary>The token under which Volcast keeps the content. Readers take it from
    /// <c>&lt;table&gt;/_staged/SPY/&lt;token&gt;/&lt;sha256&gt;.parquet</c>, and <see cref="Path"/> is a copy for other
    /// programs. Null if the content is only at <see cref="Path"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Token { get; init; }
}

[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(LakeDescription))]
[JsonSerializable(typeof(string[]))]
[JsonSerializable(typeof(Compaction.DownloadManifest))]
internal sealed partial class ManifestJson : JsonSerializerContext
{
    /// <summary>Indented, with the same line ends everywhere.</summary>
    internal static ManifestJson Readable { get; } = new(new JsonSerializerOptions
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });
}
