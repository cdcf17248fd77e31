using MathNet.Numerics.Distributions;

namespace Volcast.Volatility.Garch;

/// <summary>
/// EGARCH(1,1) with Gaussian z (Nelson 1991): ln h(t) = ω + β·ln h(t−1) + g(z(t−1)), g(z) = α·z + γ·(|z| − √(2/π)).
/// </summary>
/// <remarks>z is Gaussian because with Student's t, E[exp(γ|z|)] is infinite for every γ &gt; 0 (Nelson 1991): no variance more
/// than one session ahead would have an expectation.</remarks>
/// <param name="Mean">μ, the mean return.</param>
/// <param name="Omega">ω.</param>
/// <param name="Alpha">α, the effect of the sign; negative if a fall raises the variance.</param>
/// <param name="Gamma">γ, the effect of the size.</param>
/// <param name="Beta">β, the weight of the last log variance; |β| &lt; 1.</param>
public sealed record EgarchProcess(double Mean, double Omega, double Alpha, double Gamma, double Beta) : VarianceProcess(Mean)
{
    /// <summary>E|z| = √(2/π).</summary>
    internal static readonly double MeanAbsolute = Math.Sqrt(2 / Math.PI);

    public override IReadOnlyList<string> ParameterNames => EgarchLikelihood.ParameterNames;
    public override IReadOnlyList<double> Parameters => [Mean, Omega, Alpha, Gamma, Beta];

    public override double Next(double variance, double logReturn)
    {
        var z = (logReturn - Mean) / Math.Sqrt(variance);
        return Math.Exp(Omega + Beta * Math.Log(variance) + Alpha * z + Gamma * (Math.Abs(z) - MeanAbsolute));
    }

    /// <summary>The return before the first is taken to be the mean return.</summary>
    public override double First(ReadOnlySpan<double> returns)
    {
        var mean = 0.0;
        foreach (var r in returns)
            mean += r / returns.Length;
        return Next(MeanSquaredResidual(returns), mean);
    }

    /// <summary>
    /// In closed form (Nelson 1991, theorem A1.1): ln h(t+k) = β^(k−1)·ln h(t+1) + Σ β^j·(ω + g(z(t+k−1−j))), j = 0 … k−2,
    /// whose z are independent, so that E[h(t+k)] = h(t+1)^(β^(k−1)) · Π exp(β^j·ω)·E[exp(β^j·g(z))].
    /// </summary>
    public override double[] Forecast(double next, int horizon)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        var variances = new double[horizon];
        var logNext = Math.Log(next);
        var (logFactor, power) = (0.0, 1.0);
        for (var k = 0; k < horizon; k++)
        {
            variances[k] = Math.Exp(power * logNext + logFactor);
            logFactor += power * Omega + LogExpectedNews(power);
            power *= Beta;
        }
        return variances;
    }

    /// <summary>Maximises the likelihood under |β| &lt; 1.</summary>
    /// <inheritdoc cref="GarchProcess.Fit"/>
    public static VarianceFit<EgarchProcess> Fit(ReadOnlySpan<double> returns) =>
        MaximumLikelihood.Estimate("EGARCH(1,1)", returns, scaled => new EgarchLikelihood(scaled), (θ, scale) =>
            new EgarchProcess(θ[0] * scale, θ[1] + (1 - θ[4]) * 2 * Math.Log(scale), θ[2], θ[3], θ[4]));

    private protected override Likelihood Likelihood(double[] returns) => new EgarchLikelihood(returns);

    /// <summary>ln E[exp(b·g(z))]: with u = b(γ + α) and d = b(γ − α), E[exp(b(αz + γ|z|))] = e^(u²/2)Φ(u) +
    /// e^(d²/2)Φ(d).</summary>
    private double LogExpectedNews(double b)
    {
        var (u, d) = (b * (Gamma + Alpha), b * (Gamma - Alpha));
        var expected = Math.Exp(u * u / 2) * Normal.CDF(0, 1, u) + Math.Exp(d * d / 2) * Normal.CDF(0, 1, d);
        return Math.Log(expected) - b * Gamma * MeanAbsolute;
    }
}
