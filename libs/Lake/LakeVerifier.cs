using System.Globalization;
using Volcast.Files;
using Volcast.Lake.Compaction;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>
/// Checks a complete lake and changes nothing: its description, every manifest, every file's digest and columns, every row
/// against its schema and calendar, files that no manifest names, and rows in quarantine. Holds one symbol in memory at a time.
/// </summary>
public sealed class LakeVerifier
{
    private const string CalendarGap = "calendar_complete";
    private readonly IObjectStore store;
    private readonly TableReader reader;
    private readonly TradingCalendar calendar;
    private readonly List<LakeFinding> findings = [];
    private ILookup<Symbol, string> vintages = Array.Empty<Symbol>().ToLookup(symbol => symbol, _ => "");
    private int files;
    private long rows;

    private LakeVerifier(IObjectStore store, TradingCalendar calendar)
    {
        this.store = store;
        this.calendar = calendar;
        reader = new(store);
    }

    /// <param name="store">Holds the lake.</param>
    /// <param name="calendar">The sessions that must exist.</param>
    /// <param name="progress">Receives each table and symbol before it is checked.</param>
    /// <param name="cancellationToken">Stops between files.</param>
    public static async Task<LakeVerification> VerifyAsync(
        IObjectStore store, TradingCalendar calendar, IProgress<string>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var verifier = new LakeVerifier(store, calendar);
        await verifier.RunAsync(progress, cancellationToken);
        return new(verifier.files, verifier.rows, verifier.findings);
    }

