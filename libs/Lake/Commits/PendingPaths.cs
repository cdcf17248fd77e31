using System.Text.Json;
using Volcast.Files;
using Volcast.Lake.Stores;

namespace Volcast.Lake.Commits;

/// <summary>
/// <c>pending.json</c>, the list of paths that a commit creates or removes. If the commit stops, the next writer deletes those
/// that the manifest does not name.
/// </summary>
internal static class PendingPaths
{
    internal static async Task PutAsync(
        IObjectStore store, string stagingFolder, string[] paths, CancellationToken cancellationToken)
    {
        if (paths.Length > 0)
            await store.PutAsync(
                stagingFolder + LakePaths.PendingFile,
                JsonSerializer.SerializeToUtf8Bytes(paths, ManifestJson.Readable.StringArray), default, cancellationToken);
    }

    internal static bool IsPendingFile(string key) => key.EndsWith($"/{LakePaths.PendingFile}", StringComparison.Ordinal);

    /// <summary>Deletes the listed paths that the snapshot does not name.</summary>
    /// <exception cref="LakeException">The list is corrupt.</exception>
    internal static async Task DeleteUnnamedAsync(
        IObjectStore store, IEnumerable<string> stagedKeys, IReadOnlyCollection<ManifestFile> named,
        CancellationToken cancellationToken)
    {
        foreach (var key in stagedKeys.Where(IsPendingFile))
            foreach (var path in (await ReadAsync(store, key, cancellationToken)).Except(named.Select(file => file.Path)))
                await store.DeleteAsync(path, cancellationToken);
    }

    private static async Task<string[]> ReadAsync(IObjectStore store, string key, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(key, cancellationToken) is not { } stored)
            return [];
        try
        {
            return JsonSerializer.Deserialize(stored.Content, ManifestJson.Readable.StringArray) ?? [];
        }
        catch (JsonException e)
        {
            throw new LakeException(
                $"{key} is corrupt: {JsonDamage.Describe(e)} Delete it, run the command again, and then `volcast verify`.", e);
        }
    }
}
