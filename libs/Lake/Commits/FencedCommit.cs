using Volcast.Files;
using Volcast.Lake.Leases;
using Volcast.Lake.Stores;
using Volcast.Market;

namespace Volcast.Lake.Commits;

/// <summary>
/// Commits under a lease that can expire while its holder is paused. The writer puts contents below its token's folder, where no
/// other writer puts or deletes anything before its own commit. The manifest names each content's token, and readers follow it.
/// The files at the Hive paths are copies for other programs. The proof is in docs/decisions/0007-leases.md.
/// </summary>
internal sealed class FencedCommit(IObjectStore store)
{
    /// <summary>The number of attempts to publish a copy while a writer with a lost lease changes it too.</summary>
    private const int Attempts = 3;

    /// <returns>The manifest as it was put, with its tokens.</returns>
    /// <exception cref="CommitUncertainException">Another writer has committed at the same time.</exception>
    /// <exception cref="LeaseLostException">The lease has expired or another writer has it.</exception>
    internal async Task<Manifest> PutAsync(CommitPlan plan, ILease lease, CancellationToken cancellationToken)
    {
        var token = lease.Token!.Value;
        YearFile[] changed = [.. plan.Created, .. plan.Replaced];
        var manifest = plan.Manifest.Under(token, [.. changed.Select(year => year.File.Path)]);
        var folder = LakePaths.Staged(plan.Table, plan.Symbol, token);
        await PendingPaths.PutAsync(store, folder, plan.Removed, cancellationToken);
        foreach (var year in changed)
            await store.PutAsync($"{folder}{year.File.Sha256}.parquet", year.Content, default, cancellationToken);
        if (lease.IsLost || plan.ReplacedToken > token)
            throw new LeaseLostException(plan.Table, plan.Symbol);
        await PutManifestAsync(plan, manifest, cancellationToken);

        // Committed. If the process stops after this point, only copies for other programs are missing.
        foreach (var year in changed)
            await PublishAsync(
                plan.ManifestPath, manifest, year.File, () => Task.FromResult<byte[]?>(year.Content), cancellationToken);
        if (await IsCurrentAsync(plan.ManifestPath, manifest, cancellationToken))
            foreach (var path in plan.Removed)
                await store.DeleteAsync(path, cancellationToken);
        await DeleteOldAsync(plan, manifest, cancellationToken);
        return manifest;
    }

    /// <summary>Publishes the copies that the previous holder has not published, and deletes those that it has not
    /// deleted.</summary>
    internal async Task RecoverAsync(string table, Symbol symbol, CancellationToken cancellationToken)
    {
        var path = LakePaths.Manifest(table, symbol);
        if (await store.GetAsync(path, cancellationToken) is not { } stored) return;
        var manifest = Manifest.Parse(path, stored.Content);
        foreach (var file in manifest.Files.Where(file => file.Token is not null))
            await PublishAsync(
                path, manifest, file,
                async () => (await store.GetAsync(
                    LakePaths.Staged(table, symbol, file.Token, file.Sha256), cancellationToken))?.Content,
                cancellationToken);
        var left = await store.ListAsync(LakePaths.Staged(table, symbol), cancellationToken);
        await PendingPaths.DeleteUnnamedAsync(store, left, manifest.Files, cancellationToken);
    }

    private async Task PutManifestAsync(CommitPlan plan, Manifest manifest, CancellationToken cancellationToken)
    {
        var json = manifest.ToJson();
        try
        {
            await store.PutAsync(plan.ManifestPath, json, plan.ManifestCondition, cancellationToken);
        }
        catch (PutConditionException)
        {
            // The put may have taken effect although its response was lost. No other writer has this token.
            if (await store.GetAsync(plan.ManifestPath, cancellationToken) is not { } stored
                || !stored.Content.AsSpan().SequenceEqual(json))
                throw new CommitUncertainException(plan.Table, plan.Symbol);
        }
    }

    /// <summary>Puts the copy at the file's path if the manifest is still the present one.</summary>
    private async Task PublishAsync(
        string manifestPath, Manifest manifest, ManifestFile file, Func<Task<byte[]?>> fetch, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            // The order matters: if a newer commit publishes its copy after the check, the ETag no longer matches and the put
            // fails.
            var seen = await store.GetAsync(file.Path, cancellationToken);
            if (seen is not null && Digest.Of(seen.Content) == file.Sha256
                || !await IsCurrentAsync(manifestPath, manifest, cancellationToken)
                || await fetch() is not { } content)
                return;
            try
            {
                await store.PutAsync(
                    file.Path, content, seen is null ? PutCondition.IfNoneMatch : PutCondition.IfMatch(seen.ETag),
                    cancellationToken);
                return;
            }
            catch (PutConditionException)
            {
                // Another writer was faster, or the response was lost: check again.
            }
        }
    }

    private async Task<bool> IsCurrentAsync(string path, Manifest manifest, CancellationToken cancellationToken) =>
        await store.GetAsync(path, cancellationToken) is { } stored
            && Manifest.IsSameCommit(Manifest.Parse(path, stored.Content), manifest);

    /// <summary>Deletes files that holders of lower tokens staged and that this manifest does not name. Those holders can no
    /// longer commit, because the manifest that they read was replaced and never returns.</summary>
    private async Task DeleteOldAsync(CommitPlan plan, Manifest manifest, CancellationToken cancellationToken)
    {
        var (table, symbol) = (plan.Table, plan.Symbol);
        var left = await store.ListAsync(LakePaths.Staged(table, symbol), cancellationToken);
        var old = left.Where(key => (LakePaths.TokenOf(table, symbol, key) ?? 0) < manifest.Token).ToArray();
        if (await IsCurrentAsync(plan.ManifestPath, manifest, cancellationToken))
            await PendingPaths.DeleteUnnamedAsync(store, old, manifest.Files, cancellationToken);
        var kept = manifest.Files.Where(file => file.Token is not null)
            .Select(file => LakePaths.Staged(table, symbol, file.Token, file.Sha256));
        foreach (var key in old.Except(kept))
            await store.DeleteAsync(key, cancellationToken);
        if (plan.Removed.Length > 0)
            await store.DeleteAsync(LakePaths.Staged(table, symbol, manifest.Token) + LakePaths.PendingFile, cancellationToken);
    }
}
