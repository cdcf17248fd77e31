namespace Volcast.Volatility.Garch;

/// <summary>
/// GARCH(1,1) with Gaussian likelihood (Bollerslev 1986): h(t) = ω + α·e²(t−1) + β·h(t−1).
/// </summary>
/// <param name="Mean">μ, the mean return.</param>
/// <param name="Omega">ω, positive.</param>
/// <param name="Alpha">α, the weight of the last squared residual; not negative.</param>
/// <param name="Beta">β, the weight of the last variance; not negative.</param>
public sealed record GarchProcess(double Mean, double Omega, double Alpha, double Beta) : VarianceProcess(Mean)
{
    /// <summary>The share of a deviation from the unconditional variance that remains one session later; below 1 if
    /// stationary.</summary>
    public double Persistence => Alpha + Beta;

    public override IReadOnlyList<string> ParameterNames => GarchLikelihood.ParameterNames;
    public override IReadOnlyList<double> Parameters => [Mean, Omega, Alpha, Beta];

    public override double Next(double variance, double logReturn)
    {
        var e = logReturn - Mean;
        return Omega + Alpha * e * e + Beta * variance;
    }

    public override double First(ReadOnlySpan<double> returns) => Omega + Persistence * MeanSquaredResidual(returns);

    /// <summary>E[h(t+k)] = ω + (α + β)·E[h(t+k−1)].</summary>
    public override double[] Forecast(double next, int horizon) => LinearForecast(Omega, Persistence, next, horizon);

    /// <summary>Maximises the likelihood under ω &gt; 0, α, β ≥ 0, α + β &lt; 1.</summary>
    /// <param name="returns">In order, without gaps.</param>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    /// <exception cref="EstimationException">The returns are constant or too few, or no start converged.</exception>
    public static VarianceFit<GarchProcess> Fit(ReadOnlySpan<double> returns) =>
        MaximumLikelihood.Estimate("GARCH(1,1)", returns, scaled => new GarchLikelihood(scaled), (θ, scale) =>
            new GarchProcess(θ[0] * scale, θ[1] * scale * scale, θ[2], θ[3]));

    internal static double[] LinearForecast(double omega, double persistence, double next, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var variances = new double[horizon];
        variances[0] = next;
        for (var k = 1; k < horizon; k++)
            variances[k] = omega + persistence * variances[k - 1];
        return variances;
    }

    private protected override Likelihood Likelihood(double[] returns) => new GarchLikelihood(returns);
}
