namespace Volcast.Features;

/// <summary>
/// Computes the features of <see cref="FeatureCatalog.L2"/> under the laws of <see cref="L1Kernel"/>: every value is a
/// function of the sessions of its own history alone, added up in one order, for thirty years or for one day with the same bits.
/// </summary>
/// <remarks>
/// Windows count bars. The return into the first bar after a hole spans the hole and counts as that bar's, as in
/// <c>features.L1</c>. A feature is absent (<see cref="double.NaN"/>) while its window is not filled and where a price or return
/// inside it is absent.
/// </remarks>
public static class L2Kernel
{
    private const double SessionsPerYear = 252;

    private static int Count => FeatureCatalog.L2.Count;

    private static int LongestWindow => L2Features.VolatilityWindows.Max();

    /// <summary>All rows: a column for each feature, a row for each session.</summary>
    /// <exception cref="ArgumentException">A price is not above zero, or an input is infinite; the message names it.</exception>
    public static double[][] Compute(in L2Inputs inputs)
    {
        var output = new double[Count][];
        for (var feature = 0; feature < output.Length; feature++)
            output[feature] = new double[inputs.Rows];
        Compute(inputs, 0, output);
        return output;
    }

    /// <summary>Rows <paramref name="startRow"/>, +1, … to the last.</summary>
    /// <param name="inputs">With the history that the first row asked for needs; more changes nothing.</param>
    /// <param name="startRow">The first row to compute.</param>
    /// <param name="output">A column for each feature with room for the rows asked for; element i belongs to row startRow + i.
    /// </param>
    /// <exception cref="ArgumentException">A price is not above zero, or an input is infinite, or the output has another shape;
    /// the message says which.</exception>
    public static void Compute(in L2Inputs inputs, int startRow, double[][] output)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(startRow);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(startRow, inputs.Rows);
        var rows = inputs.Rows - startRow;
        if (output.Length != Count || Array.Exists(output, column => column.Length < rows))
            throw new ArgumentException($"The output needs {Count} columns of {rows} rows.", nameof(output));

        var first = Math.Max(0, startRow - LongestWindow + 1);
        var (variances, overnight) = SessionRange.Variances(inputs, first);
        var returns = inputs.LogReturns[first..];
        for (var i = 0; i < rows; i++)
        {
            var end = startRow - first + i + 1;
            var feature = 0;
            foreach (var window in L2Features.VolatilityWindows)
                output[feature++][i] = Present(Volatility(variances, end, window));
            var scale = Volatility(variances, end, L2Features.Month);
            foreach (var window in L2Features.ReturnWindows)
                output[feature++][i] = Present(Sum(returns, end, window) / (scale * Math.Sqrt(window / SessionsPerYear)));
            var share = Sum(overnight, end, L2Features.Month) / Sum(variances, end, L2Features.Month);
            output[feature++][i] = Present(Math.Max(share, L2Features.SmallestShare));
            output[feature][i] = inputs.Vix[startRow + i] is double.NaN
                ? double.NaN
                : Present(MeanOfPresent(inputs.Vix[first..], end, L2Features.Month));
        }
    }

    /// <summary>The mean of those present; NaN where more than one in ten is absent.</summary>
    private static double MeanOfPresent(ReadOnlySpan<double> values, int end, int window)
    {
        if (end < window)
            return double.NaN;
        var (sum, present) = (0.0, 0);
        foreach (var value in values.Slice(end - window, window))
            if (!double.IsNaN(value))
                (sum, present) = (sum + value, present + 1);
        return present >= .9 * window ? sum / present : double.NaN;
    }

    private static double Volatility(ReadOnlySpan<double> variances, int end, int window) =>
        Math.Sqrt(Sum(variances, end, window) / window);

    /// <summary>The sum of the last <paramref name="window"/> values before <paramref name="end"/>, the oldest first.</summary>
    private static double Sum(ReadOnlySpan<double> values, int end, int window)
    {
        if (end < window)
            return double.NaN;
        var sum = 0.0;
        foreach (var value in values.Slice(end - window, window))
            sum += value;
        return sum;
    }

    /// <summary>NaN has many bit patterns: leave one.</summary>
    private static double Present(double value) => double.IsNaN(value) ? double.NaN : value;
}
