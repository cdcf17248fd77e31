using System.Text.Json;
using Volcast.Files;
using Volcast.Lake.Stores;

namespace Volcast.Lake;

/// <summary>The content of <c>lake.json</c>, which states the lake's version and kind.</summary>
/// <param name="Version">The version of the lake's rules; docs/lake.md says what each one changed.</param>
/// <param name="Kind">REAL or SIMULATED.</param>
internal sealed record LakeDescription(int Version, string Kind)
{
    internal const int CurrentVersion = 2;

    /// <summary>How to restore a lost or corrupt description.</summary>
    internal static string Advice { get; } =
        $"Restore it: it holds {{\"version\": {CurrentVersion}, \"kind\": \"REAL\"}} or \"SIMULATED\".";

    internal static LakeDescription Of(DataKind kind) => new(CurrentVersion, kind.Name());

    internal DataKind ParsedKind => DataKinds.Find(Kind)
        ?? throw new JsonException($"its kind is '{Kind}', expected REAL or SIMULATED.");

    internal byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Readable.LakeDescription), (byte)'\n'];

    /// <summary>The description of the lake in a store, and its ETag; null if the store holds no lake yet.</summary>
    /// <exception cref="LakeException">The file is corrupt or of a newer version.</exception>
    internal static async Task<(LakeDescription Description, string ETag)?> ReadAsync(
        IObjectStore store, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(LakePaths.Description, cancellationToken) is not { } stored)
            return null;
        try
        {
            var description = JsonSerializer.Deserialize(stored.Content, ManifestJson.Readable.LakeDescription)
                ?? throw new JsonException("it is empty.");
            if (description.Version > CurrentVersion)
                throw new LakeException(
                    $"The lake {store.Description} has version {description.Version}; this program knows versions up to "
                    + $"{CurrentVersion}. Use a newer Volcast, or another lake.");
            if (description.Version < 1)
                throw new JsonException($"its version is {description.Version}.");
            _ = description.ParsedKind;
            return (description, stored.ETag);
        }
        catch (JsonException e)
        {
            throw new LakeException(
                $"{LakePaths.Description} of the lake {store.Description} is corrupt: {JsonDamage.Describe(e)} {Advice}", e);
        }
    }
}