    private async Task RunAsync(IProgress<string>? progress, CancellationToken cancellationToken)
    {
        await TryAsync(LakePaths.Description, "lake", async () =>
        {
            if (await LakeCreation.FindAsync(store, cancellationToken) is null)
                Add(Severity.Error, LakePaths.Description, "lake", "It is missing: this is not a lake, or not the root of one.");
        });
        var left = (await store.ListAsync("", cancellationToken)).ToHashSet(StringComparer.Ordinal);
        left.Remove(LakePaths.Description);
        left.RemoveWhere(key => key.StartsWith(LakePaths.LeasePrefix, StringComparison.Ordinal));
        var joined = new List<Download>();
        foreach (var key in left.Where(IsRawManifest).Order(StringComparer.Ordinal).ToArray())
        {
            left.Remove(key);
            await TryAsync(key, "manifest", async () =>
                joined.AddRange(await JoinedAsync(key, left, progress, cancellationToken)));
        }
        vintages = left.Where(key => key.StartsWith($"{RawMarketTable.Schema.Name}/", StringComparison.Ordinal))
            .Select(DownloadStore.TryParse).OfType<Download>().Concat(joined)
            .ToLookup(download => download.Symbol, download => download.Vintage);
        FindMissingBars(left);
        foreach (var schema in LakeTables.All.Select(table => table.WithCalendar(calendar.Sessions)))
        {
            var keys = left.Where(key => key.StartsWith($"{schema.Name}/", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).ToArray();
            left.ExceptWith(keys);
            if (schema.YearOf is not null)
                await TableAsync(schema, [.. keys], progress, cancellationToken);
            else
                foreach (var key in keys)
                    if (JoinedDownloads.IsJoined(key))
                        Add(Severity.Warning, key, "orphan",
                            "No manifest names it, so Volcast does not read it. A compaction is running or was stopped: run "
                            + "`volcast compact`.");
                    else
                        await FileAsync(schema, key, progress, cancellationToken);
        }
        foreach (var key in left.Order(StringComparer.Ordinal))
            Add(Severity.Warning, key, "unknown", "It belongs to no table. Move it out of the lake.");
    }

    private static bool IsRawManifest(string key) =>
        key.StartsWith(LakePaths.ManifestPrefix(RawMarketTable.Schema.Name), StringComparison.Ordinal);

    /// <summary>Checks the files of several downloads that a manifest names, and takes their keys out of the rest.</summary>
    /// <returns>The downloads in them.</returns>
    private async Task<IReadOnlyList<Download>> JoinedAsync(
        string path, HashSet<string> left, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        if (LakeAdvice.SymbolOf(RawMarketTable.Schema, path) is not { } symbol
            || path != LakePaths.Manifest(RawMarketTable.Schema.Name, symbol))
        {
            Add(Severity.Warning, path, "unknown", "It is not named like a manifest. Move it out of the lake.");
            return [];
        }
        var stored = new JoinedDownloads(store, new DecodedFiles());
        if (await stored.ManifestAsync(symbol, cancellationToken) is not var (manifest, _))
            return [];
        Download[] downloads = [.. manifest.Downloads()];
        foreach (var file in downloads.GroupBy(download => download.Path))
        {
            progress?.Report(file.Key);
            left.Remove(file.Key);
            await TryAsync(file.Key, "digest", async () =>
            {
                foreach (var download in file)
                {
                    var own = await stored.FindAsync(download, cancellationToken) ?? throw new LakeException(
                        $"{file.Key} is missing. Restore it from a backup: downloads cannot be repeated as they were.");
                    var table = RawMarketTable.FromFrame(download.Symbol, download.Source, download.RetrievedAt, own).ToFrame();
                    rows += table.Rows;
                    Validate(RawMarketTable.Schema, file.Key, table);
                }
                files++;
            });
        }
        return downloads;
    }

    /// <summary>A symbol with downloads but without settled bars has lost the latter, or its ingest was stopped.</summary>
    private void FindMissingBars(HashSet<string> keys)
    {
        var (raw, curated) = (RawMarketTable.Schema, CuratedMarketTable.Schema);
        var downloaded = keys.Where(key => key.StartsWith($"{raw.Name}/", StringComparison.Ordinal))
            .Select(key => Symbol.TryParse(LakePaths.PartitionValue(key, "symbol"), out var symbol) ? symbol : (Symbol?)null)
            .OfType<Symbol>().Concat(vintages.Select(known => known.Key)).Distinct().Order();
        foreach (var symbol in downloaded)
            if (LakePaths.Manifest(curated.Name, symbol) is var manifest && !keys.Contains(manifest))
                Add(Severity.Error, manifest, "missing",
                    $"{raw.Name} holds downloads of {symbol}, and {curated.Name} holds nothing of it. Run "
                    + $"`volcast {curated.Producer}{LakeAdvice.Target(symbol)}`, which makes its bars from them.");
    }

    private async Task TableAsync(
        TableSchema schema, HashSet<string> keys, IProgress<string>? progress, CancellationToken cancellationToken)
    {
        var prefix = LakePaths.ManifestPrefix(schema.Name);
        var (found, read) = (new HashSet<Symbol>(), new HashSet<Symbol>());
        foreach (var path in keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).ToArray())
        {
            keys.Remove(path);
            if (!Symbol.TryParse(LakePaths.Decode(Path.GetFileNameWithoutExtension(path)), out var symbol)
                || path != LakePaths.Manifest(schema.Name, symbol))
            {
                Add(Severity.Warning, path, "unknown", "It is not named like a manifest. Move it out of the lake.");
                continue;
            }
            progress?.Report($"{schema.Name} {symbol}");
            found.Add(symbol);
            await TryAsync(path, "manifest", async () =>
            {
                if (await reader.ManifestAsync(schema, symbol, cancellationToken) is not var (manifest, _)) return;
                read.Add(symbol);
                await SnapshotAsync(schema, symbol, path, manifest, cancellationToken);
                keys.ExceptWith(manifest.Files.Select(f => f.Path));
                keys.ExceptWith(manifest.Files.Where(f => f.Token is not null)
                    .Select(f => LakePaths.Staged(schema.Name, symbol, f.Token, f.Sha256)));
            });
        }
        var lost = new SortedSet<Symbol>();
        foreach (var key in keys.Order(StringComparer.Ordinal))
            if (key.StartsWith(LakePaths.StagedPrefix(schema.Name), StringComparison.Ordinal))
                Add(Severity.Warning, key, "staged",
                    "A write is running or was stopped. The next one of the symbol finishes it.");
            else if (LakeAdvice.SymbolOf(schema, key) is not { } symbol || read.Contains(symbol))
                Add(Severity.Error, key, "orphan",
                    "No manifest names it, so Volcast does not read it, but other readers of the folder do. "
                    + (IsPartition(schema, key) && !schema.IsIrreplaceable
                        ? $"Delete it with `rm {key}`." : "Move it out of the lake."));
            else if (!found.Contains(symbol))
                lost.Add(symbol);
        foreach (var symbol in lost)
            FindLostManifest(schema, symbol, keys.Count(key => LakeAdvice.SymbolOf(schema, key) == symbol));
    }

