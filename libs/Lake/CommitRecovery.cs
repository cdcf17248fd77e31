using System.Text.Json;
using Volcast.Lake.Stores;
using Volcast.Market;

namespace Volcast.Lake;

/// <summary>
/// Ends what a stopped writer began. What its manifest names is rolled forward, what it does not name is deleted; a unit of
/// work (one symbol of one table) that was not interrupted has an empty staging folder and costs one listing.
/// </summary>
internal sealed class CommitRecovery(IObjectStore store)
{
    /// <summary>Recovers every symbol of a table.</summary>
    internal async Task RecoverAsync(string table, CancellationToken cancellationToken)
    {
        var prefix = LakePaths.StagedPrefix(table);
        var symbols = (await store.ListAsync(prefix, cancellationToken))
            .Select(key => LakePaths.Decode(key[prefix.Length..].Split('/')[0]))
            .Distinct(StringComparer.Ordinal);
        foreach (var name in symbols)
            if (Symbol.TryParse(name, out var symbol))
                await RecoverAsync(table, symbol, cancellationToken);
    }

    internal async Task RecoverAsync(string table, Symbol symbol, CancellationToken cancellationToken)
    {
        var prefix = LakePaths.Staged(table, symbol);
        var left = await store.ListAsync(prefix, cancellationToken);
        if (left.Count == 0) return;

        var path = LakePaths.Manifest(table, symbol);
        var named = await store.GetAsync(path, cancellationToken) is { } stored ? Manifest.Parse(path, stored.Content).Files : [];
        foreach (var file in named)
            if (left.Contains($"{prefix}{file.Sha256}.parquet")
                && await store.GetAsync($"{prefix}{file.Sha256}.parquet", cancellationToken) is { } staged)
                await store.PutAsync(file.Path, staged.Content, default, cancellationToken);
        foreach (var orphan in (await PendingAsync(prefix, cancellationToken)).Except(named.Select(f => f.Path)))
            await store.DeleteAsync(orphan, cancellationToken);
        foreach (var key in left.OrderBy(key => key.EndsWith(LakePaths.PendingFile, StringComparison.Ordinal)))
            await store.DeleteAsync(key, cancellationToken);
    }

    /// <summary>The paths that the stopped commit was going to create or to remove.</summary>
    private async Task<string[]> PendingAsync(string prefix, CancellationToken cancellationToken)
    {
        var path = prefix + LakePaths.PendingFile;
        if (await store.GetAsync(path, cancellationToken) is not { } stored)
            return [];
        try
        {
            return JsonSerializer.Deserialize(stored.Content, ManifestJson.Readable.StringArray) ?? [];
        }
        catch (JsonException e)
        {
            throw new LakeException(
                $"{path} is corrupt: {e.Message} Delete it, run the command again, and then `volcast verify`.", e);
        }
    }
}
