namespace Volcast.Forecasting;

/// <summary>Reads the columns that a model names as its inputs.</summary>
internal static class InputRow
{
    /// <summary>The inputs of any row; NaN where missing.</summary>
    public static void Read(IReadOnlyList<string> inputs, ForecastingData known, int row, Span<double> values)
    {
        for (var i = 0; i < inputs.Count; i++)
            values[i] = known.Column(inputs[i])[row];
    }

    /// <summary>The inputs of the newest row; NaN where missing.</summary>
    public static double[] Newest(FittedModelSpec spec, ForecastingData known)
    {
        var values = new double[spec.Inputs.Count];
        Read(spec.Inputs, known, known.Rows - 1, values);
        return values;
    }

    /// <summary>The inputs of the newest row; all must be present.</summary>
    /// <exception cref="InsufficientDataException">An input is missing; the message names it.</exception>
    public static double[] NewestPresent(FittedModelSpec spec, ForecastingData known)
    {
        var values = Newest(spec, known);
        var absent = Absent(values);
        return absent < 0
            ? values
            : throw new InsufficientDataException($"{spec.Name} needs {spec.Inputs[absent]} of {known.Symbol}, which is "
                + $"{Words(values[absent])} on {known.Sessions[^1]:yyyy-MM-dd}.");
    }

    /// <summary>Checks a row of inputs without a history; values may be missing.</summary>
    /// <exception cref="ArgumentException">Its length is not the recipe's number of inputs.</exception>
    public static ReadOnlySpan<double> Given(FittedModelSpec spec, ReadOnlySpan<double> inputs) =>
        inputs.Length == spec.Inputs.Count
        ? inputs
        : throw new ArgumentException($"{inputs.Length} values are not the {spec.Inputs.Count} inputs of {spec.Name}.",
            nameof(inputs));

    /// <summary>Checks a row of inputs without a history; all values must be present.</summary>
    /// <exception cref="ArgumentException">Its length is not the recipe's number of inputs.</exception>
    /// <exception cref="InsufficientDataException">An input is missing; the message names it.</exception>
    public static ReadOnlySpan<double> GivenPresent(FittedModelSpec spec, ReadOnlySpan<double> inputs)
    {
        var absent = Absent(Given(spec, inputs));
        return absent < 0
            ? inputs
            : throw new InsufficientDataException(
                $"{spec.Name} needs {spec.Inputs[absent]}, which is {Words(inputs[absent])}.");
    }

    /// <summary>The position of the first value that is not finite in single precision, in which trees compare; −1 if there is
    /// none.</summary>
    public static int Absent(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite((float)values[i]))
                return i;
        return -1;
    }

    private static string Words(double value) => double.IsNaN(value) ? "absent" : $"{value:R}";
}
