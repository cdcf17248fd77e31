namespace Volcast.Drift.Statistics;

/// <summary>The distances between the empirical distribution functions of two samples, F of the reference and G of the
/// window.</summary>
/// <param name="Supremum">max |F − G|, the statistic of Kolmogorov and Smirnov; 0 to 1.</param>
/// <param name="Area">∫ |F − G|, the Wasserstein distance of order 1, in the unit of the values.</param>
internal readonly record struct EmpiricalDistance(double Supremum, double Area)
{
    /// <summary>Both distances in one pass.</summary>
    /// <param name="sorted">The values of both samples, ascending.</param>
    /// <param name="inWindow">Whether a value belongs to the window; both samples hold at least one value.</param>
    public static EmpiricalDistance Of(ReadOnlySpan<double> sorted, ReadOnlySpan<bool> inWindow)
    {
        long windowCount = inWindow.Count(true);
        var referenceCount = sorted.Length - windowCount;
        var pairs = (double)referenceCount * windowCount;
        var (reference, window, largest, area) = (0L, 0L, 0L, 0.0);
        for (var i = 0; i + 1 < sorted.Length; i++)
        {
            if (inWindow[i])
                window++;
            else
                reference++;
            var gap = sorted[i + 1] - sorted[i];
            if (!(gap > 0))
                continue; // The functions are compared behind the last of equal values.
            var difference = Math.Abs(reference * windowCount - window * referenceCount);
            largest = Math.Max(largest, difference);
            area += difference / pairs * gap;
        }
        return new(largest / pairs, area);
    }

    /// <summary>Both samples together, ascending, and which values belong to the window.</summary>
    public static (double[] Sorted, bool[] InWindow) Merge(ReadOnlySpan<double> reference, ReadOnlySpan<double> window)
    {
        double[] sorted = [.. reference, .. window];
        var inWindow = new bool[sorted.Length];
        inWindow.AsSpan(reference.Length).Fill(true);
        Array.Sort(sorted, inWindow);
        return (sorted, inWindow);
    }
}
