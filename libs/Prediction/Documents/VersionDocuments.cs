using System.Text.Json;
using Volcast.ApiContract.Models;
using Volcast.Registry;
using Volcast.Registry.Aliases;

namespace Volcast.Prediction.Documents;

/// <summary>Converts registered versions to the documents that API and command line publish.</summary>
public static class VersionDocuments
{
    public static VersionDocument Of(ModelVersion version) => new()
    {
        Model = version.Model,
        ModelVersion = version.Number,
        Aliases = version.Aliases,
        Stage = version.Tags.GetValueOrDefault(RegistryTags.Stage),
        Recipe = version.Tags.GetValueOrDefault(RegistryTags.Recipe),
        RecipeRevision = version.Tags.GetValueOrDefault(RegistryTags.RecipeRevision),
        GateStatus = JsonNamingPolicy.SnakeCaseLower.ConvertName($"{VersionWarnings.StatusOf(version)}"),
        ChosenBecause = version.Tags.GetValueOrDefault(RegistryTags.ChosenBecause),
        DataKind = version.Tags.GetValueOrDefault(RegistryTags.DataKind),
        TrainedTo = version.Day(RegistryTags.TrainingTo),
        CreatedAt = version.CreatedAt.ToUniversalTime(),
        RunId = version.RunId,
        Tags = version.Tags,
    };

    /// <summary>Which version was champion when, and who promoted it. The tags of a version describe its newest tenure
    /// only.</summary>
    /// <param name="history">The tenures of the model's champions.</param>
    /// <param name="versions">The model's versions.</param>
    public static IReadOnlyList<ChampionTenureDocument> Tenures(
        ChampionHistory history, IReadOnlyList<ModelVersion> versions)
    {
        return
        [
            .. history.Tenures.Select(tenure => new ChampionTenureDocument(tenure.Version, tenure.From.ToUniversalTime(),
                tenure.To?.ToUniversalTime(), Tag(tenure, RegistryTags.PromotedBy), Tag(tenure, RegistryTags.ChampionReason))),
        ];

        string? Tag(ChampionTenure tenure, string name) =>
            history.Tenures.Last(other => other.Version == tenure.Version) == tenure
                ? versions.FirstOrDefault(version => version.Number == tenure.Version)?.Tags.GetValueOrDefault(name)
                : null;
    }
}
