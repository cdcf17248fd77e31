using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Volcast.Evaluation.Comparison;

/// <summary>A likelihood-ratio test.</summary>
/// <param name="Statistic">−2 ln of the likelihood ratio; not negative.</param>
/// <param name="PValue">From the χ² distribution, which the statistic follows under the hypothesis.</param>
public readonly record struct LikelihoodRatio(double Statistic, double PValue);

/// <summary>Tests whether losses exceed a value-at-risk at the nominal rate and without clusters. Periods must not overlap: the
/// hits of overlapping five-session losses are dependent by construction, so use every fifth origin.</summary>
/// <param name="Days">The number of periods.</param>
/// <param name="Hits">The number of periods whose loss exceeded the value-at-risk.</param>
/// <param name="UnconditionalCoverage">Kupiec's (1995) test of the share of hits; χ² with one degree of freedom.</param>
/// <param name="Independence">Christoffersen's (1998) test that the probability of a hit does not depend on the previous period;
/// χ² with one.</param>
/// <param name="ConditionalCoverage">Christoffersen's test of both, the sum of the two statistics; χ² with two.</param>
public sealed record ValueAtRiskBacktest(
    int Days, int Hits, LikelihoodRatio UnconditionalCoverage, LikelihoodRatio Independence, LikelihoodRatio ConditionalCoverage)
{
    /// <summary>Computes all three tests.</summary>
    /// <param name="hits">One for each period, in time order; see <see cref="Exceedances"/>.</param>
    /// <param name="probability">The nominal probability of a hit, such as .01; between 0 and 1.</param>
    /// <exception cref="ArgumentException">There are fewer than two periods, or the probability is not between 0 and
    /// 1.</exception>
    public static ValueAtRiskBacktest Of(ReadOnlySpan<bool> hits, double probability)
    {
        var count = 0;
        foreach (var hit in hits)
            count += hit ? 1 : 0;
        var (unconditional, independence) = (Kupiec(count, hits.Length, probability), Christoffersen(hits));
        var both = unconditional.Statistic + independence.Statistic;
        return new(hits.Length, count, unconditional, independence, new(both, Math.Exp(-both / 2)));
    }

    /// <summary>Marks the periods whose loss exceeded the value-at-risk.</summary>
    /// <param name="logReturns">Decimal, one for each period.</param>
    /// <param name="valueAtRisk">The value-at-risk of each period, a positive decimal.</param>
    public static bool[] Exceedances(ReadOnlySpan<double> logReturns, ReadOnlySpan<double> valueAtRisk)
    {
        if (logReturns.Length != valueAtRisk.Length)
            throw new ArgumentException(
                $"{logReturns.Length} returns cannot be compared with {valueAtRisk.Length} values at risk.");
        var hits = new bool[logReturns.Length];
        for (var i = 0; i < hits.Length; i++)
            hits[i] = double.IsFinite(logReturns[i]) && double.IsFinite(valueAtRisk[i])
                ? logReturns[i] < -valueAtRisk[i]
                : throw new ArgumentException($"Period {i} has a return of {logReturns[i]} and a value at risk of "
                    + $"{valueAtRisk[i]}; omit periods without either.");
        return hits;
    }

    /// <summary>Kupiec's proportion of failures: −2 ln [p^x (1 − p)^(n − x) / (π^x (1 − π)^(n − x))], π = x/n.</summary>
    /// <param name="hits">x, from 0 to n.</param>
    /// <param name="days">n, at least 1.</param>
    /// <param name="probability">p, between 0 and 1.</param>
    public static LikelihoodRatio Kupiec(int hits, int days, double probability)
    {
        if (!(probability is > 0 and < 1))
            throw new ArgumentOutOfRangeException(
                nameof(probability), probability, "The probability of a hit must lie between 0 and 1.");
        if (days < 1 || hits < 0 || hits > days)
            throw new ArgumentException($"{hits} hits in {days} periods are impossible; give at least one period.");
        var observed = LogLikelihood(days - hits, hits, (double)hits / days);
        return OneDegree(2 * (observed - LogLikelihood(days - hits, hits, probability)));
    }

    /// <summary>The power of <see cref="Kupiec"/>: the exact probability that its p-value is below a level, if the number of hits
    /// is binomial with another probability than the nominal one.</summary>
    /// <param name="days">The number of periods, at least 1.</param>
    /// <param name="probability">The nominal probability of a hit, between 0 and 1.</param>
    /// <param name="actual">The true probability of a hit, between 0 and 1. With the nominal one, the result is the size of the
    /// test, which is not exactly the level because the number of hits is whole.</param>
    /// <param name="level">Of the test.</param>
    public static double KupiecPower(int days, double probability, double actual, double level = .05)
    {
        var power = 0.0;
        for (var hits = 0; hits <= days; hits++)
            if (Kupiec(hits, days, probability).PValue < level)
                power += Binomial.PMF(actual, days, hits);
        return Math.Min(power, 1);
    }

    /// <summary>Christoffersen's independence test. With n_ij the number of periods in state j after one in state i (1 is a hit),
    /// it compares the likelihood of one probability of a hit with that of two: π_0 after no hit and π_1 after a hit. If there
    /// are no hits, or only hits, the statistic is 0.</summary>
    /// <exception cref="ArgumentException">There are fewer than two periods.</exception>
    public static LikelihoodRatio Christoffersen(ReadOnlySpan<bool> hits)
    {
        if (hits.Length < 2)
            throw new ArgumentException("The independence test needs at least two periods.", nameof(hits));
        Span<int> counts = [0, 0, 0, 0]; // n00 n01 n10 n11
        for (var t = 1; t < hits.Length; t++)
            counts[(hits[t - 1] ? 2 : 0) + (hits[t] ? 1 : 0)]++;
        var (n00, n01, n10, n11) = (counts[0], counts[1], counts[2], counts[3]);
        var one = LogLikelihood(n00 + n10, n01 + n11, (n01 + n11) / (hits.Length - 1.0));
        var two = LogLikelihood(n00, n01, Share(n01, n00)) + LogLikelihood(n10, n11, Share(n11, n10));
        return OneDegree(2 * (two - one));

        static double Share(int hits, int others) => hits == 0 ? 0 : (double)hits / (hits + others);
    }

    /// <summary>ln [p^hits (1 − p)^others], with 0⁰ = 1.</summary>
    private static double LogLikelihood(int others, int hits, double p) =>
        (others == 0 ? 0 : others * Math.Log(1 - p)) + (hits == 0 ? 0 : hits * Math.Log(p));

    private static LikelihoodRatio OneDegree(double statistic)
    {
        var positive = Math.Max(statistic, 0); // Only rounding can make it negative.
        return new(positive, SpecialFunctions.Erfc(Math.Sqrt(positive / 2)));
    }
}
