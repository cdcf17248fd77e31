namespace Volcast.Volatility;

/// <summary>How good a model's intervals are, on annualised volatility.</summary>
/// <param name="N">Origins with an interval and an outcome.</param>
/// <param name="Coverage">The share of outcomes inside, ends included.</param>
/// <param name="Below">The share of outcomes under the interval.</param>
/// <param name="Above">The share of outcomes over it.</param>
/// <param name="MeanWidth">Volatility, decimal.</param>
/// <param name="MeanWinkler">Volatility, decimal; smaller is better.</param>
public sealed record IntervalScore(
    int N, double Coverage, double Below, double Above, double MeanWidth, double MeanWinkler)
{
    /// <summary>
    /// Winkler's (1972) score of one central interval, a proper score (Gneiting and Raftery 2007): u − l, and 2/α times the
    /// distance of an outcome outside, α = 1 − coverage. In the unit of the values.
    /// </summary>
    /// <param name="outcome">What happened.</param>
    /// <param name="lower">l.</param>
    /// <param name="upper">u, not below l.</param>
    /// <param name="coverage">Nominal, between 0 and 1.</param>
    public static double Winkler(double outcome, double lower, double upper, double coverage)
    {
        if (!(coverage is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "A nominal coverage lies between 0 and 1.");
        if (lower > upper)
            throw new ArgumentException($"The lower bound {lower} of an interval is above its upper bound {upper}.");
        return upper - lower + 2 / (1 - coverage) * (Math.Max(lower - outcome, 0) + Math.Max(outcome - upper, 0));
    }

    /// <summary>Scores the roots of columns of annualised variance; rows where a bound or the outcome is NaN are left out, and
    /// where all are, the shares and means are NaN.</summary>
    /// <exception cref="ArgumentException">The columns differ in length, or a lower bound is above its upper bound.</exception>
    public static IntervalScore Of(
        ReadOnlySpan<double> realizedVariance, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, double coverage)
    {
        if (lower.Length != realizedVariance.Length || upper.Length != realizedVariance.Length)
            throw new ArgumentException(
                $"{realizedVariance.Length} outcomes need as many bounds, but there are {lower.Length} lower and "
                + $"{upper.Length} upper bounds.");
        var (n, below, above) = (0, 0, 0);
        var (width, winkler) = (0.0, 0.0);
        for (var row = 0; row < realizedVariance.Length; row++)
        {
            var (outcome, from, to) = (Math.Sqrt(realizedVariance[row]), Math.Sqrt(lower[row]), Math.Sqrt(upper[row]));
            if (double.IsNaN(outcome + from + to))
                continue;
            n++;
            below += realizedVariance[row] < lower[row] ? 1 : 0;
            above += realizedVariance[row] > upper[row] ? 1 : 0;
            width += to - from;
            winkler += Winkler(outcome, from, to, coverage);
        }
        double count = n;
        return new(n, (n - below - above) / count, below / count, above / count, width / count, winkler / count);
    }
}
