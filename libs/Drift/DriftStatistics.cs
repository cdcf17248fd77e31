using Volcast.Drift.Statistics;

namespace Volcast.Drift;

/// <summary>
/// How far a window's values are from those of the reference, by the definitions and default thresholds of Evidently 0.7 for a
/// numerical feature. These thresholds assume independent values. A persistent series exceeds them most of the time without any
/// drift, so <see cref="FeatureDrift"/> does not judge by them.
/// </summary>
/// <param name="KolmogorovSmirnov">max |F − G| of the two distribution functions; 0 to 1.</param>
/// <param name="KolmogorovSmirnovPValue">Its two-sided p-value: exact up to 10,000 values in a sample, else asymptotic.</param>
/// <param name="Wasserstein">The Wasserstein distance of order 1, divided by the reference's standard deviation (with divisor
/// n) or by .001 if that is larger; at least 0.</param>
/// <param name="PopulationStability">The population stability index of the binned shares; at least 0.</param>
/// <param name="JensenShannon">The Jensen–Shannon distance of the binned shares; 0 to √ln 2.</param>
public sealed record DriftStatistics(
    double KolmogorovSmirnov, double KolmogorovSmirnovPValue, double Wasserstein, double PopulationStability,
    double JensenShannon)
{
    /// <summary>Evidently reports drift if the p-value is at most this.</summary>
    public const double PValueThreshold = .05;

    /// <summary>Evidently reports drift if a distance (Wasserstein, PSI or Jensen–Shannon) is at least this.</summary>
    public const double DistanceThreshold = .1;

    /// <summary>The smallest standard deviation by which a distance is divided.</summary>
    private const double SmallestDeviation = .001;

    /// <summary>Compares two samples; values that are not finite are left out.</summary>
    /// <exception cref="ArgumentException">A sample holds no finite value.</exception>
    public static DriftStatistics Of(ReadOnlySpan<double> reference, ReadOnlySpan<double> window) =>
        OfFinite(Finite.Of(reference), Finite.Of(window));

    internal static DriftStatistics OfFinite(double[] reference, double[] window)
    {
        if (reference.Length == 0 || window.Length == 0)
            throw new ArgumentException("Reference and window must each hold at least one finite value.");
        var (sorted, inWindow) = EmpiricalDistance.Merge(reference, window);
        var distance = EmpiricalDistance.Of(sorted, inWindow);
        var bins = Bins.Of([.. sorted.Where((_, i) => !inWindow[i])], sorted);
        int[] referenceCounts = bins.CountsOf(reference), windowCounts = bins.CountsOf(window);
        return new(
            distance.Supremum,
            Statistics.KolmogorovSmirnov.PValue(distance.Supremum, reference.Length, window.Length),
            Normed(distance.Area, Moments.Of(reference).Deviation),
            Bins.PopulationStability(referenceCounts, windowCounts),
            Bins.JensenShannon(referenceCounts, windowCounts));
    }

    internal static double Normed(double distance, double deviation) => distance / Math.Max(deviation, SmallestDeviation);
}
