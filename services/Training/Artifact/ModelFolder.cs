using System.Globalization;
using System.Text.Json;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Registry;

namespace Volcast.Services.Training.Artifact;

/// <summary>The model folder of a training: what forecasts, in C# and in Python, and what a person or a program should know of it
/// without anything else at hand. docs/model-artifact.md goes through its files.</summary>
internal static class ModelFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static ArtifactFolder Of(TrainingResult outcome, string runId)
    {
        var recipe = outcome.Fitted.Spec;
        var artifact = new ForecasterArtifact(outcome.Fitted, outcome.Evidence.Model(recipe.Name).Distribution);
        var evidence = ModelEvidence.Of(outcome);
        var folder = PythonFlavor.Files();
        foreach (var (path, content) in artifact.Save())
            folder = folder.With(path, content);
        return folder
            .With(MlModel.FileName, Description(outcome, runId).ToBytes())
            .With(InputExample.FileName, InputExample.Of(outcome))
            .With(ModelEvidence.FileName, evidence.ToJson())
            .With(ModelCard.FileName, ModelCard.Of(outcome, evidence))
            .With("inputs.json", JsonSerializer.Serialize(outcome.Data.InputDigests, Indented) + "\n");
    }

    private static MlModel Description(TrainingResult outcome, string runId) => new()
    {
        RunId = runId,
        CreatedAt = outcome.AsOf,
        Flavors = PythonFlavor.Flavors,
        PythonEnvironment = PythonFlavor.Environment,
        InputExample = InputExample.FileName,
        Inputs = outcome.Fitted.Spec.Inputs,
        Metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["horizon_sessions"] = outcome.Fitted.Spec.Horizon.ToString(CultureInfo.InvariantCulture),
            ["market"] = outcome.Market.Name(),
            ["output"] = "annualised variance of the log return over the horizon, decimal; its root is the volatility",
            ["recipe"] = outcome.Fitted.Spec.Name,
            ["symbol"] = outcome.Fitted.Spec.Symbol,
        },
    };
}
