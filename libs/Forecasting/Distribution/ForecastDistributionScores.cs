namespace Volcast.Forecasting.Distribution;

public sealed partial class ForecastDistribution
{
    /// <summary>Up to this half width of a step of the log variance, the closed forms of an integral cancel and a series is
    /// exact.</summary>
    private const double SmallStep = .1;

    private const int SeriesTerms = 10;

    /// <summary>The scores of the distribution of the volatility around a forecast, for one outcome.</summary>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="volatility">The outcome, annualised, decimal.</param>
    /// <returns>Absent below <see cref="MinimumResiduals"/> and without an outcome. The log score alone is NaN while all residuals
    /// are equal, because such a distribution has no density.</returns>
    public DensityScore Score(double variance, double volatility) =>
        HasInterval && variance > 0 && volatility > 0 && double.IsFinite(volatility)
            ? new(1 - ProbabilityAbove(variance, volatility), Crps(variance, volatility),
                SmoothedDensity.LogScore(p => Quantile(variance, p), Count, volatility))
            : DensityScore.Absent;

    /// <summary>The exact integral for the distribution of <see cref="Quantile"/>. Its distribution function is linear in the log
    /// of the volatility between the residuals and the ends of the intervals, and the outermost residuals have the probability
    /// beyond them.</summary>
    private double Crps(double variance, double volatility)
    {
        var ascending = residuals.Ascending;
        var knots = Knots();
        var scale = Math.Sqrt(variance);
        var outcome = 2 * Math.Log(volatility / scale);
        var (smallest, largest) = (scale * Math.Exp(ascending[0] / 2), scale * Math.Exp(ascending[^1] / 2));
        var score = Math.Max(smallest - volatility, 0) + Math.Max(volatility - largest, 0);
        var knot = knots.Length - 1;
        for (var i = 1; i < ascending.Length; i++)
        {
            var (from, end) = (ascending[i - 1], ascending[i]);
            var (share, last) = (ShareOf(i - 1), ShareOf(i));
            var slope = (end - from) / (last - share);
            while (share > last && end > from)
            {
                while (knots[knot - 1].Share >= share)
                    knot--;
                var next = Math.Max(knots[knot - 1].Share, last);
                var to = next == last ? end : from + slope * (next - share);
                score += Piece(from, to, Below(share), Below(next));
                (from, share) = (to, next);
            }
        }
        return score;

        double ShareOf(int rank) => 1 - (rank + 1.0) / (Count + 1);

        double Below(double share)
        {
            var (lower, upper) = (knots[knot - 1], knots[knot]);
            return 1 - lower.Probability
                - (upper.Probability - lower.Probability) * (share - lower.Share) / (upper.Share - lower.Share);
        }

        double Piece(double from, double to, double below, double belowEnd)
        {
            if (to <= outcome)
                return SquaredIntegral(scale, from, to, below, belowEnd);
            if (from >= outcome)
                return SquaredIntegral(scale, from, to, 1 - below, 1 - belowEnd);
            var at = below + (belowEnd - below) * (outcome - from) / (to - from);
            return SquaredIntegral(scale, from, outcome, below, at)
                + SquaredIntegral(scale, outcome, to, 1 - at, 1 - belowEnd);
        }
    }

    /// <summary>∫p² dx for x = scale·e^(u/2) and p linear in u. With h = (to − from)/2 it is x(from) times
    /// p² m₀ + 2p·d·m₁ + d² m₂, where mₖ = ∫tᵏ·h·e^(ht) dt over 0 to 1 and d is the change of p.</summary>
    private static double SquaredIntegral(double scale, double from, double to, double p, double pEnd)
    {
        var h = (to - from) / 2;
        if (!(h > 0))
            return 0;
        double m0 = 0, m1 = 0, m2 = 0;
        if (h > SmallStep)
        {
            var end = Math.Exp(h);
            m0 = end - 1;
            m1 = end - m0 / h;
            m2 = end - 2 * m1 / h;
        }
        else
            for (double power = 1, term = h; power <= SeriesTerms; power++, term *= h / (power - 1))
            {
                m0 += term / power;
                m1 += term / (power + 1);
                m2 += term / (power + 2);
            }
        var d = pEnd - p;
        return scale * Math.Exp(from / 2) * (p * p * m0 + 2 * p * d * m1 + d * d * m2);
    }
}
