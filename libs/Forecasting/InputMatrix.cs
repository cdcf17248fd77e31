namespace Volcast.Forecasting;

/// <summary>Rows of inputs without a history, as somebody sends them who asks what a model would say: forecasts and reasons row
/// by row, to the bit those of a session with these inputs. Only of models for which
/// <see cref="IFittedForecaster.ForecastsFromInputs"/> holds.</summary>
public sealed class InputMatrix
{
    private readonly double[] rowMajor;

    /// <param name="columns">The inputs' names, in the order of <see cref="FittedModelSpec.Inputs"/>.</param>
    /// <param name="rowMajor">Row after row a value for each column; NaN where absent.</param>
    /// <exception cref="ArgumentException">There is no whole number of rows.</exception>
    public InputMatrix(IReadOnlyList<string> columns, ReadOnlySpan<double> rowMajor)
    {
        if (columns.Count == 0 || rowMajor.Length % columns.Count != 0)
            throw new ArgumentException($"{rowMajor.Length} values are not rows of {columns.Count} columns.", nameof(rowMajor));
        Columns = columns;
        this.rowMajor = rowMajor.ToArray();
    }

    /// <summary>The inputs' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    public int Rows => rowMajor.Length / Columns.Count;

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> this[int row] => rowMajor.AsSpan(row * Columns.Count, Columns.Count);

    /// <summary>Annualised variance, for each row; NaN where an input is absent.</summary>
    /// <exception cref="ArgumentException">The columns are not the model's inputs.</exception>
    /// <exception cref="NotSupportedException">The model needs a history.</exception>
    public double[] Forecast(IFittedForecaster fitted)
    {
        RequireColumnsOf(fitted.Spec);
        var variances = new double[Rows];
        for (var row = 0; row < variances.Length; row++)
            variances[row] = fitted.Forecast(this[row]);
        return variances;
    }

    /// <summary>Why, for each row.</summary>
    /// <exception cref="InsufficientDataException">An input is absent; the message names it and the row, the first being
    /// 0.</exception>
    /// <inheritdoc cref="Forecast"/>
    public Explanation[] Explain(IFittedForecaster fitted)
    {
        RequireColumnsOf(fitted.Spec);
        var explanations = new Explanation[Rows];
        for (var row = 0; row < explanations.Length; row++)
            try
            {
                explanations[row] = fitted.Explain(this[row]);
            }
            catch (InsufficientDataException error)
            {
                throw new InsufficientDataException($"Row {row}: {error.Message}");
            }
        return explanations;
    }

    private void RequireColumnsOf(FittedModelSpec recipe)
    {
        if (!Columns.SequenceEqual(recipe.Inputs))
            throw new ArgumentException($"The columns are {string.Join(", ", Columns)}; {recipe.Name} reads "
                + $"{(recipe.Inputs.Count > 0 ? string.Join(", ", recipe.Inputs) : "none")}, in this order.", nameof(recipe));
    }
}
