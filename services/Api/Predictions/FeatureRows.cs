using System.Text.Json;
using Volcast.Forecasting;
using Volcast.WebHosting;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Predictions;

/// <summary>Rows of features from a request, in the order of the model's inputs.</summary>
internal sealed class FeatureRows
{
    public const int MostRows = 1000;

    private readonly FittedModelSpec recipe;
    private readonly List<double[]> rows = [];

    /// <exception cref="ProblemException">The forecaster needs the target's history.</exception>
    public FeatureRows(IFittedForecaster forecaster)
    {
        recipe = forecaster.Spec;
        if (!forecaster.ForecastsFromInputs)
            throw ProblemException.Invalid("model_needs_history",
                $"{recipe.Name} forecasts from the target's history and not from a row of features.", null);
    }

    public int Count => rows.Count;

    /// <summary>The row's values, in the order of the model's inputs.</summary>
    public double[] this[int row] => rows[row];

    /// <summary>The position of a feature among the inputs.</summary>
    /// <exception cref="ProblemException">The model has no such input.</exception>
    public int PlaceOf(string feature, FieldPath field)
    {
        for (var i = 0; i < recipe.Inputs.Count; i++)
            if (recipe.Inputs[i] == feature)
                return i;
        throw ProblemException.Invalid("unknown_feature",
            $"{recipe.Name} has no input '{PrintableText.Of(feature)}'; it has {string.Join(", ", recipe.Inputs)}.", $"{field}");
    }

    /// <summary>Reads a row from an object, feature → value.</summary>
    /// <param name="record">The object.</param>
    /// <param name="field">Its position in the body.</param>
    public void Add(JsonElement record, FieldPath field)
    {
        var row = Begin(field);
        var expected = 0; // Most clients keep the model's order; then no name has to be decoded.
        foreach (var member in JsonBody.Members(record, field))
        {
            var place = expected;
            if (expected == recipe.Inputs.Count || !JsonBody.IsNamed(member, recipe.Inputs[expected], field))
            {
                var name = JsonBody.NameOf(member, field);
                place = PlaceOf(name, field.Member(name));
            }
            row[place] = JsonBody.Number(member.Value, field.Member(recipe.Inputs[place]));
            expected = place + 1;
        }
        End(field);
    }

    /// <summary>Starts a row whose values are all missing.</summary>
    public double[] Begin(FieldPath field)
    {
        if (rows.Count == MostRows)
            throw ProblemException.Invalid("too_many_rows", $"A request has at most {MostRows} rows.", $"{field}");
        var row = new double[recipe.Inputs.Count];
        Array.Fill(row, double.NaN);
        rows.Add(row);
        return row;
    }

    /// <summary>Refuses a row with a missing value.</summary>
    public void End(FieldPath field)
    {
        var missing = Array.FindIndex(rows[^1], double.IsNaN);
        if (missing >= 0)
            throw ProblemException.Invalid("missing_feature",
                $"{recipe.Name} needs {recipe.Inputs[missing]}, which is missing from the row.",
                $"{field.Member(recipe.Inputs[missing])}");
    }

    /// <summary>The forecast from a row: annualised variance, greater than zero.</summary>
    /// <param name="forecaster">The forecaster that the rows are for.</param>
    /// <param name="row">Its index.</param>
    /// <param name="list">The member of the body that holds the rows.</param>
    public double Forecast(IFittedForecaster forecaster, int row, string list)
    {
        var variance = forecaster.Forecast(rows[row]);
        return variance > 0 && double.IsFinite(variance) ? variance : throw ProblemException.Invalid("no_forecast",
            "The row gives no finite forecast above zero: a value is far out of range, or not positive where it has to be.",
            $"{list}[{row}]");
    }

    /// <summary>Refuses a request without rows.</summary>
    public FeatureRows NotEmpty(string field) => Count > 0 ? this
        : throw ProblemException.Invalid("no_rows", $"A request has 1 to {MostRows} rows.", field);
}
