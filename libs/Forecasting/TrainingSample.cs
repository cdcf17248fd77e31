namespace Volcast.Forecasting;

/// <summary>Reads a forecaster's regressors of one row.</summary>
/// <param name="known">The data; rows after <paramref name="row"/> must not be read.</param>
/// <param name="row">The row.</param>
/// <param name="values">Receives one number for each regressor; NaN where missing.</param>
internal delegate void Regressors(ForecastingData known, int row, Span<double> values);

/// <summary>The rows that a forecaster can train on: those with a label and all regressors.</summary>
internal sealed class TrainingSample
{
    /// <summary>Collects the usable rows.</summary>
    /// <param name="model">The forecaster, for the message.</param>
    /// <param name="known">The data.</param>
    /// <param name="realizedVariance">Labels of its first rows.</param>
    /// <param name="names">The regressors' names.</param>
    /// <param name="regressors">Reads one row.</param>
    /// <exception cref="InsufficientDataException">There are fewer rows than the forecaster's minimum.</exception>
    public TrainingSample(
        IForecaster model,
        ForecastingData known,
        ReadOnlySpan<double> realizedVariance,
        IReadOnlyList<string> names,
        Regressors regressors)
    {
        var x = new double[realizedVariance.Length * names.Count];
        var y = new List<double>(realizedVariance.Length);
        var rows = new List<int>(realizedVariance.Length);
        for (var row = 0; row < realizedVariance.Length; row++)
        {
            if (!double.IsFinite(realizedVariance[row]))
                continue;
            var values = x.AsSpan(rows.Count * names.Count, names.Count);
            regressors(known, row, values);
            if (!IsComplete(values))
                continue;
            y.Add(realizedVariance[row]);
            rows.Add(row);
        }
        var longer = known.IsRollingWindow ? "give it a longer window" : "give it a longer history";
        if (y.Count < model.MinimumTrainingRows || y.Count == 0)
            throw NeverThere(model, known) is { } input
                ? new InsufficientDataException($"{model.Name} needs {input}, which {known.Symbol} lacks in every session up to "
                    + $"{known.Sessions[^1]:yyyy-MM-dd}: {longer}, add the data that {input} is made from, or leave the model "
                    + "out.")
                : new InsufficientDataException($"{model.Name} has {y.Count} usable training rows of {known.Symbol}"
                + (known.Rows > 0 ? $" up to {known.Sessions[^1]:yyyy-MM-dd}" : "")
                + (known.IsRollingWindow ? $" in a rolling window of {known.Rows}" : "")
                + $" but needs {model.MinimumTrainingRows}: {longer}.");
        Names = names;
        RowMajor = x[..(rows.Count * names.Count)];
        Labels = [.. y];
        RowNumbers = [.. rows];
        (From, To) = (known.Sessions[rows[0]], known.Sessions[rows[^1]]);
    }

    private static bool IsComplete(ReadOnlySpan<double> values)
    {
        foreach (var value in values)
            if (!double.IsFinite(value))
                return false;
        return true;
    }

    /// <summary>An input that is missing in every session; null if there is none.</summary>
    private static string? NeverThere(IForecaster model, ForecastingData known)
    {
        foreach (var input in known.Rows == 0 ? [] : model.Inputs)
            if (!known.Column(input).ContainsAnyExcept(double.NaN))
                return input;
        return null;
    }

    public IReadOnlyList<string> Names { get; }
    public int Rows => Labels.Length;
    public double[] RowMajor { get; }
    public double[] Labels { get; }

    /// <summary>Their row numbers in the data, ascending.</summary>
    public int[] RowNumbers { get; }
    public DateOnly From { get; }
    public DateOnly To { get; }

    /// <summary>The mean of each regressor.</summary>
    public double[] Means()
    {
        var means = new double[Names.Count];
        for (var i = 0; i < RowMajor.Length; i++)
            means[i % means.Length] += RowMajor[i];
        return [.. means.Select(sum => sum / Rows)];
    }
}
