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
    public static double[] Newest(Recipe recipe, ForecastingData known)
    {
        var values = new double[recipe.Inputs.Count];
        Read(recipe.Inputs, known, known.Rows - 1, values);
        return values;
    }

    /// <summary>Whether all are there: numbers that single precision, in which trees are kept, can hold.</summary>
    public static bool IsPresent(double[] values) => Array.TrueForAll(values, IsPresent);

    /// <summary>Those of the newest row, all of them.</summary>
    /// <exception cref="InsufficientDataException">One is absent; the message names it.</exception>
    public static double[] NewestPresent(Recipe recipe, ForecastingData known)
    {
        var values = Newest(recipe, known);
        var absent = Array.FindIndex(values, value => !IsPresent(value));
        return absent < 0
            ? values
            : throw new InsufficientDataException($"{recipe.Name} needs {recipe.Inputs[absent]} of {known.Symbol}, which is "
                + $"absent on {known.Sessions[^1]:yyyy-MM-dd}.");
    }

    private static bool IsPresent(double value) => float.IsFinite((float)value);
}
