using System.Text.Json.Nodes;

namespace Volcast.Services.Training.Artifact;

/// <summary>The newest training row, as pandas writes a table with <c>orient="split"</c>.</summary>
internal static class InputExample
{
    public const string FileName = "input_example.json";

    /// <summary>The same table as a request to a scoring server, for <c>mlflow.models.validate_serving_input</c>.</summary>
    public const string ServingFileName = "serving_input_example.json";

    public static string Of(FinishedTraining training) => Table(training).ToJsonString() + "\n";

    public static string ServingOf(FinishedTraining training) =>
        new JsonObject { ["dataframe_split"] = Table(training) }.ToJsonString() + "\n";

    private static JsonObject Table(FinishedTraining training)
    {
        var recipe = training.Fitted.Spec;
        var row = training.Data.Rows.FirstRowFrom(recipe.TrainingTo);
        return new JsonObject
        {
            ["columns"] = Array([.. recipe.Inputs]),
            ["data"] = Array([Array([.. recipe.Inputs.Select(name => training.Data.Rows.Column(name)[row])])]),
        };
    }

    private static JsonArray Array<T>(IEnumerable<T> values) =>
        new([.. values.Select(value => value as JsonNode ?? JsonValue.Create(value))]);
}
