using System.Globalization;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Lake;

/// <summary>One immutable file of <c>raw.market</c>.</summary>
/// <param name="Symbol">The ticker.</param>
/// <param name="Source">The vendor's short name, for example <c>yahoo</c>.</param>
/// <param name="RetrievedAt">When it was downloaded, UTC.</param>
/// <param name="Vintage">The first eight digits of its content's digest.</param>
/// <param name="Path">Its key in the store.</param>
public sealed record Download(Symbol Symbol, string Source, DateTimeOffset RetrievedAt, string Vintage, string Path);

/// <summary>What came of adding a download.</summary>
/// <param name="Download">The file that holds the content.</param>
/// <param name="IsNew">False where the newest download of the symbol and source has the same content, and nothing was stored.</param>
public sealed record DownloadResult(Download Download, bool IsNew);

/// <summary>
/// Downloads at <c>raw.market/symbol=S/source=Y/&lt;retrieved_at&gt;-&lt;digest8&gt;.parquet</c>. A file is put once and never
/// replaced, so that the put itself is the commit; its name carries the digest of what it holds apart from the time.
/// </summary>
internal sealed class DownloadStore(IObjectStore store)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    internal async Task<DownloadResult> AddAsync(
        Symbol symbol, string source, DateTimeOffset retrievedAt, DailyBars bars, CancellationToken cancellationToken)
    {
        if (source.Length == 0 || !source.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-'))
            throw new ArgumentException($"'{source}' is no source: expected a-z, 0-9, _ and -.", nameof(source));
        if (bars.Count == 0)
            throw new ArgumentException($"The download of {symbol} from {source} has no bar; there is nothing to store.", nameof(bars));
        var table = RawMarketTable.FromBars(symbol, source, retrievedAt, bars);
        var report = RawMarketTable.Schema.Validate(table.ToFrame());
        report.ThrowIfErrors();

        var digest = ContentDigest(table);
        if (await ListAsync(symbol, source, cancellationToken) is [.., var newest]
            && ContentDigest(await ReadAsync(newest, cancellationToken)) == digest)
            return new(newest, IsNew: false);

        var name = $"{table.RetrievedAt.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{Digest.Prefix(digest)}.parquet";
        var download = new Download(symbol, source, table.RetrievedAt, Digest.Prefix(digest), $"{Prefix(symbol)}source={source}/{name}");
        if (await store.GetAsync(download.Path, cancellationToken) is not null)
            return new(download, IsNew: false);
        var content = await ParquetEncoder.EncodeAsync(RawMarketTable.Schema, report.Frame, cancellationToken);
        await store.PutAsync(download.Path, content, PutCondition.IfNoneMatch, cancellationToken);
        return new(download, IsNew: true);
    }

    /// <summary>The downloads of a symbol, from all sources or one, ascending by time.</summary>
    internal async Task<IReadOnlyList<Download>> ListAsync(Symbol symbol, string? source, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(Prefix(symbol) + (source is null ? "" : $"source={source}/"), cancellationToken))
            .Select(Parse)
            .OrderBy(d => d.RetrievedAt).ThenBy(d => d.Path, StringComparer.Ordinal)];

    /// <exception cref="LakeException">The file is missing, corrupt, or does not hold what its name says.</exception>
    internal async Task<RawMarketTable> ReadAsync(Download download, CancellationToken cancellationToken)
    {
        var stored = await store.GetAsync(download.Path, cancellationToken)
            ?? throw new LakeException($"{download.Path} is missing. {RawMarketTable.Schema.WhenLost}");
        var frame = await ParquetDecoder.DecodeAsync(RawMarketTable.Schema, download.Path, stored.Content, cancellationToken);
        var table = RawMarketTable.FromFrame(download.Symbol, download.Source, frame);
        if (Digest.Prefix(ContentDigest(table)) != download.Vintage)
            throw new LakeException($"{download.Path} is corrupt: it does not hold what its name says. {RawMarketTable.Schema.WhenLost}");
        return table;
    }

    /// <exception cref="LakeException">The path is none of a download.</exception>
    internal static Download Parse(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path).Split('-');
        return LakePaths.PartitionValue(path, "source") is { } source
            && Symbol.TryParse(LakePaths.PartitionValue(path, "symbol"), out var symbol)
            && name.Length == 2 && path.EndsWith(".parquet", StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(
                name[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var retrievedAt)
            ? new(symbol, source, retrievedAt, name[1], path)
            : throw new LakeException($"{path} is not named like a download. Move it out of the lake.");
    }

    private static string Prefix(Symbol symbol) => $"{RawMarketTable.Schema.Name}/symbol={LakePaths.Encode(symbol.Value)}/";

    private static string ContentDigest(RawMarketTable table) => Digest.Of(table.ToFrame().Without("retrieved_at"));
}
