using System.Text.Json;
using Volcast.ApiContract.Models;
using Volcast.Registry;

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
}
