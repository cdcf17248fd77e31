using System.Globalization;
using Volcast.Files;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>One immutable file of <c>raw.market</c>.</summary>
/// <param name="Symbol">The ticker.</param>
/// <param name="Source">The vendor's short name, for example <c>yahoo</c>.</param>
/// <param name="RetrievedAt">The time of the download, UTC.</param>
/// <param name="Vintage">The first eight digits of the digest of its bytes. It depends on the content, not on the time.</param>
/// <param name="Path">Its key in the store.</param>
public sealed record Download(Symbol Symbol, string Source, DateTimeOffset RetrievedAt, string Vintage, string Path);

/// <summary>The result of adding a download.</summary>
/// <param name="Download">The file that holds the content.</param>
/// <param name="IsNew">False if nothing was stored, because the newest download of the symbol and source, or the one of the same
/// time, has the same content.</param>
public sealed record DownloadResult(Download Download, bool IsNew);

/// <summary>
/// Downloads at <c>raw.market/symbol=S/source=Y/&lt;retrieved_at&gt;-&lt;digest8&gt;.parquet</c>. A file is put once and never
/// replaced, so the put itself is the commit. Only the name holds the time: the same content downloaded at another time has the
/// same bytes, and their digest is the vintage.
/// </summary>
/// <param name="store">Holds the lake.</param>
/// <param name="decoded">Keeps decoded files; null keeps none.</param>
internal sealed class DownloadStore(IObjectStore store, DecodedFiles? decoded = null)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    internal async Task<DownloadResult> AddAsync(
        Symbol symbol, string source, DateTimeOffset retrievedAt, DailyBars bars, CancellationToken cancellationToken)
    {
        if (source.Length == 0 || !source.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-'))
            throw new ArgumentException($"'{source}' is not a source: expected a-z, 0-9, _ and -.", nameof(source));
        if (bars.Count == 0)
            throw new ArgumentException(
                $"The download of {symbol} from {source} has no bar; there is nothing to store.", nameof(bars));
        var table = RawMarketTable.FromBars(symbol, source, retrievedAt, bars);
        var report = RawMarketTable.Schema.Validate(table.ToFrame());
        report.ThrowIfErrors();

        var all = await ListAsync(symbol, source: null, cancellationToken);
        var known = all.Where(download => download.Source == source).ToArray();
        var sameTime = known.LastOrDefault(d => d.RetrievedAt - table.RetrievedAt is { Ticks: >= 0, TotalSeconds: < 1 });
        foreach (var candidate in new[] { known is [.., var newest] ? newest : null, sameTime }.OfType<Download>().Distinct())
            if ((await ReadAsync(candidate, cancellationToken)).HasBarsOf(table))
                return new(candidate, IsNew: false);

        // What arrives last is the newest, whatever a clock said before: a corrected file may end earlier than the original, and
        // a clock may have been ahead.
        if (all is [.., var latest] && latest.RetrievedAt >= table.RetrievedAt)
            table = table with { RetrievedAt = latest.RetrievedAt.AddMilliseconds(1) };
        var content = await ParquetEncoder.EncodeAsync(RawMarketTable.Schema, report.Frame, cancellationToken);
        var vintage = Digest.Prefix(Digest.Of(content));
        var time = table.RetrievedAt.ToString(TimeFormat, CultureInfo.InvariantCulture);
        var path = $"{Prefix(symbol)}source={source}/{time}-{vintage}.parquet";
        var download = new Download(symbol, source, table.RetrievedAt, vintage, path);
        await ImmutableObject.PutAsync(store, download.Path, content, cancellationToken);
        return new(download, IsNew: true);
    }

    /// <summary>The downloads of a symbol, from all sources or one, ascending by time.</summary>
    internal async Task<IReadOnlyList<Download>> ListAsync(Symbol symbol, string? source, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(Prefix(symbol) + (source is null ? "" : $"source={source}/"), cancellationToken))
            .Select(Parse)
            .OrderBy(d => d.RetrievedAt).ThenBy(d => d.Path, StringComparer.Ordinal)];

    /// <exception cref="LakeException">The file is missing, or its content does not match its name.</exception>
    internal async Task<RawMarketTable> ReadAsync(Download download, CancellationToken cancellationToken)
    {
        var schema = RawMarketTable.Schema;
        var stored = await store.GetAsync(download.Path, cancellationToken)
            ?? throw new LakeException($"{download.Path} is missing. {LakeAdvice.WhenLost(schema, download.Path)}");
        if (Digest.Prefix(Digest.Of(stored.Content)) != download.Vintage)
            throw new LakeException(
                $"{download.Path} is corrupt: it does not have the digest that its name states. "
                + LakeAdvice.WhenLost(schema, download.Path));
        var frame = decoded is null ? await DecodeAsync()
            : await decoded.GetAsync(download.Path, download.Vintage, DecodeAsync);
        return RawMarketTable.FromFrame(download.Symbol, download.Source, download.RetrievedAt, frame);

        Task<ColumnFrame> DecodeAsync() => ParquetDecoder.DecodeAsync(schema, download.Path, stored.Content, cancellationToken);
    }

    /// <exception cref="LakeException">The path does not name a download.</exception>
    internal static Download Parse(string path) =>
        TryParse(path) ?? throw new LakeException($"{path} is not named like a download. Move it out of the lake.");

    /// <summary>The download that a path names; null if it names none.</summary>
    internal static Download? TryParse(string path)
    {
        var name = System.IO.Path.GetFileNameWithoutExtension(path).Split('-');
        return LakePaths.PartitionValue(path, "source") is { } source
            && Symbol.TryParse(LakePaths.PartitionValue(path, "symbol"), out var symbol)
            && name.Length == 2 && path.EndsWith(".parquet", StringComparison.Ordinal)
            && DateTimeOffset.TryParseExact(
                name[0], TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var retrievedAt)
            ? new(symbol, source, retrievedAt, name[1], path)
            : null;
    }

    private static string Prefix(Symbol symbol) => $"{RawMarketTable.Schema.Name}/symbol={LakePaths.Encode(symbol.Value)}/";
}