    /// <summary>A symbol with files and without a manifest. Its files are no leftovers.</summary>
    private void FindLostManifest(TableSchema schema, Symbol symbol, int count)
    {
        var path = LakePaths.Manifest(schema.Name, symbol);
        if (!findings.Any(finding => finding.Path == path))
            Add(Severity.Error, path, "missing",
                $"It is missing, so Volcast does not read the {Counted.Of(count, "file")} of {symbol} in {schema.Name}. "
                + LakeAdvice.WhenManifestIsLost(schema, symbol));
    }

    private static bool IsPartition(TableSchema schema, string key) =>
        LakeAdvice.SymbolOf(schema, key) is { } symbol
        && int.TryParse(LakePaths.PartitionValue(key, "year"), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && key == LakePaths.Partition(schema.Name, year, symbol);

    private async Task SnapshotAsync(
        TableSchema schema, Symbol symbol, string path, Manifest manifest, CancellationToken cancellationToken)
    {
        var frames = new List<ColumnFrame>();
        foreach (var file in manifest.Files)
            await TryAsync(file.Path, "digest", async () =>
            {
                var content = await reader.FetchAsync(schema.Name, symbol, file, cancellationToken)
                    ?? throw TableReader.Lost(schema, file);
                var frame = await reader.DecodeAsync(schema, symbol, file, content, cancellationToken);
                var dates = frame.Dates(schema.YearOf!);
                if (frame.Rows != file.Rows || dates.Min() != file.First || dates.Max() != file.Last)
                    Add(Severity.Error, file.Path, "manifest", "Rows or dates differ from the manifest's.");
                if (file.Token is not null && !await IsPublishedAsync(file, cancellationToken))
                    Add(Severity.Warning, file.Path, "copy",
                        "Volcast reads the right content, but other readers of the folder see different content. The next run "
                        + "that changes this year, or that follows a stopped run, replaces it.");
                frames.Add(frame);
                Count(frame);
            });
        if (frames.Count == 0)
            return;
        var whole = ColumnFrame.Concat(frames);
        // A damaged year is reported once, not as sessions that are missing.
        Validate(frames.Count == manifest.Files.Count ? schema : schema.WithoutCalendar(), path, whole);
        if (schema.Name == CuratedMarketTable.Schema.Name)
            foreach (var detail in LostDownloads.Find(symbol, whole, manifest, vintages[symbol]))
                Add(Severity.Error, path, "missing", detail);
    }

    private async Task<bool> IsPublishedAsync(ManifestFile file, CancellationToken cancellationToken) =>
        await store.GetAsync(file.Path, cancellationToken) is { } copy && Digest.Of(copy.Content) == file.Sha256;

    private Task FileAsync(TableSchema schema, string path, IProgress<string>? progress, CancellationToken cancellationToken) =>
        TryAsync(path, "digest", async () =>
        {
            progress?.Report(path);
            var isQuarantine = schema == QuarantineTable.Schema;
            var frame = isQuarantine
                ? await new QuarantineStore(store).ReadAsync(path, cancellationToken)
                : (await new DownloadStore(store).ReadAsync(DownloadStore.Parse(path), cancellationToken)).ToFrame();
            Count(frame);
            Validate(schema, path, frame);
            if (isQuarantine)
                Add(Severity.Warning, path, "quarantine",
                    $"{frame.Texts("table")[0]} refused {Counted.Of(frame.Rows, "row")} of {frame.Texts("symbol")[0]}, in full "
                    + $"or in part; the first is {frame.Texts("row_key")[0]}: {frame.Texts("reason")[0]}");
        });

    private void Validate(TableSchema schema, string path, ColumnFrame frame)
    {
        foreach (var failure in schema.Validate(frame).Failures)
            Add(failure.Severity, path, failure.Check,
                failure.Check == CalendarGap && LakeAdvice.SymbolOf(schema, path) is { } symbol
                    ? $"{failure.Value}. Run `volcast {schema.Producer}{LakeAdvice.Target(symbol)}`, which adds what the vendor "
                        + "provides."
                    : failure.ToString());
    }

    private async Task TryAsync(string path, string check, Func<Task> look)
    {
        try
        {
            await look();
        }
        catch (LakeException e)
        {
            Add(Severity.Error, path, check, e.Message);
        }
    }

    private void Count(ColumnFrame frame)
    {
        files++;
        rows += frame.Rows;
    }

    private void Add(Severity severity, string path, string check, string detail) =>
        findings.Add(new(severity, path, check, detail));
}
