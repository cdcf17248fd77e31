namespace Volcast.Drift.Statistics;

/// <summary>The two-sided p-value of the two-sample test of Kolmogorov (1933) and Smirnov (1939), which assumes independent
/// values.</summary>
internal static class KolmogorovSmirnov
{
    /// <summary>With more values in a sample the p-value is asymptotic, as in SciPy's <c>auto</c>.</summary>
    private const int MaximumExactCount = 10_000;

    /// <summary>The probability of a statistic of at least <paramref name="statistic"/> if both samples have one law.</summary>
    public static double PValue(double statistic, int referenceCount, int windowCount)
    {
        double reference = referenceCount, window = windowCount;
        var p = Math.Max(referenceCount, windowCount) <= MaximumExactCount
            ? Exact(statistic, referenceCount, windowCount)
            : KolmogorovDistribution.Survival((int)Math.Round(reference * window / (reference + window)), statistic);
        return Math.Clamp(p, 0, 1);
    }

    /// <summary>
    /// Hodges (1958): the share of the lattice paths from (0, 0) to (m, n) that reach |x/m − y/n| ≥ d. A path to (x, y) came
    /// from (x − 1, y) with probability x/(x + y), so the shares follow from those of its two predecessors.
    /// </summary>
    private static double Exact(double statistic, int referenceCount, int windowCount)
    {
        var (m, n) = (Math.Max(referenceCount, windowCount), Math.Min(referenceCount, windowCount));
        // x/m − y/n in units of 1/(m·n), where it is an integer.
        var limit = (long)Math.Round(statistic * m * n);
        if (limit == 0)
            return 1;
        var outside = new double[n + 1];
        for (var x = 0; x <= m; x++)
            for (var y = 0; y <= n; y++)
                outside[y] = Math.Abs((long)x * n - (long)y * m) >= limit ? 1
                    : x + y == 0 ? 0
                    : y == 0 ? outside[0]
                    : x == 0 ? outside[y - 1]
                    : (x * outside[y] + y * outside[y - 1]) / (x + y);
        return outside[n];
    }
}
