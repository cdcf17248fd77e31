using System.Globalization;
using System.Text;
using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Training.Artifact;

namespace Volcast.Services.Training;

/// <summary>Puts a training into the registry's terms: params, metrics, tags, the model folder and its evidence.</summary>
internal static class RegistrationOf
{
    public static Registration Training(TrainingResult outcome)
    {
        var runId = Run.IdFrom(outcome.Digest);
        return new Registration
        {
            Model = outcome.Model,
            TrainingDigest = outcome.Digest,
            Run = RunOf(outcome, runId),
            ModelFolder = ModelFolder.Of(outcome, runId),
            Artifacts = Evidence(outcome),
            VersionTags = VersionTags(outcome),
            Aliases = [RegistryTags.Challenger],
        };
    }

    private static Dictionary<string, string> VersionTags(TrainingResult outcome)
    {
        var recipe = outcome.Fitted.Spec;
        var tags = new Dictionary<string, string>
        {
            [RegistryTags.Recipe] = recipe.Name,
            [RegistryTags.RecipeRevision] = Text(ForecasterCatalog.RecipeRevision),
            [RegistryTags.Market] = outcome.Market.Name(),
            [RegistryTags.TrainingTo] = Text(recipe.TrainingTo),
            [RegistryTags.Stage] = VersionAliases.Staging,
        };
        if (TreeParameters.Of(recipe) is { Count: > 0 } chosen)
            tags[RegistryTags.RecipeParameters] = string.Join(' ', chosen.Select(value => $"{value.Key}={value.Value}"));
        return tags;
    }

    private static Run RunOf(TrainingResult outcome, string runId)
    {
        var recipe = outcome.Fitted.Spec;
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["recipe"] = recipe.Name,
            ["symbol"] = recipe.Symbol,
            ["horizon"] = Text(recipe.Horizon),
            ["seed"] = Text(outcome.Request.Seed),
            ["training_from"] = Text(recipe.TrainingFrom),
            ["training_to"] = Text(recipe.TrainingTo),
            ["training_rows"] = Text(recipe.TrainingRows),
            ["walk_forward_from"] = Text(outcome.Evidence.Origins[0]),
            ["walk_forward_to"] = Text(outcome.Evidence.Origins[^1]),
            ["inputs"] = string.Join(' ', recipe.Inputs),
        };
        foreach (var (name, value) in recipe.Parameters ?? new Dictionary<string, string>())
            parameters[$"xgboost.{name}"] = value;
        if (recipe.Rounds is { } rounds)
            parameters["xgboost.rounds"] = Text(rounds);

        var metrics = new SortedDictionary<string, IReadOnlyList<MetricPoint>>(StringComparer.Ordinal);
        foreach (var score in outcome.Scores)
            foreach (var (name, value) in MetricsOf(score))
                metrics[$"{score.Model}.{name}"] = [new MetricPoint(value, outcome.Ended)];

        var tags = outcome.Data.InputDigests.ToDictionary(
            input => RegistryTags.InputPrefix + input.Key, input => input.Value);
        tags[RegistryTags.Market] = outcome.Market.Name();
        return new Run
        {
            Id = runId,
            Experiment = outcome.Model,
            Name = $"{recipe.Name} to {Text(recipe.TrainingTo)}",
            StartTime = outcome.Started,
            EndTime = outcome.Ended,
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
        if (score.MincerZarnowitz is not { } line)
            yield break;
        yield return ("mincer_zarnowitz_intercept", line.Intercept);
        yield return ("mincer_zarnowitz_slope", line.Slope);
        yield return ("mincer_zarnowitz_r2", line.RSquared);
    }

    /// <summary>What the model would have forecast, day by day, and how that compares: without any vendor's data.</summary>
    private static ArtifactFolder Evidence(TrainingResult outcome)
    {
        var writer = new StringWriter(CultureInfo.InvariantCulture);
        BacktestFile.WriteHeader(writer);
        BacktestFile.WriteRows(writer, outcome.Evidence);
        return ArtifactFolder.Empty.With("evidence/walk_forward.csv", Encoding.UTF8.GetBytes(writer.ToString()));
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
