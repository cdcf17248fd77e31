using System.Text.Json.Nodes;
using Volcast.Forecasting;

namespace Volcast.Services.Training.Artifact;

/// <summary>The newest training row, as pandas writes a table with <c>orient="split"</c>. For a model that needs past returns,
/// the newest rows.</summary>
internal static class InputExample
{
    public const string FileName = "input_example.json";

    /// <summary>The same table as a request to a scoring server, for <c>mlflow.models.validate_serving_input</c>.</summary>
    public const string ServingFileName = "serving_input_example.json";

    /// <summary>The rows of an example with past returns: those without which no model that needs returns can forecast.</summary>
    private const int RowsOfReturns = 22;

    /// <summary>The columns that the Python loader reads: the inputs of the recipe, then the log return where the model needs
    /// past returns.</summary>
    public static IReadOnlyList<string> Inputs(IFittedForecaster model) => model.ForecastsFromInputs
        ? model.Spec.Inputs
        : [.. model.Spec.Inputs, ForecastingData.LogReturnName];

    public static string Of(FinishedTraining training) => Table(training).ToJsonString() + "\n";

    public static string ServingOf(FinishedTraining training) =>
        new JsonObject { ["dataframe_split"] = Table(training) }.ToJsonString() + "\n";

    private static JsonObject Table(FinishedTraining training)
    {
        var rows = training.Data.Rows;
        var newest = rows.FirstRowFrom(training.Fitted.Spec.TrainingTo);
        var inputs = Inputs(training.Fitted);
        var first = training.Fitted.ForecastsFromInputs ? newest : Math.Max(newest + 1 - RowsOfReturns, 0);
        return new JsonObject
        {
            ["columns"] = Array([.. inputs]),
            ["data"] = Array(Enumerable.Range(first, newest + 1 - first)
                .Select(row => Array(inputs.Select(name => Value(rows, name, row))))),
        };
    }

    /// <summary>Null for a missing value.</summary>
    private static double? Value(ForecastingData rows, string name, int row) =>
        (name == ForecastingData.LogReturnName ? rows.LogReturns : rows.Column(name))[row] is var value && double.IsFinite(value)
            ? value
            : null;

    private static JsonArray Array<T>(IEnumerable<T> values) =>
        new([.. values.Select(value => value as JsonNode ?? JsonValue.Create(value))]);
}
