namespace Volcast.Market.Simulation;

/// <summary>
/// The model's expectation of the market's mean annualised variance, jumps included, from now to a horizon τ, given the two
/// factors. The expected spot variance at lag s is a closed form,
/// <code>
/// E[v(s)] = exp(α + x₁e^(−κ₁s) + x₂e^(−κ₂s) + ½ Var(s)) · ((1 − μe^(−κ₁s)) / (1 − μ))^(λ/κ₁)
/// Var(s)  = s₁²(1 − e^(−2κ₁s)) + s₂²(1 − e^(−2κ₂s)) + 2ρ₁ρ₂g₁g₂ (1 − e^(−(κ₁+κ₂)s))/(κ₁+κ₂),   gᵢ = sᵢ√(2κᵢ),
/// </code>
/// the last factor of E[v] being the moment generating function of an Ornstein–Uhlenbeck process with exponential jumps
/// (Barndorff-Nielsen and Shephard 2001). Jumps of the price add the share λ(2b² + ξ²)/252. The mean over (0, τ) is taken by
/// Gauss–Legendre quadrature with 12 nodes, whose error is below 1e-7 of the value.
/// </summary>
internal sealed class VarianceExpectation
{
    private const int Nodes = 12;
    private readonly double[] weight = new double[Nodes];
    private readonly double[] fastDecay = new double[Nodes];
    private readonly double[] slowDecay = new double[Nodes];

    /// <param name="parameters">The model's parameters.</param>
    /// <param name="horizon">τ in trading years.</param>
    public VarianceExpectation(SimulationParameters parameters, double horizon)
    {
        for (var j = 0; j < Nodes; j++)
        {
            var (node, nodeWeight) = GaussLegendre(j);
            var lag = horizon * (node + 1) / 2;
            fastDecay[j] = Math.Exp(-parameters.FastMeanReversion * lag);
            slowDecay[j] = Math.Exp(-parameters.SlowMeanReversion * lag);
            weight[j] = nodeWeight / 2 * MeanSpotVariance(parameters, lag, Level(parameters)) * (1 + JumpShare(parameters));
        }
    }

    /// <summary>α: the log spot variance at which both factors are zero.</summary>
    public static double Level(SimulationParameters p) =>
        2 * Math.Log(p.LongRunVolatility) - Math.Log((1 + JumpShare(p)) * MeanSpotVariance(p, double.PositiveInfinity, 0));

    /// <summary>λ(2b² + ξ²)/252: expected squared price jumps per year as a share of the diffusion's variance.</summary>
    public static double JumpShare(SimulationParameters p) =>
        p.JumpsPerYear / SessionClock.SessionsPerYear
        * (2 * p.PriceJump * p.PriceJump + p.PriceJumpDeviation * p.PriceJumpDeviation);

    /// <summary>Annualised variance.</summary>
    public double Given(double fast, double slow)
    {
        var sum = 0.0;
        for (var j = 0; j < Nodes; j++)
            sum += weight[j] * Math.Exp(fastDecay[j] * fast + slowDecay[j] * slow);
        return sum;
    }

    /// <summary>E[v(s)] from x₁ = x₂ = 0.</summary>
    private static double MeanSpotVariance(SimulationParameters p, double lag, double level)
    {
        var (k1, k2, s1, s2) = (p.FastMeanReversion, p.SlowMeanReversion, p.FastDeviation, p.SlowDeviation);
        var covariance = p.FastLeverage * p.SlowLeverage * 2 * s1 * s2 * Math.Sqrt(k1 * k2) / (k1 + k2);
        var variance = s1 * s1 * (1 - Math.Exp(-2 * k1 * lag)) + s2 * s2 * (1 - Math.Exp(-2 * k2 * lag))
            + 2 * covariance * (1 - Math.Exp(-(k1 + k2) * lag));
        var jumps = Math.Pow((1 - p.VarianceJump * Math.Exp(-k1 * lag)) / (1 - p.VarianceJump), p.JumpsPerYear / k1);
        return Math.Exp(level + variance / 2) * jumps;
    }

    /// <summary>The j-th node on (−1, 1) and its weight: a root of the Legendre polynomial by Newton's method.</summary>
    private static (double Node, double Weight) GaussLegendre(int j)
    {
        var x = Math.Cos(Math.PI * (j + 0.75) / (Nodes + 0.5));
        var slope = 0.0;
        for (var iteration = 0; iteration < 8; iteration++)
        {
            var (previous, value) = (1.0, x);
            for (var n = 2; n <= Nodes; n++)
                (previous, value) = (value, ((2 * n - 1) * x * value - (n - 1) * previous) / n);
            slope = Nodes * (x * value - previous) / (x * x - 1);
            x -= value / slope;
        }
        return (x, 2 / ((1 - x * x) * slope * slope));
    }
}
