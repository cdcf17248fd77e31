using System.Text.Json;
using Volcast.Files;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>What a commit did.</summary>
/// <param name="Manifest">The snapshot that now stands.</param>
/// <param name="Written">Paths of the files whose bytes changed.</param>
/// <param name="Removed">Paths of the files that are gone.</param>
/// <param name="HasChanged">Whether anything was written; false where content and inputs were already there.</param>
/// <param name="Report">The validation of what was given; its warnings did not stop the commit.</param>
public sealed record CommitResult(
    Manifest Manifest, IReadOnlyList<string> Written, IReadOnlyList<string> Removed, bool HasChanged, ValidationReport Report);

/// <summary>
/// Makes a symbol's part of a table a given content, all or nothing, in the steps of docs/decisions/0001-commit-protocol.md:
/// stage what replaces a file, put what is new, put the manifest (this commits), publish the staged, clear.
/// </summary>
internal sealed class TableCommit(IObjectStore store, TableReader reader, CommitRecovery recovery)
{
    private sealed record YearFile(ManifestFile File, byte[] Content);

    internal async Task<CommitResult> RunAsync(
        TableSchema schema, Symbol symbol, ColumnFrame frame, IReadOnlyDictionary<string, string> inputs, DateOnly? from,
        CancellationToken cancellationToken)
    {
        RequireOneSymbol(schema, symbol, frame);
        await recovery.RecoverAsync(schema.Name, symbol, cancellationToken);
        var current = await reader.ManifestAsync(schema, symbol, cancellationToken);
        var old = current?.Manifest.Files ?? [];

        var (kept, whole) = await KeepAsync(schema, symbol, old, frame, from, cancellationToken);
        var report = schema.Validate(whole);
        report.ThrowIfErrors();
        var years = await EncodeAsync(schema, symbol, report.Frame, cancellationToken);

        var manifest = Manifest.Create(
            schema.Name, schema.Version, symbol.Value, [.. kept, .. years.Select(y => y.File)], inputs);
        if (current?.Manifest.Digest == manifest.Digest)
            return new(manifest, [], [], HasChanged: false, report);

        var before = old.ToDictionary(f => f.Path, f => f.Sha256, StringComparer.Ordinal);
        var created = years.Where(y => !before.ContainsKey(y.File.Path)).ToArray();
        var replaced = years.Where(y => before.TryGetValue(y.File.Path, out var sha256) && sha256 != y.File.Sha256).ToArray();
        string[] removed = [.. before.Keys.Except(manifest.Files.Select(f => f.Path)).Order(StringComparer.Ordinal)];
        await PutAsync(schema.Name, symbol, manifest, current?.ETag, created, replaced, removed, cancellationToken);
        return new(manifest, [.. created.Concat(replaced).Select(y => y.File.Path)], removed, HasChanged: true, report);
    }

    private async Task PutAsync(
        string table, Symbol symbol, Manifest manifest, string? etag, YearFile[] created, YearFile[] replaced, string[] removed,
        CancellationToken cancellationToken)
    {
        var staged = LakePaths.Staged(table, symbol);
        string[] pending = [.. created.Select(y => y.File.Path), .. removed];
        if (pending.Length > 0)
            await store.PutAsync(
                staged + LakePaths.PendingFile, JsonSerializer.SerializeToUtf8Bytes(pending, ManifestJson.Readable.StringArray),
                default, cancellationToken);
        foreach (var year in created)
            await store.PutAsync(year.File.Path, year.Content, default, cancellationToken);
        foreach (var year in replaced)
            await store.PutAsync($"{staged}{year.File.Sha256}.parquet", year.Content, default, cancellationToken);

        var condition = etag is null ? PutCondition.IfNoneMatch : PutCondition.IfMatch(etag);
        await store.PutAsync(LakePaths.Manifest(table, symbol), manifest.ToJson(), condition, cancellationToken);

        // Committed: from here on a stop leaves work that the next writer rolls forward.
        foreach (var year in replaced)
            await store.PutAsync(year.File.Path, year.Content, default, cancellationToken);
        foreach (var path in removed)
            await store.DeleteAsync(path, cancellationToken);
        foreach (var year in replaced)
            await store.DeleteAsync($"{staged}{year.File.Sha256}.parquet", cancellationToken);
        if (pending.Length > 0)
            await store.DeleteAsync(staged + LakePaths.PendingFile, cancellationToken);
    }

    /// <summary>The files that stay as they are, and the rows of the years that do not: the frame's, and before them the
    /// rows that the first of these years already has before <paramref name="from"/>.</summary>
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
        var year = await TableReader.DecodeAsync(schema, symbol, file, content, cancellationToken);
        var sessions = year.Dates(schema.YearOf!);
        var before = year.Take([.. Enumerable.Range(0, year.Rows).Where(row => sessions[row] < start)]);
        return (kept, ColumnFrame.Concat(before, frame.Select(before.Columns.Select(c => c.Name))));
    }

    private static async Task<YearFile[]> EncodeAsync(
        TableSchema schema, Symbol symbol, ColumnFrame frame, CancellationToken cancellationToken)
    {
        var dates = frame.Dates(schema.YearOf!);
        var files = new List<YearFile>();
        foreach (var year in Enumerable.Range(0, frame.Rows).GroupBy(row => dates[row].Year).OrderBy(g => g.Key))
        {
            int[] rows = [.. year];
            var content = await ParquetEncoder.EncodeAsync(schema, frame.Take(rows), cancellationToken);
            files.Add(new(
                new(LakePaths.Partition(schema.Name, year.Key, symbol), Digest.Of(content), rows.Length,
                    rows.Min(row => dates[row]), rows.Max(row => dates[row])),
                content));
        }
        return [.. files];
    }

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
