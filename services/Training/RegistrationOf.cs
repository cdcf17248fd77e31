using System.Globalization;
using System.Text;
using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Training.Artifact;

namespace Volcast.Services.Training;

/// <summary>Makes a registration of a training: params, metrics, tags, the model folder and the walk-forward.</summary>
internal static class RegistrationOf
{
    /// <summary>The run's artifact with the walk-forward.</summary>
    public const string WalkForwardPath = "evidence/walk_forward.csv";

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
            Artifacts = WalkForwardFile(training),
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
        if (TreeParameters.Of(recipe) is { Count: > 0 } chosen)
            tags[RegistryTags.RecipeParameters] = string.Join(' ', chosen.Select(value => $"{value.Key}={value.Value}"));
        if (training.Request.SearchedTo is { } searched)
            tags[RegistryTags.SearchedTo] = Text(searched);
        if (training.Choice.Because is { } reason)
        {
            tags[RegistryTags.ChosenBecause] = reason.Length <= LongestReason ? reason : reason[..LongestReason];
            tags[RegistryTags.ChosenByTests] = Text(training.Choice.Tests);
        }
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
            ["walk_forward_from"] = Text(training.WalkForward.Origins[0]),
            ["walk_forward_to"] = Text(training.WalkForward.Origins[^1]),
            ["inputs"] = string.Join(' ', recipe.Inputs),
        };
        foreach (var (name, value) in recipe.Parameters ?? new Dictionary<string, string>())
            parameters[$"xgboost.{name}"] = value;
        if (recipe.Rounds is { } rounds)
            parameters["xgboost.rounds"] = Text(rounds);

        var metrics = new SortedDictionary<string, IReadOnlyList<MetricPoint>>(StringComparer.Ordinal);
        foreach (var score in training.Scores)
            foreach (var (name, value) in MetricsOf(score))
                metrics[$"{score.Model}.{name}"] = [new MetricPoint(value, training.Ended)];

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

    private static IEnumerable<(string Name, double Value)> MetricsOf(Score score)
    {
        yield return ("n", score.N);
        yield return ("qlike", score.Qlike);
        yield return ("qlike_ratio_to_har", score.RatioToBenchmark);
        yield return ("r2_volatility", score.RSquaredOnVolatility);
        yield return ("coverage_80", score.Coverage80);
        if (score.MincerZarnowitz.Value is not { } line)
            yield break;
        yield return ("mincer_zarnowitz_intercept", line.Intercept);
        yield return ("mincer_zarnowitz_slope", line.Slope);
        yield return ("mincer_zarnowitz_r2", line.RSquared);
    }

    /// <summary>The forecasts of the models on each origin, without any vendor's data.</summary>
    private static ArtifactFolder WalkForwardFile(FinishedTraining training)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        BacktestFile.Write(writer, [training.WalkForward]);
        return ArtifactFolder.Empty.With(WalkForwardPath, Encoding.UTF8.GetBytes(writer.ToString()));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
