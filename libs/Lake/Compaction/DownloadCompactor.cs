using Volcast.Files;
using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Lake.Compaction;

/// <summary>
/// Joins the downloads of a symbol, source and year of retrieval to one file. The order is: the new files, of which each name has
/// its digest; the manifest, which commits; then the deletion of the files that the manifest makes superfluous. A reader looks
/// for single files first and reads the manifest afterwards, so it finds each download at every moment.
/// </summary>
/// <param name="store">Holds the lake.</param>
/// <param name="downloads">Reads the downloads.</param>
internal sealed class DownloadCompactor(IObjectStore store, DownloadStore downloads)
{
    private readonly JoinedDownloads joined = new(store);

    /// <param name="symbol">The symbol, whose lease is held.</param>
    /// <param name="before">Downloads that were retrieved in this year or later stay single.</param>
    /// <param name="lease">The lease.</param>
    /// <param name="cancellationToken">Stops between files; the next run finishes the work.</param>
    /// <exception cref="LeaseLostException">The lease expired; nothing is committed.</exception>
    /// <exception cref="LakeException">A download is missing or damaged; nothing is changed.</exception>
    internal async Task<CompactionReport> RunAsync(
        Symbol symbol, int before, ILease lease, CancellationToken cancellationToken)
    {
        var report = CompactionReport.None;
        var current = await joined.ManifestAsync(symbol, cancellationToken);
        var files = (current?.Manifest.Files ?? []).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var all = await downloads.ListAsync(symbol, source: null, cancellationToken);
        foreach (var year in all.Where(one => one.RetrievedAt.Year < before).GroupBy(one => (one.Source, one.RetrievedAt.Year)))
        {
            if (year.All(one => one.Rows is not null) || year.Count() < 2)
                continue;
            var (file, joinedHere) = await JoinAsync(symbol, [.. year], cancellationToken);
            foreach (var old in year.Where(one => one.Rows is not null).Select(one => one.Path))
                files.Remove(old);
            files[file.Path] = file;
            report += joinedHere;
        }
        var manifest = DownloadManifest.Create(symbol, files.Values);
        if (report.Downloads > 0)
            await CommitAsync(symbol, manifest, current?.ETag, lease, cancellationToken);
        if (report.Downloads > 0 || current is not null)
            await DeleteSuperfluousAsync(symbol, manifest, current?.Manifest, lease, cancellationToken);
        return report;
    }

    private async Task<(JoinedFile File, CompactionReport Report)> JoinAsync(
        Symbol symbol, Download[] year, CancellationToken cancellationToken)
    {
        var (read, bytesBefore) = await downloads.ReadAllAsync(year, cancellationToken);
        (Download Download, RawMarketTable Table)[] tables = [.. year.Zip(read)];
        var content = await JoinedDownloads.EncodeAsync(tables, cancellationToken);
        var sha256 = Digest.Of(content);
        var path = JoinedDownloads.PathOf(symbol, year[0].Source, year[0].RetrievedAt.Year, sha256);
        await ImmutableObject.PutAsync(store, path, content, cancellationToken);
        var file = new JoinedFile(
            path, sha256,
            [.. tables.Select(one => new JoinedDownload(one.Download.RetrievedAt, one.Download.Vintage, one.Table.Bars.Count))]);
        await RequireEqualAsync(symbol, file, tables, cancellationToken);
        var filesBefore = year.Select(one => one.Path).Distinct().Count();
        return (file, new(year.Length, filesBefore, 1, bytesBefore, content.Length));
    }

    /// <summary>Reads the new file and compares every download with the old ones, before anything is deleted.</summary>
    private async Task RequireEqualAsync(
        Symbol symbol, JoinedFile file, IReadOnlyList<(Download Download, RawMarketTable Table)> tables,
        CancellationToken cancellationToken)
    {
        var held = DownloadManifest.Create(symbol, [file]).Downloads().ToArray();
        var (read, _) = await new DownloadStore(store).ReadAllAsync(held, cancellationToken);
        foreach (var ((download, given), (_, table)) in held.Zip(read).Zip(tables))
            if (!given.ToFrame().ContentEquals(table.ToFrame()))
                throw new LakeException($"{file.Path} does not give back the download of "
                    + $"{download.RetrievedAt:yyyy-MM-dd HH:mm:ss} UTC of {symbol}. Nothing was changed. Report this as a defect.");
    }

    private async Task CommitAsync(
        Symbol symbol, DownloadManifest manifest, string? etag, ILease lease, CancellationToken cancellationToken)
    {
        if (lease.IsLost)
            throw new LeaseLostException(RawMarketTable.Schema.Name, symbol);
        var (path, json) = (LakePaths.Manifest(RawMarketTable.Schema.Name, symbol), manifest.ToJson());
        try
        {
            await store.PutAsync(
                path, json, etag is null ? PutCondition.IfNoneMatch : PutCondition.IfMatch(etag), cancellationToken);
        }
        catch (PutConditionException)
        {
            // The put may have taken effect although its response was lost.
            if (await store.GetAsync(path, cancellationToken) is not { } stored || !stored.Content.AsSpan().SequenceEqual(json))
                throw new CommitConflictException(RawMarketTable.Schema.Name, symbol);
        }
    }

    /// <summary>Deletes the single files of downloads that the manifest names, and the files that the old manifest named and the
    /// new one does not. Other files of a year belong to a compaction that was stopped before its commit. They are deleted only
    /// under a lease that cannot expire, since another writer could still commit them.</summary>
    private async Task DeleteSuperfluousAsync(
        Symbol symbol, DownloadManifest manifest, DownloadManifest? old, ILease lease, CancellationToken cancellationToken)
    {
        var named = manifest.Files.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var held = manifest.Downloads().Select(DownloadStore.Identity).ToHashSet();
        var replaced = (old?.Files ?? []).Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        foreach (var key in await store.ListAsync(JoinedDownloads.Prefix(symbol), cancellationToken))
        {
            var isSuperfluous = JoinedDownloads.IsJoined(key)
                ? !named.Contains(key) && (replaced.Contains(key) || lease.Token is null)
                : DownloadStore.TryParse(key) is { } single && held.Contains(DownloadStore.Identity(single));
            if (isSuperfluous)
                await store.DeleteAsync(key, cancellationToken);
        }
    }
}
