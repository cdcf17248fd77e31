using Volcast.Market;
using Volcast.Registry;

namespace Volcast.Prediction;

/// <summary>The implied-volatility index that a registered version learnt from.</summary>
public static class VersionIndex
{
    /// <summary>The index that the version records; for a version without a record <see cref="AssetRoles.Unrecorded"/>.</summary>
    public static string Of(ModelVersion version, AssetRoles roles) =>
        version.Tags.GetValueOrDefault(RegistryTags.ImpliedIndex, roles.Unrecorded.Value);
}
