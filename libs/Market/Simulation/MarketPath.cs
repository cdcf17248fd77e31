namespace Volcast.Market.Simulation;

/// <summary>
/// The common factor of the simulated market, step by step. It moves SPY and, in proportion to its beta, every other asset.
/// Arrays have one entry for each step; a session has <see cref="Steps"/>.Length steps, the first is the night before it.
/// </summary>
/// <remarks>Ornstein–Uhlenbeck factors are advanced exactly; the spot variance is constant within a step, which has at most one
/// jump. Numbers are drawn in order of time, so a longer path begins with the shorter one.</remarks>
internal sealed class MarketPath
{
    /// <summary>The length of each step of a session in trading years.</summary>
    public required double[] Steps { get; init; }

    /// <summary>The continuous part of the log return without drift; its variance is <see cref="Variance"/>.</summary>
    public required double[] Diffusion { get; init; }

    /// <summary>The jump of the log price at the end of the step, usually 0.</summary>
    public required double[] Jump { get; init; }

    /// <summary>Variance of the step's diffusion, not annualised.</summary>
    public required double[] Variance { get; init; }

    /// <summary>The expected fall by jumps during the step, positive; it is added back so that the expected return is as
    /// specified.</summary>
    public required double[] ExpectedFall { get; init; }

    /// <summary>x₁ and x₂ at the end of the step.</summary>
    public required double[] Fast { get; init; }

    /// <inheritdoc cref="Fast"/>
    public required double[] Slow { get; init; }

    public static MarketPath Generate(SimulationParameters p, ulong seed, int sessions)
    {
        var steps = SessionClock.Steps(p.OvernightShare, p.StepsPerSession);
        var n = sessions * steps.Length;
        var path = new MarketPath
        {
            Steps = steps,
            Diffusion = new double[n],
            Jump = new double[n],
            Variance = new double[n],
            ExpectedFall = new double[n],
            Fast = new double[n],
            Slow = new double[n],
        };
        var shocks = Xoshiro256.Stream(seed, "market");
        var jumps = Xoshiro256.Stream(seed, "jumps");
        var level = VarianceExpectation.Level(p);
        var fastStep = Array.ConvertAll(steps, h => OrnsteinUhlenbeck(p.FastMeanReversion, p.FastDeviation, h));
        var slowStep = Array.ConvertAll(steps, h => OrnsteinUhlenbeck(p.SlowMeanReversion, p.SlowDeviation, h));
        var fastOwn = Math.Sqrt(1 - p.FastLeverage * p.FastLeverage);
        var slowOwn = Math.Sqrt(1 - p.SlowLeverage * p.SlowLeverage);

        var fast = p.FastDeviation * shocks.Normal() + p.JumpsPerYear * p.VarianceJump / p.FastMeanReversion;
        var slow = p.SlowDeviation * shocks.Normal();
        for (var i = 0; i < n; i++)
        {
            var k = i % steps.Length;
            var spot = Math.Exp(level + fast + slow);
            var daily = Math.Sqrt(spot / SessionClock.SessionsPerYear);
            var z = shocks.Normal();
            path.Variance[i] = spot * steps[k];
            path.Diffusion[i] = Math.Sqrt(path.Variance[i]) * z;
            path.ExpectedFall[i] = p.JumpsPerYear * p.PriceJump * daily * steps[k];
            fast = fastStep[k].Decay * fast + fastStep[k].Deviation * (p.FastLeverage * z + fastOwn * shocks.Normal());
            slow = slowStep[k].Decay * slow + slowStep[k].Deviation * (p.SlowLeverage * z + slowOwn * shocks.Normal());
            if (shocks.Uniform() < p.JumpsPerYear * steps[k])
            {
                var size = jumps.Exponential();
                path.Jump[i] = daily * (-p.PriceJump * size + p.PriceJumpDeviation * jumps.Normal());
                fast += p.VarianceJump * size;
            }
            path.Fast[i] = fast;
            path.Slow[i] = slow;
        }
        return path;
    }

    /// <summary>The exact transition of an Ornstein–Uhlenbeck process over a time h.</summary>
    public static (double Decay, double Deviation) OrnsteinUhlenbeck(double meanReversion, double stationaryDeviation, double h)
    {
        var decay = Math.Exp(-meanReversion * h);
        return (decay, stationaryDeviation * Math.Sqrt(1 - decay * decay));
    }
}
