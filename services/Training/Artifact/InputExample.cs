using System.Text.Json.Nodes;

namespace Volcast.Services.Training.Artifact;

/// <summary>The newest training row, as pandas writes a table with <c>orient="split"</c>.</summary>
internal static class InputExample
{
    public const string FileName = "input_example.json";

    public static string Of(FinishedTraining training)
    {
        var recipe = training.Fitted.Spec;
        var row = training.Data.Rows.FirstRowFrom(recipe.TrainingTo);
        var table = new JsonObject
        {
            ["columns"] = Array([.. recipe.Inputs]),
            ["data"] = Array([Array([.. recipe.Inputs.Select(name => training.Data.Rows.Column(name)[row])])]),
        };
        return table.ToJsonString() + "\n";
    }

    private static JsonArray Array<T>(IEnumerable<T> values) =>
        new([.. values.Select(value => value as JsonNode ?? JsonValue.Create(value))]);
}
