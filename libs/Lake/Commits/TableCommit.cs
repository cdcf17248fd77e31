using Volcast.Files;
using Volcast.Lake.Leases;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Commits;

/// <summary>
/// Replaces a symbol's part of a table atomically: compares the new rows with the present snapshot, encodes the years that differ
/// and puts them. Putting the manifest is the commit.
/// </summary>
internal sealed class TableCommit(IObjectStore store, TableReader reader)
{
    private readonly LockedCommit locked = new(store);
    private readonly FencedCommit fenced = new(store);

    internal async Task<CommitResult> RunAsync(
        TableSchema schema, Symbol symbol, ColumnFrame frame, IReadOnlyDictionary<string, string> inputs, DateOnly? from,
        SymbolLease lease, CancellationToken cancellationToken)
    {
        RequireOneSymbol(schema, symbol, frame);
        if (lease.Held.Token is null)
            await locked.RecoverAsync(schema.Name, symbol, cancellationToken);
        var current = await reader.ManifestAsync(schema, symbol, cancellationToken);
        if (!lease.IsBase(schema.Name, current?.Manifest))
            throw new CommitConflictException(schema.Name, symbol);
        if (current is null)
            await RequireNoRecordAsync(schema, symbol, cancellationToken);
        var old = current?.Manifest.Files ?? [];

        var (kept, whole) = await KeepAsync(schema, symbol, old, frame, from, cancellationToken);
        var report = schema.Validate(whole);
        report.ThrowIfErrors();
        var (files, changed, encoded) = await EncodeAsync(schema, symbol, report.Frame, current?.Manifest, cancellationToken);

        var manifest = Manifest.Create(schema.Name, schema.Version, symbol.Value, [.. kept, .. files], inputs);
        if (current?.Manifest.Digest == manifest.Digest && changed.Count == 0)
            return new(current.Value.Manifest, [], [], HasChanged: false, report) { EncodedYears = encoded };

        var before = old.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        string[] removed = [.. before.Except(manifest.Files.Select(file => file.Path)).Order(StringComparer.Ordinal)];
        var plan = new CommitPlan(
            schema.Name, symbol, manifest, current?.ETag, current?.Manifest.Token,
            [.. changed.Where(year => !before.Contains(year.File.Path))],
            [.. changed.Where(year => before.Contains(year.File.Path))], removed);
        if (lease.Held.Token is null)
            await locked.PutAsync(plan, cancellationToken);
        else
            manifest = await fenced.PutAsync(plan, lease.Held, cancellationToken);
        lease.SetBase(schema.Name, manifest);
        return new(manifest, [.. plan.Created.Concat(plan.Replaced).Select(year => year.File.Path)], removed, HasChanged: true,
            report)
        {
            EncodedYears = encoded,
        };
    }

    /// <summary>A first commit must not replace files whose manifest is lost, if no command can make them again.</summary>
    private async Task RequireNoRecordAsync(TableSchema schema, Symbol symbol, CancellationToken cancellationToken)
    {
        if (!schema.IsIrreplaceable)
            return;
        var folder = $"/symbol={LakePaths.Encode(symbol.Value)}/";
        var files = (await store.ListAsync($"{schema.Name}/year=", cancellationToken))
            .Count(key => key.Contains(folder, StringComparison.Ordinal));
        if (files > 0)
            throw new LakeException(
                $"{LakePaths.Manifest(schema.Name, symbol)} is missing, but {schema.Name} holds {Counted.Of(files, "file")} of "
                + $"{symbol}. This run has not changed them. {LakeAdvice.WhenManifestIsLost(schema, symbol)}");
    }

    /// <summary>Finishes the work of a stopped writer in one table.</summary>
    internal Task RecoverAsync(string table, Symbol symbol, ILease lease, CancellationToken cancellationToken) =>
        lease.Token is null
            ? locked.RecoverAsync(table, symbol, cancellationToken)
            : fenced.RecoverAsync(table, symbol, cancellationToken);

