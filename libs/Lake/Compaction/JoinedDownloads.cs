using System.Globalization;
using Volcast.Files;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Compaction;

/// <summary>Files at <c>raw.market/symbol=S/source=Y/YYYY-&lt;digest8&gt;.parquet</c>, each with the downloads of one
/// year.</summary>
/// <param name="store">Holds the lake.</param>
/// <param name="decoded">Keeps decoded files; null keeps none.</param>
internal sealed class JoinedDownloads(IObjectStore store, DecodedFiles? decoded = null)
{
    internal static string Prefix(Symbol symbol) => $"{RawMarketTable.Schema.Name}/symbol={LakePaths.Encode(symbol.Value)}/";

    internal static string PathOf(Symbol symbol, string source, int year, string sha256) => string.Create(
        CultureInfo.InvariantCulture, $"{Prefix(symbol)}source={source}/{year:0000}-{Digest.Prefix(sha256)}.parquet");

    /// <summary>Whether a path is that of a file of a year.</summary>
    internal static bool IsJoined(string path) => path.EndsWith(".parquet", StringComparison.Ordinal)
        && Path.GetFileNameWithoutExtension(path).Split('-') is [{ Length: 4 } year, _] && year.All(char.IsAsciiDigit);

    /// <summary>The manifest of a symbol and its ETag; null if nothing of it was joined.</summary>
    internal async Task<(DownloadManifest Manifest, string ETag)?> ManifestAsync(
        Symbol symbol, CancellationToken cancellationToken)
    {
        var path = LakePaths.Manifest(RawMarketTable.Schema.Name, symbol);
        return await store.GetAsync(path, cancellationToken) is { } stored
            ? (DownloadManifest.Parse(path, stored.Content), stored.ETag) : null;
    }

    /// <summary>The rows of a download in a file of a year.</summary>
    /// <returns>Null if the file does not exist: another compaction has replaced it.</returns>
    /// <exception cref="LakeException">The file is damaged.</exception>
    internal async Task<ColumnFrame?> FindAsync(Download download, CancellationToken cancellationToken) =>
        (await OpenAsync(download.Path, cancellationToken))?.RowsOf(download);

    /// <summary>The content of a file of a year.</summary>
    /// <returns>Null if the file does not exist.</returns>
    /// <exception cref="LakeException">The file is damaged.</exception>
    internal async Task<JoinedYear?> OpenAsync(string path, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(path, cancellationToken) is not { } stored)
            return null;
        var name = Path.GetFileNameWithoutExtension(path).Split('-')[1];
        if (Digest.Prefix(Digest.Of(stored.Content)) != name)
            throw JoinedYear.Damaged(path, "it does not have the digest that its name states");
        return new(
            path, stored.Content.Length, decoded is null ? await DecodeAsync() : await decoded.GetAsync(path, name, DecodeAsync));

        Task<ColumnFrame> DecodeAsync() =>
            ParquetDecoder.DecodeAsync(RawMarketTable.Joined, path, stored.Content, cancellationToken);
    }

    /// <summary>The bytes of a file with these downloads.</summary>
    internal static Task<byte[]> EncodeAsync(
        IEnumerable<(Download Download, RawMarketTable Table)> downloads, CancellationToken cancellationToken) =>
        ParquetEncoder.EncodeAsync(
            RawMarketTable.Joined,
            ColumnFrame.Concat([.. downloads.Select(one => one.Table.ToFrame()
                .With(Column.Text("vintage", one.Download.Vintage, one.Table.Bars.Count)))]),
            cancellationToken);
}

/// <summary>The decoded content of a file with the downloads of one year.</summary>
/// <param name="Path">Its key in the store.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Rows">The rows of all its downloads.</param>
internal sealed record JoinedYear(string Path, int Bytes, ColumnFrame Rows)
{
    /// <summary>The rows of one download of the file.</summary>
    /// <exception cref="LakeException">They are not where its manifest says.</exception>
    internal ColumnFrame RowsOf(Download download)
    {
        var (first, count) = (download.Rows!.Value.Start.Value, download.Rows.Value.End.Value - download.Rows.Value.Start.Value);
        if (first + count > Rows.Rows)
            throw Damaged(Path, $"it has {Counted.Of(Rows.Rows, "row")}, and its manifest names more");
        var own = Rows.Slice(first, count);
        if (own.Texts("vintage").Any(vintage => vintage != download.Vintage)
            || own.Instants("retrieved_at").Any(time => time != download.RetrievedAt))
            throw Damaged(Path, $"the rows of the download of {download.RetrievedAt:yyyy-MM-dd HH:mm:ss} UTC are not where its "
                + "manifest says");
        return own.Select(ParquetFields.Stored(RawMarketTable.Schema).Select(column => column.Name));
    }

    internal static LakeException Damaged(string path, string what) =>
        new($"{path} is corrupt: {what}. Restore it from a backup: downloads cannot be repeated as they were.");
}
