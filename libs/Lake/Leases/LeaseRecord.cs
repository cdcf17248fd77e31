using System.Text.Json;
using System.Text.Json.Serialization;
using Volcast.Files;

namespace Volcast.Lake.Leases;

/// <summary>The content of <c>_leases/SPY.json</c> in a store without operating-system locks.</summary>
/// <param name="Token">Rises by one with each holder. The object is never deleted, so a token is never used twice.</param>
/// <param name="Holder">Names one acquisition; no two are the same.</param>
/// <param name="ExpiresAt">When another writer may take the lease, UTC.</param>
/// <param name="IsReleased">Whether the holder has released it after all its writes ended.</param>
internal sealed record LeaseRecord(long Token, string Holder, DateTimeOffset ExpiresAt, bool IsReleased)
{
    internal byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, LeaseJson.Default.LeaseRecord);

    /// <exception cref="LakeException">It is corrupt.</exception>
    internal static LeaseRecord Parse(string path, byte[] json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, LeaseJson.Default.LeaseRecord) ?? throw new JsonException("it is empty.");
        }
        catch (JsonException e)
        {
            throw new LakeException(
                $"{path} is corrupt: {JsonDamage.Describe(e)} Make sure that no run is writing to the lake, find the highest number among the "
                + "folders below each table's _staged and the tokens in its manifests, and put "
                + "{\"token\": N, \"holder\": \"\", \"expires_at\": \"2000-01-01T00:00:00Z\", \"is_released\": false} with "
                + "it.", e);
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(LeaseRecord))]
internal sealed partial class LeaseJson : JsonSerializerContext;
