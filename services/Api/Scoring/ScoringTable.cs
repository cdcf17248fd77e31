using Volcast.Forecasting;
using Volcast.Services.Api.Predictions;
using Volcast.WebHosting.Problems;

namespace Volcast.Services.Api.Scoring;

/// <summary>Rows of a scoring request, as MLflow's scoring server reads them: columns that the model does not know are passed
/// over, and a missing value is NaN. A column that no row has is an error.</summary>
internal sealed class ScoringTable(IFittedForecaster forecaster)
{
    /// <summary>The place of a column that the model does not read.</summary>
    public const int Unread = -1;

    private readonly FeatureRows rows = new(forecaster);
    private readonly bool[] isGiven = new bool[forecaster.Spec.Inputs.Count];

    public int Count => rows.Count;

    /// <summary>The number of the model's inputs.</summary>
    public int Width => isGiven.Length;

    /// <summary>The position of a column among the model's inputs; <see cref="Unread"/> if the model does not read it.</summary>
    public int PlaceOf(string column)
    {
        for (var i = 0; i < isGiven.Length; i++)
            if (forecaster.Spec.Inputs[i] == column)
            {
                isGiven[i] = true;
                return i;
            }
        return Unread;
    }

    /// <summary>The positions of several columns.</summary>
    /// <exception cref="ProblemException">Two columns are the same input.</exception>
    public int[] PlacesOf(IEnumerable<string> columns, string field)
    {
        int[] places = [.. columns.Select(PlaceOf)];
        var read = places.Where(place => place != Unread).ToArray();
        return read.Distinct().Count() == read.Length
            ? places
            : throw ProblemException.Invalid("repeated_column", "A column has the same name as another one.", field);
    }

    /// <summary>Adds a row whose values are all missing.</summary>
    /// <exception cref="ProblemException">There are too many rows.</exception>
    public double[] Add(FieldPath field) => rows.Begin(field);

    /// <summary>Adds a row of values in the order of the model's inputs.</summary>
    /// <exception cref="ProblemException">The row has another number of values, or there are too many rows.</exception>
    public void Add(double[] values, FieldPath field)
    {
        if (values.Length != Width)
            throw ProblemException.Invalid("wrong_count",
                $"The row has {values.Length} values, and the model has {Width} inputs.", $"{field}");
        values.CopyTo(Add(field), 0);
        Array.Fill(isGiven, true);
    }

    /// <summary>The annualised variance of each row; NaN where an input is missing or out of range.</summary>
    /// <param name="field">The member of the body that holds the rows.</param>
    /// <exception cref="ProblemException">The model reads a column that is missing.</exception>
    public double[] Predict(string field)
    {
        var missing = forecaster.Spec.Inputs.Where((_, i) => !isGiven[i]).ToArray();
        if (Count > 0 && missing.Length > 0)
            throw ProblemException.Invalid("missing_feature",
                $"{forecaster.Spec.Name} needs the column{(missing.Length > 1 ? "s" : "")} {string.Join(", ", missing)}.", field);
        var variances = new double[Count];
        for (var i = 0; i < variances.Length; i++)
        {
            var variance = Array.Exists(rows[i], double.IsNaN) ? double.NaN : forecaster.Forecast(rows[i]);
            variances[i] = variance > 0 && double.IsFinite(variance) ? variance : double.NaN;
        }
        return variances;
    }
}
