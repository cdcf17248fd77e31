namespace Volcast.Forecasting;

/// <summary>Reads the columns that a model names as its inputs.</summary>
internal static class InputRow
{
    /// <summary>Those of any row; NaN where absent.</summary>
    public static void Read(IReadOnlyList<string> inputs, ForecastingData known, int row, Span<double> values)
    {
        for (var i = 0; i < inputs.Count; i++)
            values[i] = known.Column(inputs[i])[row];
    }

    /// <summary>Those of the newest row; NaN where absent.</summary>
    public static double[] Newest(FittedModelSpec recipe, ForecastingData known)
    {
        var values = new double[recipe.Inputs.Count];
        Read(recipe.Inputs, known, known.Rows - 1, values);
        return values;
    }

    /// <summary>Those of the newest row, all of them.</summary>
    /// <exception cref="InsufficientDataException">One is absent; the message names it.</exception>
    public static double[] NewestPresent(FittedModelSpec recipe, ForecastingData known)
    {
        var values = Newest(recipe, known);
        var absent = Absent(values);
        return absent < 0
            ? values
            : throw new InsufficientDataException($"{recipe.Name} needs {recipe.Inputs[absent]} of {known.Symbol}, which is "
                + $"{Words(values[absent])} on {known.Sessions[^1]:yyyy-MM-dd}.");
    }

    /// <summary>A row given without a history.</summary>
    /// <exception cref="ArgumentException">It has another length than the recipe has inputs.</exception>
    public static ReadOnlySpan<double> Given(FittedModelSpec recipe, ReadOnlySpan<double> inputs) => inputs.Length == recipe.Inputs.Count
        ? inputs
        : throw new ArgumentException($"{inputs.Length} values are not the {recipe.Inputs.Count} inputs of {recipe.Name}.",
            nameof(inputs));

    /// <summary>The same, all of it present.</summary>
    /// <exception cref="ArgumentException">It has another length than the recipe has inputs.</exception>
    /// <exception cref="InsufficientDataException">One is absent; the message names it.</exception>
    public static ReadOnlySpan<double> GivenPresent(FittedModelSpec recipe, ReadOnlySpan<double> inputs)
    {
        var absent = Absent(Given(recipe, inputs));
        return absent < 0
            ? inputs
            : throw new InsufficientDataException(
                $"{recipe.Name} needs {recipe.Inputs[absent]}, which is {Words(inputs[absent])}.");
    }

    /// <summary>The first value that is none, or none in the single precision in which trees compare; −1 where there is no
    /// such.</summary>
    public static int Absent(ReadOnlySpan<double> values)
    {
        for (var i = 0; i < values.Length; i++)
            if (!float.IsFinite((float)values[i]))
                return i;
        return -1;
    }

    private static string Words(double value) => double.IsNaN(value) ? "absent" : $"{value:R}";
}
