using System.Text.Json;
using Volcast.Files;
using Volcast.Lake.Stores;

namespace Volcast.Lake.S3.Tests;

/// <summary>The content of a lake without what depends on how often it was written: the tokens of manifests, the leases, and the
/// staged contents, which are the bytes of the files at the Hive paths.</summary>
internal static class LakeContent
{
    /// <summary>A line for each object, in ordinal order: its key, and the digest of its bytes; of a manifest, the digest that it
    /// states over all but the tokens.</summary>
    public static async Task<IReadOnlyList<string>> OfAsync(IObjectStore store)
    {
        var lines = new List<string>();
        foreach (var key in await store.ListAsync(""))
            if (!key.StartsWith("_leases/", StringComparison.Ordinal) && !key.Contains("/_staged/", StringComparison.Ordinal))
            {
                var content = (await store.GetAsync(key))!.Content;
                lines.Add(key.Contains("/_manifest/", StringComparison.Ordinal)
                    ? $"{key} {JsonDocument.Parse(content).RootElement.GetProperty("digest").GetString()}"
                    : $"{key} {Digest.Of(content)}");
            }
        return lines;
    }
}
