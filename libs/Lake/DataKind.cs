using System.Text.Json;
using Volcast.Lake.Stores;

namespace Volcast.Lake;

/// <summary>The kind of a lake's data; one lake never holds both.</summary>
public enum DataKind
{
    /// <summary>Bars of a real market.</summary>
    Real,

    /// <summary>Bars of the built-in simulation.</summary>
    Simulated,
}

/// <summary>The name of a kind, as every output writes it.</summary>
public static class DataKinds
{
    /// <summary>REAL or SIMULATED.</summary>
    public static string Name(this DataKind kind) => kind switch
    {
        DataKind.Real => "REAL",
        DataKind.Simulated => "SIMULATED",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "expected real or simulated"),
    };

    /// <summary>The kind with a name that <see cref="Name"/> returned; null for any other text.</summary>
    public static DataKind? Find(string? name) =>
        Enum.GetValues<DataKind>().Cast<DataKind?>().FirstOrDefault(kind => kind!.Value.Name() == name);
}

/// <summary>The content of <c>lake.json</c>, which states the lake's kind.</summary>
internal sealed record LakeDescription(int Version, string Kind)
{
    internal const int CurrentVersion = 1;

    internal static LakeDescription Of(DataKind kind) => new(CurrentVersion, kind.Name());

    internal DataKind ParsedKind => Kind switch
    {
        "REAL" => DataKind.Real,
        "SIMULATED" => DataKind.Simulated,
        _ => throw new JsonException($"its kind is '{Kind}', expected REAL or SIMULATED"),
    };

    internal byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, ManifestJson.Readable.LakeDescription), (byte)'\n'];

    /// <summary>The kind of the lake in a store; null if the store holds no lake yet.</summary>
    /// <exception cref="LakeException">The file is corrupt or of another version.</exception>
    internal static async Task<DataKind?> ReadAsync(IObjectStore store, CancellationToken cancellationToken)
    {
        if (await store.GetAsync(LakePaths.Description, cancellationToken) is not { } stored)
            return null;
        try
        {
            var description = JsonSerializer.Deserialize(stored.Content, ManifestJson.Readable.LakeDescription)
                ?? throw new JsonException("it is empty");
            if (description.Version > CurrentVersion)
                throw new LakeException(
                    $"The lake {store.Description} has version {description.Version}; this program knows versions up to "
                    + $"{CurrentVersion}. Use a newer Volcast, or another lake.");
            if (description.Version < 1)
                throw new JsonException($"its version is {description.Version}");
            return description.ParsedKind;
        }
        catch (JsonException e)
        {
            throw new LakeException(
                $"{LakePaths.Description} of the lake {store.Description} is corrupt: {e.Message}. Restore it: it holds "
                + "{\"version\": 1, \"kind\": \"REAL\"} or \"SIMULATED\".", e);
        }
    }
}
