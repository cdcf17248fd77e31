namespace Volcast.Forecasting;

/// <summary>Rows of inputs without a history, for example from a what-if request. Each row gets a forecast and an explanation,
/// with the same bits as a session with these inputs. Only for models with
/// <see cref="IFittedForecaster.ForecastsFromInputs"/>.</summary>
public sealed class InputMatrix
{
    private readonly double[] rowMajor;

    /// <param name="columns">The inputs' names, in the order of <see cref="FittedModelSpec.Inputs"/>.</param>
    /// <param name="rowMajor">One value for each column, row after row; NaN where missing.</param>
    /// <exception cref="ArgumentException">The number of values is not a multiple of the columns.</exception>
    public InputMatrix(IReadOnlyList<string> columns, ReadOnlySpan<double> rowMajor)
    {
        if (columns.Count == 0 || rowMajor.Length % columns.Count != 0)
            throw new ArgumentException(
                $"{rowMajor.Length} values do not fill rows of {columns.Count} columns.", nameof(rowMajor));
        Columns = columns;
        this.rowMajor = rowMajor.ToArray();
    }

    /// <summary>The inputs' names.</summary>
    public IReadOnlyList<string> Columns { get; }

    public int Rows => rowMajor.Length / Columns.Count;

    /// <summary>One row.</summary>
    public ReadOnlySpan<double> this[int row] => rowMajor.AsSpan(row * Columns.Count, Columns.Count);

    /// <summary>The annualised variance of each row; NaN where an input is missing.</summary>
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

    /// <summary>The explanation of each row.</summary>
    /// <exception cref="InsufficientDataException">An input is missing; the message names it and the row, counted from
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

    private void RequireColumnsOf(FittedModelSpec spec)
    {
        if (!Columns.SequenceEqual(spec.Inputs))
            throw new ArgumentException($"The columns are {string.Join(", ", Columns)}; {spec.Name} reads "
                + $"{(spec.Inputs.Count > 0 ? string.Join(", ", spec.Inputs) : "none")}, in this order.", nameof(spec));
    }
}
