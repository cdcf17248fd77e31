using Volcast.Lake.Stores;
using Volcast.Market;

namespace Volcast.Lake.Commits;

/// <summary>
/// Commits under a lease that cannot expire: no earlier holder can still be writing, so files are put at their paths. The order
/// is: new files; changed files into the staging folder; the manifest, which commits; changed files at their paths.
/// </summary>
internal sealed class LockedCommit(IObjectStore store)
{
    internal async Task PutAsync(CommitPlan plan, CancellationToken cancellationToken)
    {
        var folder = LakePaths.Staged(plan.Table, plan.Symbol);
        string[] pending = [.. plan.Created.Select(year => year.File.Path), .. plan.Removed];
        await PendingPaths.PutAsync(store, folder, pending, cancellationToken);
        foreach (var year in plan.Created)
            await store.PutAsync(year.File.Path, year.Content, default, cancellationToken);
        foreach (var year in plan.Replaced)
            await store.PutAsync(StagedPath(plan, year), year.Content, default, cancellationToken);
        await PutManifestAsync(plan, cancellationToken);

        // Committed. If the process stops after this point, the next writer finishes the work.
        foreach (var year in plan.Replaced)
            await store.PutAsync(year.File.Path, year.Content, default, cancellationToken);
        foreach (var path in plan.Removed)
            await store.DeleteAsync(path, cancellationToken);
        foreach (var year in plan.Replaced)
            await store.DeleteAsync(StagedPath(plan, year), cancellationToken);
        if (pending.Length > 0)
            await store.DeleteAsync(folder + LakePaths.PendingFile, cancellationToken);
    }

    /// <summary>Finishes a stopped commit: publishes the files that its manifest names, and deletes the others. If no commit was
    /// stopped, it costs one listing.</summary>
    internal async Task RecoverAsync(string table, Symbol symbol, CancellationToken cancellationToken)
    {
        var folder = LakePaths.Staged(table, symbol);
        var left = await store.ListAsync(folder, cancellationToken);
        if (left.Count == 0) return;

        var path = LakePaths.Manifest(table, symbol);
        var named = await store.GetAsync(path, cancellationToken) is { } stored ? Manifest.Parse(path, stored.Content).Files : [];
        foreach (var file in named.Where(file => file.Token is null))
            if (left.Contains(LakePaths.Staged(table, symbol, token: null, file.Sha256))
                && await store.GetAsync(LakePaths.Staged(table, symbol, null, file.Sha256), cancellationToken) is { } staged)
                await store.PutAsync(file.Path, staged.Content, default, cancellationToken);
        await PendingPaths.DeleteUnnamedAsync(store, left, named, cancellationToken);
        var kept = named.Where(file => file.Token is not null)
            .Select(file => LakePaths.Staged(table, symbol, file.Token, file.Sha256));
        foreach (var key in left.Except(kept).OrderBy(PendingPaths.IsPendingFile))
            await store.DeleteAsync(key, cancellationToken);
    }

    private async Task PutManifestAsync(CommitPlan plan, CancellationToken cancellationToken)
    {
        try
        {
            await store.PutAsync(plan.ManifestPath, plan.Manifest.ToJson(), plan.ManifestCondition, cancellationToken);
        }
        catch (PutConditionException)
        {
            throw new CommitConflictException(plan.Table, plan.Symbol);
        }
    }

    private static string StagedPath(CommitPlan plan, YearFile year) =>
        LakePaths.Staged(plan.Table, plan.Symbol, token: null, year.File.Sha256);
}
