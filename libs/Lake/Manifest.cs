using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Volcast.Lake;

/// <summary>
/// One snapshot of one symbol's part of a table: its files, the inputs that it was made from, and a digest over all of that.
/// Putting it is what commits a write.
/// </summary>
/// <param name="Table">For example <c>curated.market</c>.</param>
/// <param name="SchemaVersion">The version of the table's schema that the files were written by.</param>
/// <param name="Symbol">For example <c>^VIX</c>.</param>
/// <param name="Files">Ascending by first date; one for each year that has rows.</param>
/// <param name="Inputs">Name → digest of what the content was computed from, in ordinal order of names.</param>
/// <param name="Digest">SHA-256 of this manifest as JSON with an empty digest.</param>
public sealed record Manifest(
    string Table, int SchemaVersion, string Symbol, IReadOnlyList<ManifestFile> Files,
    IReadOnlyDictionary<string, string> Inputs, string Digest)
{
    [JsonIgnore]
    public int Rows => Files.Sum(f => f.Rows);

    /// <summary>The first date; null where there is no row.</summary>
    [JsonIgnore]
    public DateOnly? First => Files.Count > 0 ? Files[0].First : null;

    /// <summary>The last date; null where there is no row.</summary>
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
        return manifest with { Digest = Volcast.Files.Digest.Of(manifest.ToJson()) };
    }

    internal byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Readable.Manifest), (byte)'\n'];

    /// <exception cref="LakeException">It is no manifest, or was changed by hand.</exception>
    internal static Manifest Parse(string path, byte[] json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ManifestJson.Readable.Manifest);
            if (manifest is { Files: not null, Inputs: not null }
                && manifest.Digest == Volcast.Files.Digest.Of((manifest with { Digest = "" }).ToJson()))
                return manifest;
            throw new LakeException($"{path} is corrupt: its content does not have the digest that it states. {Advice}");
        }
        catch (Exception e) when (e is JsonException or ArgumentException)
        {
            throw new LakeException($"{path} is corrupt: {e.Message} {Advice}", e);
        }
    }

    private const string Advice =
        "Restore it from a backup, or delete the table's folder and run the command that produces it again.";
}

/// <summary>One file of a snapshot.</summary>
/// <param name="Path">Its key in the store.</param>
/// <param name="Sha256">Of its bytes.</param>
/// <param name="Rows">In it.</param>
/// <param name="First">Its first date.</param>
/// <param name="Last">Its last date.</param>
public sealed record ManifestFile(string Path, string Sha256, int Rows, DateOnly First, DateOnly Last);

[JsonSerializable(typeof(Manifest))]
[JsonSerializable(typeof(LakeDescription))]
[JsonSerializable(typeof(string[]))]
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