    /// <summary>The stored files of earlier years, which are kept, and the rows of the other years: the stored rows of the first
    /// of these years before <paramref name="from"/>, then the frame's.</summary>
    private async Task<(IReadOnlyList<ManifestFile> Kept, ColumnFrame Rows)> KeepAsync(
        TableSchema schema, Symbol symbol, IReadOnlyList<ManifestFile> old, ColumnFrame frame, DateOnly? from,
        CancellationToken cancellationToken)
    {
        if (from is not { } start)
            return ([], frame);
        var dates = frame.Dates(schema.YearOf!);
        if (dates.Length > 0 && dates.Min() < start)
            throw new ArgumentException(
                $"{schema.Name} of {symbol} is to change from {start:yyyy-MM-dd} on, but has rows of {dates.Min():yyyy-MM-dd}.");

        ManifestFile[] kept = [.. old.Where(f => f.Last < start && f.First.Year < start.Year)];
        if (old.FirstOrDefault(f => f.First.Year == start.Year && f.First < start) is not { } file)
            return (kept, frame);
        var content = await reader.FetchAsync(schema.Name, symbol, file, cancellationToken)
            ?? throw TableReader.Lost(schema, file);
        var year = await reader.DecodeAsync(schema, symbol, file, content, cancellationToken);
        var sessions = year.Dates(schema.YearOf!);
        var before = year.Take([.. Enumerable.Range(0, year.Rows).Where(row => sessions[row] < start)]);
        return (kept, ColumnFrame.Concat(before, frame.Select(before.Columns.Select(c => c.Name))));
    }

    /// <summary>The frame's files, and those whose bytes differ from the present snapshot or that are damaged. Only years whose rows differ from the
    /// stored ones are encoded.</summary>
    private async Task<(IReadOnlyList<ManifestFile> Files, IReadOnlyList<YearFile> Changed, int Encoded)> EncodeAsync(
        TableSchema schema, Symbol symbol, ColumnFrame frame, Manifest? current, CancellationToken cancellationToken)
    {
        var dates = frame.Dates(schema.YearOf!);
        var old = (current?.Files ?? []).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var files = new List<ManifestFile>();
        var changed = new List<YearFile>();
        var encoded = 0;
        foreach (var year in Enumerable.Range(0, frame.Rows).GroupBy(row => dates[row].Year).OrderBy(g => g.Key))
        {
            int[] rows = [.. year];
            var content = frame.Take(rows);
            var path = LakePaths.Partition(schema.Name, year.Key, symbol);
            var stored = old.GetValueOrDefault(path);
            if (stored is null || current!.SchemaVersion != schema.Version
                || !await HoldsAsync(schema, symbol, stored, content, cancellationToken))
            {
                encoded++;
                var bytes = await ParquetEncoder.EncodeAsync(schema, content, cancellationToken);
                var file = new ManifestFile(
                    path, Digest.Of(bytes), rows.Length, rows.Min(row => dates[row]), rows.Max(row => dates[row]));
                // A damaged file is put again, with the same bytes.
                if (stored?.Sha256 != file.Sha256
                    || await reader.FetchAsync(schema.Name, symbol, stored, cancellationToken) is null)
                {
                    changed.Add(new(file, bytes));
                    stored = file;
                }
            }
            files.Add(stored);
        }
        return (files, changed, encoded);
    }

    /// <summary>Whether the stored file holds exactly these rows, bit for bit.</summary>
    private async Task<bool> HoldsAsync(
        TableSchema schema, Symbol symbol, ManifestFile file, ColumnFrame rows, CancellationToken cancellationToken)
    {
        if (file.Rows != rows.Rows
            || await reader.FetchAsync(schema.Name, symbol, file, cancellationToken) is not { } content)
            return false;
        var stored = await reader.DecodeAsync(schema, symbol, file, content, cancellationToken);
        var given = rows.Select(stored.Columns.Select(column => column.Name));
        return stored.ContentEquals(given) && stored.Columns.OfType<Column<double>>().All(column =>
            given.Numbers(column.Name).Zip(column.Values, SameSign).All(isSame => isSame));
    }

    /// <summary>Compares bits, since equal numbers may differ in the sign of a zero.</summary>
    private static bool SameSign(double left, double right) =>
        double.IsNaN(left) || double.IsNegative(left) == double.IsNegative(right);

    private static void RequireOneSymbol(TableSchema schema, Symbol symbol, ColumnFrame frame)
    {
        if (schema.YearOf is null)
            throw new ArgumentException(
                $"Table {schema.Name} is not partitioned by year and is not written by commits.", nameof(schema));
        foreach (var name in frame.Texts("symbol"))
            if (name != symbol.Value)
                throw new ArgumentException($"A commit of {schema.Name} for {symbol} has a row of '{name}'.", nameof(frame));
    }
}
