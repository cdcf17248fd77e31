using MathNet.Numerics.Distributions;
using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>
/// The test of Diebold and Mariano (1995) that two forecasts lose equally on average, two-sided. With d the loss of the first
/// less that of the second, the statistic is d̄/√(V/n), V the long-run variance of d by Newey and West, times the
/// small-sample correction of Harvey, Leybourne and Newbold (1997), √((n + 1 − 2h + h(h − 1)/n)/n), against Student's t with
/// n − 1 degrees of freedom.
/// </summary>
/// <param name="MeanDifference">d̄, in the unit of the loss; positive where the second forecast is better.</param>
/// <param name="Statistic">Of the same sign; NaN where the differences do not vary.</param>
/// <param name="PValue">Two-sided; NaN where the statistic is.</param>
/// <param name="N">Origins.</param>
/// <param name="Lag">L of Bartlett's weights.</param>
public sealed record DieboldMariano(double MeanDifference, double Statistic, double PValue, int N, int Lag)
{
    /// <summary>A variance smaller than this, relative to the squared mean, is rounding.</summary>
    private const double Rounding = 1e-24;

    /// <summary>Compares two columns of losses on the same origins, in the order of time.</summary>
    /// <param name="first">The first forecast's losses.</param>
    /// <param name="second">The second's.</param>
    /// <param name="horizon">h, sessions ahead, of which neighbouring forecasts share h − 1; at least 1.</param>
    /// <param name="lag">L of Bartlett's weights; h − 1 by default.</param>
    /// <exception cref="ArgumentException">The columns differ in length, or are not longer than the horizon and the
    /// lag.</exception>
    public static DieboldMariano Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int horizon, int? lag = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var n = first.Length;
        if (second.Length != n)
            throw new ArgumentException($"{n} losses stand against {second.Length}: forecasts are compared on the same origins.");
        if (n <= horizon)
            throw new ArgumentException(
                $"{n} losses are too few to compare forecasts over {horizon} sessions; give more origins.");
        var differences = new double[n];
        for (var t = 0; t < n; t++)
            differences[t] = first[t] - second[t];
        var bartlett = lag ?? horizon - 1;
        var mean = differences.Average();
        var variance = NeweyWest.LongRunVariance(differences, bartlett);
        if (!(variance > Rounding * mean * mean))
            return new(mean, double.NaN, double.NaN, n, bartlett);
        double h = horizon;
        var correction = Math.Sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n);
        var statistic = correction * mean / Math.Sqrt(variance / n);
        return new(mean, statistic, 2 * StudentT.CDF(0, 1, n - 1, -Math.Abs(statistic)), n, bartlett);
    }

    /// <summary>
    /// The same test on every h-th origin, beginning with each of the first h: targets that do not overlap (for five sessions,
    /// one weekday's forecasts), so that no long-run variance is needed. One result for each offset, lag 0. They are not
    /// independent of each other: agreement is what to look for, not the smallest p-value.
    /// </summary>
    /// <exception cref="ArgumentException">The columns differ in length, or hold fewer than two origins for an
    /// offset.</exception>
    public static IReadOnlyList<DieboldMariano> NonOverlapping(double[] first, double[] second, int horizon) =>
        [.. Enumerable.Range(0, horizon).Select(offset =>
            Test(EveryNth(first, horizon, offset), EveryNth(second, horizon, offset), horizon: 1))];

    private static double[] EveryNth(double[] values, int step, int offset) =>
        [.. values.Where((_, t) => t % step == offset)];
}
