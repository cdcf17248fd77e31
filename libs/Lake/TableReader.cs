using Volcast.Files;
using Volcast.Lake.Parquet;
using Volcast.Lake.Stores;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake;

/// <summary>
/// Reads snapshots while a writer may be publishing the next one. A file of the manifest is at its path or, between the writer's
/// second and third step, still in the staging folder. If it is in neither place, a newer manifest exists.
/// </summary>
/// <param name="store">Holds the lake.</param>
/// <param name="decoded">Keeps decoded files; null keeps none.</param>
internal sealed class TableReader(IObjectStore store, DecodedFiles? decoded = null)
{
    private const int MaximumAttempts = 50;

    /// <summary>The number of files that are fetched while an earlier one is decoded. A store across a network answers them
    /// together.</summary>
    private const int FilesAhead = 12;

    internal async Task<(Manifest Manifest, string ETag)?> ManifestAsync(
        TableSchema schema, Symbol symbol, CancellationToken cancellationToken)
    {
        var path = LakePaths.Manifest(schema.Name, symbol);
        if (await store.GetAsync(path, cancellationToken) is not { } stored)
            return null;
        var manifest = Manifest.Parse(path, stored.Content);
        if (manifest.Table != schema.Name || manifest.Symbol != symbol.Value)
            throw new LakeException(
                $"{path} is corrupt: it is of {manifest.Table} {manifest.Symbol}. {LakeAdvice.WhenLost(schema, path)}");
        if (manifest.SchemaVersion > schema.Version)
            throw new LakeException(
                $"{path} has schema version {manifest.SchemaVersion}; this program knows {schema.Name} up to "
                + $"{schema.Version}. Use a newer Volcast.");
        return (manifest, stored.ETag);
    }

    /// <returns>Null if the symbol's part of the table was never written.</returns>
    internal async Task<(ColumnFrame Frame, Manifest Manifest)?> ReadAsync(
        TableSchema schema, Symbol symbol, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        string? suspect = null;
        for (var attempt = 0; attempt < MaximumAttempts; attempt++)
        {
            if (await ManifestAsync(schema, symbol, cancellationToken) is not var (manifest, etag))
                return null;
            var (frame, unreadable) = await TryReadAsync(schema, symbol, manifest, from, to, cancellationToken);
            if (frame is not null)
            {
                schema.Validate(frame, Severity.Error).ThrowIfErrors();
                return (frame, manifest);
            }

            // One publication can mislead a reader once (the file moves between its two reads). A second failure while the
            // manifest has not changed is damage.
            var after = await ManifestAsync(schema, symbol, cancellationToken);
            if (after?.ETag != etag) continue;
            if (suspect == etag)
                throw Lost(schema, unreadable!);
            suspect = etag;
        }
        throw new LakeException(
            $"{schema.Name} of {symbol} changed {MaximumAttempts} times while it was being read. Run the command again.");
    }

    /// <summary>The bytes of the manifest's file; null if they are in neither place.</summary>
    internal async Task<byte[]?> FetchAsync(string table, Symbol symbol, ManifestFile file, CancellationToken cancellationToken)
    {
        if (file.Token is { } token)
        {
            var kept = await store.GetAsync(LakePaths.Staged(table, symbol, token, file.Sha256), cancellationToken);
            return kept is not null && Digest.Of(kept.Content) == file.Sha256 ? kept.Content : null;
        }
        if (await store.GetAsync(file.Path, cancellationToken) is { } published && Digest.Of(published.Content) == file.Sha256)
            return published.Content;
        var staged = await store.GetAsync($"{LakePaths.Staged(table, symbol)}{file.Sha256}.parquet", cancellationToken);
        return staged is not null && Digest.Of(staged.Content) == file.Sha256 ? staged.Content : null;
    }

    internal static LakeException Lost(TableSchema schema, ManifestFile file) => new(
        $"{file.Path} is missing or corrupt: it does not have the digest of its manifest. "
        + LakeAdvice.WhenLost(schema, file.Path));

    /// <summary>The file's rows with the columns that its path states.</summary>
    internal Task<ColumnFrame> DecodeAsync(
        TableSchema schema, Symbol symbol, ManifestFile file, byte[] content, CancellationToken cancellationToken)
    {
        return decoded is null ? NowAsync() : decoded.GetAsync(file.Path, file.Sha256, NowAsync);

        async Task<ColumnFrame> NowAsync()
        {
            var frame = await ParquetDecoder.DecodeAsync(schema, file.Path, content, cancellationToken);
            return frame.With(Column.Text("symbol", symbol.Value, frame.Rows)).Select(schema.Columns.Select(c => c.Name));
        }
    }

    private async Task<(ColumnFrame? Frame, ManifestFile? Unreadable)> TryReadAsync(
        TableSchema schema, Symbol symbol, Manifest manifest, DateOnly? from, DateOnly? to, CancellationToken cancellationToken)
    {
        var frames = new List<ColumnFrame>();
        ManifestFile[] wanted = [.. manifest.Files.Where(f => !(f.Last < from) && !(f.First > to))];
        var (started, fetched) = (0, new Queue<Task<byte[]?>>());
        try
        {
            foreach (var file in wanted)
            {
                for (; started < wanted.Length && fetched.Count <= FilesAhead; started++)
                    fetched.Enqueue(FetchAsync(schema.Name, symbol, wanted[started], cancellationToken));
                if (await fetched.Dequeue() is not { } content)
                    return (null, file);
                var frame = await DecodeAsync(schema, symbol, file, content, cancellationToken);
                frames.Add(file.First < from || file.Last > to ? Within(frame, schema.YearOf!, from, to) : frame);
            }
        }
        finally
        {
            // A failure is reported once; no request outlives the read.
            foreach (Task left in fetched)
                await left.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return (frames.Count == 0 ? schema.Empty() : ColumnFrame.Concat(frames), null);
    }

    private static ColumnFrame Within(ColumnFrame frame, string dateColumn, DateOnly? from, DateOnly? to)
    {
        var dates = frame.Dates(dateColumn);
        return frame.Take([.. Enumerable.Range(0, frame.Rows).Where(row => !(dates[row] < from) && !(dates[row] > to))]);
    }
}
