using System.Globalization;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Training.Artifact;

namespace Volcast.Services.Training;

/// <summary>Makes a registration of a training: params, metrics, tags, the model folder and the walk-forward.</summary>
internal static class RegistrationOf
{
    /// <summary>The run's parameters with the first and the last origin of the walk-forward.</summary>
    public const string WalkForwardFrom = "walk_forward_from";

    /// <inheritdoc cref="WalkForwardFrom"/>
    public const string WalkForwardTo = "walk_forward_to";

    /// <summary>The largest number of characters of a reason that a tag keeps.</summary>
    private const int LongestReason = 2000;

    public static Registration Training(FinishedTraining training)
    {
        var runId = Run.IdFrom(training.Digest);
        return new Registration
        {
            Model = training.Model,
            TrainingDigest = training.Digest,
            Run = RunOf(training, runId),
            ModelFolder = ModelFolder.Of(training, runId),
            Artifacts = training.Evidence.WalkForward is { } walkForward
                ? ArtifactFolder.Empty.With(Registration.WalkForwardPath, walkForward)
                : ArtifactFolder.Empty,
            VersionTags = VersionTags(training),
            Aliases = [RegistryTags.Challenger],
        };
    }

    private static Dictionary<string, string> VersionTags(FinishedTraining training)
    {
        var recipe = training.Fitted.Spec;
        var tags = new Dictionary<string, string>
        {
            [RegistryTags.Recipe] = recipe.Name,
            [RegistryTags.RecipeRevision] = Text(ForecasterCatalog.RecipeRevision),
            [RegistryTags.DataKind] = training.DataKind.Name(),
            [RegistryTags.TrainingTo] = Text(recipe.TrainingTo),
            [RegistryTags.Stage] = VersionAliases.Staging,
        };
        if (recipe.ImpliedIndex is { } index)
            tags[RegistryTags.ImpliedIndex] = index;
        if (TreeParameters.Of(recipe) is { Count: > 0 } chosen)
            tags[RegistryTags.RecipeParameters] = TreeParameters.Text(chosen);
        if (training.Request.SearchedTo is { } searched)
            tags[RegistryTags.SearchedTo] = Text(searched);
        if (training.Choice.Because is { } reason)
        {
            tags[RegistryTags.ChosenBecause] = reason.Length <= LongestReason ? reason : reason[..LongestReason];
            tags[RegistryTags.ChosenByTests] = Text(training.Choice.Tests);
        }
        if (training.Evidence.OfVersion is { } version)
            tags[RegistryTags.EvidenceOf] = Text(version);
        if (recipe.LevelFactor is { } factor)
            tags[RegistryTags.LevelFactor] = factor.ToString("R", CultureInfo.InvariantCulture);
        return tags;
    }

    private static Run RunOf(FinishedTraining training, string runId)
    {
        var recipe = training.Fitted.Spec;
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["recipe"] = recipe.Name,
            ["symbol"] = recipe.Symbol,
            ["horizon"] = Text(recipe.Horizon),
            ["seed"] = Text(training.Request.Seed),
            ["training_from"] = Text(recipe.TrainingFrom),
            ["training_to"] = Text(recipe.TrainingTo),
            ["training_rows"] = Text(recipe.TrainingRows),
            [WalkForwardFrom] = Text(training.Evidence.From),
            [WalkForwardTo] = Text(training.Evidence.To),
            ["inputs"] = string.Join(' ', recipe.Inputs),
        };
        foreach (var (name, value) in recipe.Parameters ?? new Dictionary<string, string>())
            parameters[$"xgboost.{name}"] = value;
        if (recipe.Rounds is { } rounds)
            parameters["xgboost.rounds"] = Text(rounds);

        var metrics = new SortedDictionary<string, IReadOnlyList<MetricPoint>>(StringComparer.Ordinal);
        foreach (var (name, value) in training.Evidence.Metrics)
            metrics[name] = [new MetricPoint(value, training.Ended)];

        var tags = training.Data.InputDigests.ToDictionary(
            input => RegistryTags.InputPrefix + input.Key, input => input.Value);
        tags[RegistryTags.DataKind] = training.DataKind.Name();
        return new Run
        {
            Id = runId,
            Experiment = training.Model,
            Name = $"{recipe.Name} to {Text(recipe.TrainingTo)}",
            StartTime = training.Started,
            EndTime = training.Ended,
            Params = parameters,
            Metrics = metrics,
            Tags = tags,
        };
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
