namespace Volcast.Volatility.Garch;

/// <summary>
/// GJR-GARCH(1,1) (Glosten, Jagannathan and Runkle 1993) whose z is Student's t scaled to unit variance (Bollerslev 1987):
/// h(t) = ω + (α + γ·[e(t−1) &lt; 0])·e²(t−1) + β·h(t−1). A fall may raise the variance by more than a rise does.
/// </summary>
/// <param name="Mean">μ, the mean return.</param>
/// <param name="Omega">ω, positive.</param>
/// <param name="Alpha">α, the effect of the square of a rise; not negative.</param>
/// <param name="Gamma">γ, the additional effect of the square of a fall; α + γ is not negative.</param>
/// <param name="Beta">β, the weight of the last variance; not negative.</param>
/// <param name="DegreesOfFreedom">ν, more than 2; small for fat tails.</param>
public sealed record GjrGarchProcess(
    double Mean, double Omega, double Alpha, double Gamma, double Beta, double DegreesOfFreedom) : VarianceProcess(Mean)
{
    /// <summary>The share of a deviation from the unconditional variance that remains after one session: z is symmetric, and
    /// half of its variance falls on either side.</summary>
    public double Persistence => Alpha + Gamma / 2 + Beta;

    public override IReadOnlyList<string> ParameterNames => GjrGarchLikelihood.ParameterNames;
    public override IReadOnlyList<double> Parameters => [Mean, Omega, Alpha, Gamma, Beta, DegreesOfFreedom];

    public override double Next(double variance, double logReturn)
    {
        var e = logReturn - Mean;
        return Omega + (e < 0 ? Alpha + Gamma : Alpha) * e * e + Beta * variance;
    }

    public override double First(ReadOnlySpan<double> returns) => Omega + Persistence * MeanSquaredResidual(returns);

    /// <summary>E[h(t+k)] = ω + (α + γ/2 + β)·E[h(t+k−1)].</summary>
    public override double[] Forecast(double next, int horizon) =>
        GarchProcess.LinearForecast(Omega, Persistence, next, horizon);

    /// <summary>Maximises the likelihood under ω &gt; 0, α, α + γ, β ≥ 0, α + γ/2 + β &lt; 1, 2 &lt; ν ≤ 1000.</summary>
    /// <inheritdoc cref="GarchProcess.Fit"/>
    public static VarianceFit<GjrGarchProcess> Fit(ReadOnlySpan<double> returns) =>
        MaximumLikelihood.Estimate("GJR-GARCH(1,1)-t", returns, scaled => new GjrGarchLikelihood(scaled), (θ, scale) =>
            new GjrGarchProcess(θ[0] * scale, θ[1] * scale * scale, θ[2], θ[3], θ[4], θ[5]));

    private protected override Likelihood Likelihood(double[] returns) => new GjrGarchLikelihood(returns);
}
