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

    /// <summary>Which version was champion when, and who promoted it. A tenure that began before moves were recorded one by one has
    /// actor and reason only if it is the newest of its version.</summary>
    /// <param name="history">The tenures of the model's champions.</param>
    /// <param name="versions">The model's versions.</param>
    public static IReadOnlyList<ChampionTenureDocument> Tenures(
        ChampionHistory history, IReadOnlyList<ModelVersion> versions)
    {
        return
        [
            .. history.Tenures.Select(tenure =>
            {
                var version = versions.FirstOrDefault(version => version.Number == tenure.Version);
                var move = version is null ? null : ChampionMove.ThatBegan(tenure, version);
                var newest = history.Tenures.Last(other => other.Version == tenure.Version) == tenure ? version : null;
                return new ChampionTenureDocument(tenure.Version, tenure.From.ToUniversalTime(), tenure.To?.ToUniversalTime(),
                    move is null ? newest?.Tags.GetValueOrDefault(RegistryTags.PromotedBy) : move.By,
                    move is null ? newest?.Tags.GetValueOrDefault(RegistryTags.ChampionReason) : move.InWords());
            }),
        ];
    }
}
