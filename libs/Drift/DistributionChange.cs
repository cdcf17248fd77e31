namespace Volcast.Drift;

/// <summary>The histograms of a series then and now, over the same bins of equal width.</summary>
/// <param name="Least">The lower edge of the first bin, in the unit of the series.</param>
/// <param name="Most">The upper edge of the last bin, larger than <paramref name="Least"/>.</param>
/// <param name="Reference">For each bin the share of the values before the window, from 0 to 1.</param>
/// <param name="Window">For each bin the share of the newest values, from 0 to 1.</param>
/// <param name="ReferenceCount">The finite values before the window, at least 1.</param>
/// <param name="WindowCount">The finite newest values, at least 1.</param>
public sealed record DistributionChange(double Least, double Most, IReadOnlyList<double> Reference, IReadOnlyList<double> Window,
    int ReferenceCount, int WindowCount)
{
    /// <summary>Bins of equal width.</summary>
    public const int Bins = 30;

    /// <summary>Compares the values of <see cref="ComparedWindows"/>; those that are not finite are left out. Null if one of the
    /// two has no value, or if all values are equal.</summary>
    /// <param name="values">One for each session, ascending.</param>
    public static DistributionChange? Of(ReadOnlySpan<double> values)
    {
        ComparedWindows.Split(values, out var reference, out var window);
        double[] then = [.. reference.ToArray().Where(double.IsFinite)];
        double[] now = [.. window.ToArray().Where(double.IsFinite)];
        if (then.Length == 0 || now.Length == 0)
            return null;
        var (least, most) = (Math.Min(then.Min(), now.Min()), Math.Max(then.Max(), now.Max()));
        return most > least
            ? new(least, most, Shares(then, least, most), Shares(now, least, most), then.Length, now.Length)
            : null;
    }

    /// <summary>A value on an edge belongs to the upper bin, the largest value to the last bin.</summary>
    private static double[] Shares(double[] values, double least, double most)
    {
        var counts = new int[Bins];
        foreach (var value in values)
            counts[Math.Min((int)((value - least) / (most - least) * Bins), Bins - 1)]++;
        return Array.ConvertAll(counts, count => (double)count / values.Length);
    }
}
