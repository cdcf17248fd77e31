using System.Runtime.CompilerServices;

namespace Volcast.Market.Simulation;

/// <summary>
/// The parameters of the simulated market's variance and of its volatility indices. The model is a two-factor log-linear
/// stochastic volatility (Chernov, Gallant, Ghysels and Tauchen 2003) whose fast factor jumps upwards together with falls of the
/// price (Eraker, Johannes and Polson 2003; Eraker 2004):
/// <code>
/// v      = exp(α + x₁ + x₂)                                 annualised spot variance
/// dxᵢ    = −κᵢ xᵢ dt + sᵢ √(2κᵢ) dWᵢ  (+ Z dN for x₁)        Z exponential with mean μ, N Poisson with intensity λ
/// d ln S = drift dt + √v dB + J dN                          corr(dB, dWᵢ) = ρᵢ
/// J      = √(v/252) · (−b Z/μ + ξ ε)                        ε standard normal
/// </code>
/// Time is in trading years of 252 sessions. α follows from <see cref="LongRunVolatility"/>. The defaults were set by hand so
/// that the statistics of simulated histories lie near those of SPY, VIX and VIX3M from 2000 to 2021 (see the tests).
/// </summary>
public sealed record SimulationParameters
{
    /// <summary>Root of the mean annualised variance of the market, jumps included; decimal.</summary>
    public double LongRunVolatility { get; init; } = 0.18;

    /// <summary>κ₁, per trading year: how fast the fast factor returns to its mean; 20 halves it in 8.7 sessions.</summary>
    public double FastMeanReversion { get; init; } = 20;

    /// <summary>s₁: stationary standard deviation of the fast factor without its jumps, in log variance.</summary>
    public double FastDeviation { get; init; } = 0.55;

    /// <summary>ρ₁: correlation of the fast factor's shocks with the return's, the leverage effect (Black 1976).</summary>
    public double FastLeverage { get; init; } = -0.85;

    /// <summary>κ₂, per trading year, of the slow factor; 1.6 halves it in 109 sessions.</summary>
    public double SlowMeanReversion { get; init; } = 1.6;

    /// <summary>s₂: stationary standard deviation of the slow factor, in log variance.</summary>
    public double SlowDeviation { get; init; } = 0.75;

    /// <summary>ρ₂: correlation of the slow factor's shocks with the return's.</summary>
    public double SlowLeverage { get; init; } = -0.5;

    /// <summary>λ: jumps per trading year.</summary>
    public double JumpsPerYear { get; init; } = 6;

    /// <summary>μ: mean jump of the fast factor, in log variance; below 1, or the expected variance is infinite.</summary>
    public double VarianceJump { get; init; } = 0.5;

    /// <summary>b: mean fall of the price in a jump, in daily standard deviations of the moment.</summary>
    public double PriceJump { get; init; } = 0.8;

    /// <summary>ξ: standard deviation of a price jump given the variance's, in daily standard deviations of the moment.</summary>
    public double PriceJumpDeviation { get; init; } = 1.3;

    /// <summary>Share of a session's trading time that passes overnight, from the close before to the open.</summary>
    public double OvernightShare { get; init; } = 0.3;

    /// <summary>Intraday steps a session. Extremes are drawn between steps, so that the range does not depend on their
    /// number.</summary>
    public int StepsPerSession { get; init; } = 39;

    /// <summary>Mean of the 30-day premium ln(VIX² / expected variance), at the long-run variance: what sellers of variance
    /// earn (Carr and Wu 2009).</summary>
    public double Premium30 { get; init; } = 0.27;

    /// <summary>Mean of the 93-day premium ln(VIX3M² / expected variance), at the long-run variance.</summary>
    public double Premium93 { get; init; } = 0.39;

    /// <summary>δ: how much the premium shrinks when the expected variance grows, per unit of its log; premiums are relatively
    /// highest in calm.</summary>
    public double PremiumElasticity { get; init; } = 0.15;

    /// <summary>Stationary standard deviation of the noise in the 30-day premium, in log variance; the
    /// 93-day premium takes three quarters of it.</summary>
    public double PremiumDeviation { get; init; } = 0.32;

    /// <summary>Mean reversion of the premium's noise, per trading year; 8 halves it in 22 sessions.</summary>
    public double PremiumMeanReversion { get; init; } = 8;

    /// <summary>Standard deviation of the 93-day premium's own noise, which returns equally fast.</summary>
    public double OwnPremiumDeviation93 { get; init; } = 0.06;

    /// <summary>The first session of another law of the volatility indices: from it on, both premiums change by
    /// <see cref="PremiumChange"/>. Prices and their variance keep their law, so only what the indices say about them changes.
    /// Null for no break.</summary>
    public DateOnly? Break { get; init; }

    /// <summary>By how much both premiums change on the session <see cref="Break"/>, in log variance. By default the indices
    /// are .35 times as high as they would be without it.</summary>
    public double PremiumChange { get; init; } = -3 * Math.Log(2);

    /// <exception cref="ArgumentOutOfRangeException">A parameter is outside its range; the message names it.</exception>
    internal void Validate()
    {
        Require(LongRunVolatility > 0, LongRunVolatility, "above 0");
        Require(FastMeanReversion > 0, FastMeanReversion, "above 0");
        Require(SlowMeanReversion > 0, SlowMeanReversion, "above 0");
        Require(PremiumMeanReversion > 0, PremiumMeanReversion, "above 0");
        Require(FastDeviation >= 0, FastDeviation, "0 or more");
        Require(SlowDeviation >= 0, SlowDeviation, "0 or more");
        Require(PriceJumpDeviation >= 0, PriceJumpDeviation, "0 or more");
        Require(PremiumDeviation >= 0, PremiumDeviation, "0 or more");
        Require(OwnPremiumDeviation93 >= 0, OwnPremiumDeviation93, "0 or more");
        Require(Math.Abs(FastLeverage) <= 1, FastLeverage, "from -1 to 1");
        Require(Math.Abs(SlowLeverage) <= 1, SlowLeverage, "from -1 to 1");
        Require(JumpsPerYear >= 0, JumpsPerYear, "0 or more");
        Require(VarianceJump is >= 0 and < 1, VarianceJump, "from 0 to below 1, or the expected variance is infinite");
        Require(OvernightShare is > 0 and < 1, OvernightShare, "between 0 and 1");
        Require(StepsPerSession >= 1, StepsPerSession, "1 or more");
        Require(double.IsFinite(PremiumChange), PremiumChange, "a finite number");

        static void Require(bool holds, double value, string range, [CallerArgumentExpression(nameof(value))] string name = "")
        {
            if (!holds)
                throw new ArgumentOutOfRangeException(
                    name, value, $"Simulation parameter {name} is {value}; it must be {range}.");
        }
    }
}
