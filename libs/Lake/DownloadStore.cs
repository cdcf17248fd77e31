using System.Globalization;
using Volcast.Files;
using Volcast.Lake.Compaction;
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
/// <param name="Path">The key of the file that holds it.</param>
public sealed record Download(Symbol Symbol, string Source, DateTimeOffset RetrievedAt, string Vintage, string Path)
{
    /// <summary>Its rows in a file of several downloads; null if it has a file of its own.</summary>
    public Range? Rows { get; init; }
}

/// <summary>The result of adding a download.</summary>
/// <param name="Download">The file that holds the content.</param>
/// <param name="IsNew">False if nothing was stored, because the newest download of the symbol and source, or the one of the same
/// time, has the same content.</param>
public sealed record DownloadResult(Download Download, bool IsNew);

/// <summary>
/// Downloads at <c>raw.market/symbol=S/source=Y/&lt;retrieved_at&gt;-&lt;digest8&gt;.parquet</c>. A file is put once and never
/// replaced, so the put itself is the commit. Only the name holds the time: the same content downloaded at another time has the
/// same bytes, and their digest is the vintage. Compaction joins the downloads of past years
/// (<see cref="DownloadCompactor"/>).
/// </summary>
/// <param name="store">Holds the lake.</param>
/// <param name="decoded">Keeps decoded files; null keeps none.</param>
/// <param name="asOf">Joined downloads of a later time are hidden; null hides none. The store hides single ones.</param>
internal sealed class DownloadStore(IObjectStore store, DecodedFiles? decoded = null, DateTimeOffset? asOf = null)
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";
    private readonly JoinedDownloads joined = new(store, decoded);

    /// <summary>What tells downloads of a symbol apart, wherever they are stored.</summary>
    internal static (string Source, DateTimeOffset RetrievedAt, string Vintage) Identity(Download download) =>
        (download.Source, download.RetrievedAt, download.Vintage);

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
    internal async Task<IReadOnlyList<Download>> ListAsync(Symbol symbol, string? source, CancellationToken cancellationToken)
    {
        // The order matters: a download that is joined and deleted between the two reads is found by the second.
        var keys = await store.ListAsync(Prefix(symbol) + (source is null ? "" : $"source={source}/"), cancellationToken);
        var held = await JoinedAsync(symbol, cancellationToken);
        return
        [
            .. held.Where(one => source is null || one.Source == source)
                .Concat(keys.Where(key => !JoinedDownloads.IsJoined(key)).Select(Parse))
                .DistinctBy(Identity)
                .OrderBy(one => one.RetrievedAt).ThenBy(one => one.Source, StringComparer.Ordinal)
                .ThenBy(one => one.Vintage, StringComparer.Ordinal),
        ];
    }

    private async Task<IEnumerable<Download>> JoinedAsync(Symbol symbol, CancellationToken cancellationToken) =>
        await joined.ManifestAsync(symbol, cancellationToken) is var (manifest, _)
            ? manifest.Downloads().Where(one => !(one.RetrievedAt > asOf)) : [];

    /// <exception cref="LakeException">The file is missing, or its content does not match its name.</exception>
    internal async Task<RawMarketTable> ReadAsync(Download download, CancellationToken cancellationToken) =>
        TableOf(download, download.Rows is null && await FindSingleAsync(download, cancellationToken) is var (own, _)
            ? own
            : await FindJoinedAsync(download, cancellationToken) ?? throw Missing(download));

    /// <summary>Reads several downloads, and each file once.</summary>
    /// <returns>The downloads in the given order, and the total length of their files in bytes.</returns>
    /// <exception cref="LakeException">As <see cref="ReadAsync"/>.</exception>
    internal async Task<(IReadOnlyList<RawMarketTable> Tables, long Bytes)> ReadAllAsync(
        IReadOnlyCollection<Download> several, CancellationToken cancellationToken)
    {
        var (tables, bytes) = (new List<RawMarketTable>(several.Count), 0L);
        var years = new Dictionary<string, JoinedYear>(StringComparer.Ordinal);
        foreach (var download in several)
            if (download.Rows is null && await FindSingleAsync(download, cancellationToken) is var (rows, length))
            {
                bytes += length;
                tables.Add(TableOf(download, rows));
            }
            else if (download.Rows is not null && await YearAsync(download.Path) is { } year)
                tables.Add(TableOf(download, year.RowsOf(download)));
            else
                tables.Add(await ReadAsync(download, cancellationToken)); // A compaction since the listing has moved it.
        return (tables, bytes);

        async Task<JoinedYear?> YearAsync(string path)
        {
            if (years.TryGetValue(path, out var known))
                return known;
            if (await joined.OpenAsync(path, cancellationToken) is not { } opened)
                return null;
            bytes += opened.Bytes;
            return years[path] = opened;
        }
    }

    private static RawMarketTable TableOf(Download download, ColumnFrame rows) =>
        RawMarketTable.FromFrame(download.Symbol, download.Source, download.RetrievedAt, rows);

    private static LakeException Missing(Download download) =>
        new($"{download.Path} is missing. {LakeAdvice.WhenLost(RawMarketTable.Schema, download.Path)}");

    /// <summary>The rows of a download that has a file of its own, and the length of the file in bytes; null if the file does not
    /// exist.</summary>
    private async Task<(ColumnFrame Rows, int Bytes)?> FindSingleAsync(Download download, CancellationToken cancellationToken)
    {
        var schema = RawMarketTable.Schema;
        if (await store.GetAsync(download.Path, cancellationToken) is not { } stored)
            return null;
        if (Digest.Prefix(Digest.Of(stored.Content)) != download.Vintage)
            throw new LakeException(
                $"{download.Path} is corrupt: it does not have the digest that its name states. "
                + LakeAdvice.WhenLost(schema, download.Path));
        return (decoded is null ? await DecodeAsync()
            : await decoded.GetAsync(download.Path, download.Vintage, DecodeAsync), stored.Content.Length);

        Task<ColumnFrame> DecodeAsync() => ParquetDecoder.DecodeAsync(schema, download.Path, stored.Content, cancellationToken);
    }

    /// <summary>The rows of a joined download. A compaction since the listing may have moved them to another file.</summary>
    private async Task<ColumnFrame?> FindJoinedAsync(Download download, CancellationToken cancellationToken)
    {
        if (download.Rows is not null && await joined.FindAsync(download, cancellationToken) is { } listed)
            return listed;
        return (await JoinedAsync(download.Symbol, cancellationToken)).FirstOrDefault(one => Identity(one) == Identity(download))
            is { } moved && moved.Path != download.Path ? await joined.FindAsync(moved, cancellationToken) : null;
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

    private static string Prefix(Symbol symbol) => JoinedDownloads.Prefix(symbol);
}
