using System.Text.Json.Nodes;

namespace Volcast.Services.Training.Artifact;

/// <summary>The newest row that the model learnt from, as pandas writes a table with <c>orient="split"</c>.</summary>
internal static class InputExample
{
    public const string FileName = "input_example.json";

    public static string Of(TrainingResult outcome)
    {
        var recipe = outcome.Fitted.Spec;
        var row = outcome.Data.Rows.FirstRowFrom(recipe.TrainingTo);
        var table = new JsonObject
        {
            ["columns"] = Array([.. recipe.Inputs]),
            ["data"] = Array([Array([.. recipe.Inputs.Select(name => outcome.Data.Rows.Column(name)[row])])]),
        };
        return table.ToJsonString() + "\n";
    }

    private static JsonArray Array<T>(IEnumerable<T> values) =>
        new([.. values.Select(value => value as JsonNode ?? JsonValue.Create(value))]);
}
