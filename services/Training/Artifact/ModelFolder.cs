using System.Globalization;
using System.Text.Json;
using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Registry;

namespace Volcast.Services.Training.Artifact;

/// <summary>The model folder of a training: the files that make forecasts in C# and in Python, and those that describe the model.
/// It is self-contained; docs/model-artifact.md lists its files.</summary>
internal static class ModelFolder
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    public static ArtifactFolder Of(FinishedTraining training, string runId)
    {
        var recipe = training.Fitted.Spec;
        var artifact = new ForecasterArtifact(training.Fitted, training.Evidence.Distribution);
        var folder = PythonFlavor.Files(recipe);
        foreach (var (path, content) in artifact.Save())
            folder = folder.With(path, content);
        return folder
            .With(MlModel.FileName, Description(training, runId).ToBytes())
            .With(InputExample.FileName, InputExample.Of(training))
            .With(InputExample.ServingFileName, InputExample.ServingOf(training))
            .With(ValidationRecord.FileName, ValidationRecord.ToJson(training.Evidence.Document))
            .With(ModelCard.FileName, ModelCard.Of(training))
            .With("inputs.json", JsonSerializer.Serialize(training.Data.InputDigests, Indented) + "\n");
    }

    private static MlModel Description(FinishedTraining training, string runId) => new()
    {
        RunId = runId,
        CreatedAt = training.AsOf,
        Flavors = PythonFlavor.Flavors(training.Fitted.Spec),
        PythonEnvironment = PythonFlavor.Environment,
        InputExample = InputExample.FileName,
        ServingInput = InputExample.ServingFileName,
        Inputs = InputExample.Inputs(training.Fitted),
        HasTypedInputs = false,
        Metadata = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["horizon_sessions"] = training.Fitted.Spec.Horizon.ToString(CultureInfo.InvariantCulture),
            ["market"] = training.DataKind.Name(),
            ["output"] = "annualised variance of the log return over the horizon, decimal; its root is the volatility",
            ["recipe"] = training.Fitted.Spec.Name,
            ["symbol"] = training.Fitted.Spec.Symbol,
        },
    };
}
