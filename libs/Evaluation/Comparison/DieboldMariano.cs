using MathNet.Numerics.Distributions;
using Volcast.Market;
using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>
/// The two-sided test of Diebold and Mariano (1995) of equal mean losses of two forecasts. With d the loss of the first minus
/// that of the second, the statistic is d̄/√(V/n) times the small-sample correction of Harvey, Leybourne and Newbold (1997),
/// √((n + 1 − 2h + h(h − 1)/n)/n). V is the long-run variance of d by Newey and West. The reference is Student's t with n − 1
/// degrees of freedom.
/// </summary>
/// <param name="MeanDifference">d̄, in the unit of the loss; positive if the second forecast is better.</param>
/// <param name="Statistic">Has the sign of d̄; NaN if the differences do not vary.</param>
/// <param name="PValue">Two-sided; NaN if the statistic is NaN.</param>
/// <param name="N">The number of origins.</param>
/// <param name="Lag">L, the lag of Bartlett's weights; 0 for a test without them.</param>
public sealed record DieboldMariano(double MeanDifference, double Statistic, double PValue, int N, int Lag)
{
    /// <summary>A variance below this share of the squared mean is rounding error.</summary>
    private const double Rounding = 1e-24;

    /// <summary>Compares two columns of losses on the same origins, in time order.</summary>
    /// <param name="first">The first forecast's losses.</param>
    /// <param name="second">The second's.</param>
    /// <param name="horizon">h, sessions ahead, at least 1; the targets of neighbouring forecasts share h − 1 sessions.</param>
    /// <param name="lag">L, the lag of Bartlett's weights; h − 1 by default.</param>
    /// <exception cref="ArgumentException">The columns differ in length, or are not longer than the horizon and the
    /// lag.</exception>
    public static DieboldMariano Test(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int horizon, int? lag = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var differences = Differences(first, second);
        var n = differences.Length;
        if (n <= horizon)
            throw new ArgumentException(
                $"{n} losses are too few to compare forecasts over {Counted.Of(horizon, "session")}; give more origins.");
        var bartlett = lag ?? horizon - 1;
        double h = horizon;
        var correction = Math.Sqrt((n + 1 - 2 * h + h * (h - 1) / n) / n);
        return Of(differences, NeweyWest.LongRunVariance(differences, bartlett), correction, n - 1, bartlett);
    }

    /// <summary>
    /// The same test with the long-run variance of <see cref="CosineVariance"/>, d̄/√(V/n), and Student's t with as many degrees
    /// of freedom as cosines. Where few separate windows are in the sample, its size is closer to the nominal one and its power
    /// smaller.
    /// </summary>
    /// <param name="first">The first forecast's losses.</param>
    /// <param name="second">The second's, on the same origins, in time order.</param>
    /// <param name="cosines">ν, at least 1 and less than the number of losses.</param>
    /// <exception cref="ArgumentException">The columns differ in length, or are not longer than the number of
    /// cosines.</exception>
    public static DieboldMariano TestWithCosines(ReadOnlySpan<double> first, ReadOnlySpan<double> second, int cosines)
    {
        var differences = Differences(first, second);
        return Of(differences, CosineVariance.LongRunVariance(differences, cosines), correction: 1, cosines, lag: 0);
    }

    private static double[] Differences(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        var n = first.Length;
        if (second.Length != n)
            throw new ArgumentException($"{n} losses cannot be compared with {second.Length}: give losses on the same origins.");
        var differences = new double[n];
        for (var t = 0; t < n; t++)
            differences[t] = first[t] - second[t];
        return differences;
    }

    private static DieboldMariano Of(double[] differences, double variance, double correction, int degreesOfFreedom, int lag)
    {
        var (n, mean) = (differences.Length, differences.Average());
        if (!(variance > Rounding * mean * mean))
            return new(mean, double.NaN, double.NaN, n, lag);
        var statistic = correction * mean / Math.Sqrt(variance / n);
        return new(mean, statistic, 2 * StudentT.CDF(0, 1, degreesOfFreedom, -Math.Abs(statistic)), n, lag);
    }

    /// <summary>The same test on every h-th origin, from each of the first h origins. These targets do not overlap (for five
    /// sessions, the forecasts of one weekday), so no long-run variance is needed. There is one result for each offset, with lag
    /// 0. The results depend on each other: look for agreement, not for the smallest p-value.</summary>
    /// <exception cref="ArgumentException">The columns differ in length, or hold fewer than two origins for an
    /// offset.</exception>
    public static IReadOnlyList<DieboldMariano> NonOverlapping(double[] first, double[] second, int horizon) =>
        [.. Enumerable.Range(0, horizon).Select(offset =>
            Test(EveryNth(first, horizon, offset), EveryNth(second, horizon, offset), horizon: 1))];

    private static double[] EveryNth(double[] values, int step, int offset) =>
        [.. values.Where((_, t) => t % step == offset)];
}
