namespace Volcast.Drift.Statistics;

/// <summary>The mean and the standard deviation with divisor n.</summary>
internal readonly record struct Moments(double Mean, double Deviation)
{
    /// <param name="values">At least one.</param>
    public static Moments Of(ReadOnlySpan<double> values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return new(mean, Math.Sqrt(squares / values.Length));
    }
}
