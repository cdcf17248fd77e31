namespace Volcast.Drift.Statistics;

/// <summary>Leaves missing values out.</summary>
internal static class Finite
{
    /// <summary>The values that are neither NaN nor infinite, in their order.</summary>
    public static double[] Of(ReadOnlySpan<double> values)
    {
        var finite = new List<double>(values.Length);
        foreach (var value in values)
            if (double.IsFinite(value))
                finite.Add(value);
        return [.. finite];
    }
}
