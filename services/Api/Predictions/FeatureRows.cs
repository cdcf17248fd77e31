using Volcast.Forecasting;
using Volcast.Services.Api.Problems;

namespace Volcast.Services.Api.Predictions;

/// <summary>Rows of features that a client sent: row-major, in the order in which the model names its inputs.</summary>
internal sealed class FeatureRows
{
    public const int MostRows = 1000;

    private readonly Recipe recipe;
    private readonly List<double[]> rows = [];
    private readonly Dictionary<string, int> place;

    /// <exception cref="ApiProblem">The forecaster looks back on more than a row.</exception>
    public FeatureRows(IFittedForecaster forecaster)
    {
        recipe = forecaster.Recipe;
        place = new(recipe.Inputs.Count, StringComparer.Ordinal);
        for (var i = 0; i < recipe.Inputs.Count; i++)
            place.Add(recipe.Inputs[i], i);
        if (!forecaster.ForecastsFromInputs)
            throw ApiProblem.Invalid("model_needs_history",
                $"{recipe.Name} forecasts from the target's whole history, not from a row of features.", null);
    }

    public int Count => rows.Count;

    /// <summary>The row's values, in the order of the model's inputs.</summary>
    public double[] this[int row] => rows[row];

    /// <summary>The place of a feature among the inputs.</summary>
    /// <exception cref="ApiProblem">The model has no such input.</exception>
    public int PlaceOf(string feature, string field) => place.TryGetValue(feature, out var at) ? at
        : throw ApiProblem.Invalid("unknown_feature",
            $"{recipe.Name} has no input '{ApiQuery.Shown(feature)}'; it has {string.Join(", ", recipe.Inputs)}.", field);

    /// <summary>A new row, all of it absent.</summary>
    public double[] Begin(string field)
    {
        if (rows.Count == MostRows)
            throw ApiProblem.Invalid("too_many_rows", $"At most {MostRows} rows are taken at once.", field);
        var row = new double[recipe.Inputs.Count];
        Array.Fill(row, double.NaN);
        rows.Add(row);
        return row;
    }

    /// <summary>Refuses a row with an absent value.</summary>
    public void End(string field)
    {
        var absent = Array.FindIndex(rows[^1], double.IsNaN);
        if (absent >= 0)
            throw ApiProblem.Invalid("missing_feature",
                $"{recipe.Name} needs {recipe.Inputs[absent]}, which the row does not have.", $"{field}.{recipe.Inputs[absent]}");
    }

    /// <summary>Refuses a request without rows.</summary>
    public FeatureRows NotEmpty(string field) => Count > 0 ? this
        : throw ApiProblem.Invalid("no_rows", $"Send 1 to {MostRows} rows.", field);
}
