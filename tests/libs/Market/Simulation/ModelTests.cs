using Volcast.Market.Simulation;

namespace Volcast.Market.Tests.Simulation;

/// <summary>Properties of the simulated market's mathematics that hold for any parameters.</summary>
public sealed class ModelTests
{
    private static readonly Symbol Spy = Symbol.Parse("SPY");

    /// <summary>Eight histories of twenty years.</summary>
    private static readonly Lazy<SimulatedMarket[]> Pool = new(() =>
        [.. Enumerable.Range(100, 8).Select(seed => SimulatedMarket.Generate((ulong)seed, new DateOnly(2019, 12, 31)))]);

    private static readonly SimulationParameters ConstantVolatility = new()
    {
        LongRunVolatility = 0.2,
        FastDeviation = 0,
        SlowDeviation = 0,
        JumpsPerYear = 0,
        PremiumElasticity = 0,
        PremiumDeviation = 0,
        OwnPremiumDeviation93 = 0,
        Premium30 = 0,
        Premium93 = 2 * Math.Log(1.1),
    };

    [Fact]
    public void With_constant_volatility_every_variance_is_known()
    {
        var market = SimulatedMarket.Generate(1, new DateOnly(2001, 12, 31), ConstantVolatility);
        Assert.All(market.TrueVariance(Spy), v => Assert.Equal(0.04, v, 1e-12));
        Assert.All(market.ExpectedVariance(22), v => Assert.Equal(0.04, v, 1e-12));
        Assert.All(market.Bars(Symbol.Parse("^VIX")).Close, v => Assert.Equal(20, v));
        Assert.All(market.Bars(Symbol.Parse("^VIX3M")).Close, v => Assert.Equal(22, v));
    }

    /// <summary>For a Brownian motion E[ln(H/L)²] = 4 ln 2 · σ² (Parkinson 1980); 9.1 % less if the path were only
    /// sampled at 39 steps. 5,400 sessions have a standard error of about 0.9 %.</summary>
    [Theory]
    [InlineData(5)]
    [InlineData(39)]
    public void The_range_is_that_of_the_continuous_path_for_any_number_of_steps(int steps)
    {
        var p = ConstantVolatility with { StepsPerSession = steps };
        var bars = SimulatedMarket.Generate(2, new DateOnly(2021, 12, 31), p).Bars(Spy);
        var parkinson = Enumerable.Range(0, bars.Count).Average(t => Math.Pow(Math.Log(bars.High[t] / bars.Low[t]), 2))
            / (4 * Math.Log(2));
        Assert.Equal(1, parkinson / ((1 - p.OvernightShare) * 0.04 / 252), 0.03);
    }

    [Fact]
    public void The_night_has_its_share_of_the_variance()
    {
        var bars = SimulatedMarket.Generate(3, new DateOnly(2021, 12, 31), ConstantVolatility).Bars(Spy);
        var night = Enumerable.Range(1, bars.Count - 1)
            .Average(t => Math.Pow(Math.Log(bars.Open[t] / (bars.Close[t - 1] - bars.Dividend[t])), 2));
        Assert.Equal(ConstantVolatility.OvernightShare, night * 252 / 0.04, 0.03);
    }

    /// <summary>The expectation is right when outcomes divided by it average 1. Pooled over eight histories; a 21-day horizon
    /// leaves about 2,000 independent windows with a deviation near 0.9, so the standard error is about 0.02.</summary>
    [Theory]
    [InlineData(1, 0.03)]
    [InlineData(5, 0.03)]
    [InlineData(21, 0.06)]
    public void Realised_variance_averages_to_the_closed_form(int horizon, double tolerance)
    {
        var ratios = new List<double>();
        foreach (var market in Pool.Value)
        {
            var ahead = SeriesStatistics.MeanAhead(market.TrueVariance(Spy), horizon);
            ratios.AddRange(ahead.Zip(market.ExpectedVariance(horizon), (realized, expected) => realized / expected));
        }
        Assert.Equal(1, ratios.Average(), tolerance);
    }

    /// <summary>The same integral by Simpson's rule with 2,000 intervals, with a second implementation of the formula.</summary>
    [Theory]
    [InlineData(0, 0, 30 / 365.0)]
    [InlineData(2.5, 1.5, 30 / 365.0)]
    [InlineData(-1.5, -1.2, 93 / 365.0)]
    [InlineData(2.5, 1.5, 93 / 365.0)]
    public void The_quadrature_agrees_with_a_fine_Simpson_rule(double fast, double slow, double horizon)
    {
        var p = new SimulationParameters();
        const int N = 2000;
        var sum = 0.0;
        for (var i = 0; i <= N; i++)
            sum += (i is 0 or N ? 1 : i % 2 == 1 ? 4 : 2) * Spot(horizon * i / N);
        // The long-run mean of v plus jumps is the squared long-run volatility.
        var scale = p.LongRunVolatility * p.LongRunVolatility
            / (Math.Exp(Variance(1e9) / 2) * Math.Pow(1 / (1 - p.VarianceJump), p.JumpsPerYear / p.FastMeanReversion));
        Assert.Equal(1, new VarianceExpectation(p, horizon).Given(fast, slow) / (scale * sum / (3 * N)), 1e-7);

        double Variance(double s)
        {
            var (k1, k2) = (p.FastMeanReversion, p.SlowMeanReversion);
            var (g1, g2) = (p.FastDeviation * Math.Sqrt(2 * k1), p.SlowDeviation * Math.Sqrt(2 * k2));
            return g1 * g1 * (1 - Math.Exp(-2 * k1 * s)) / (2 * k1) + g2 * g2 * (1 - Math.Exp(-2 * k2 * s)) / (2 * k2)
                + 2 * p.FastLeverage * p.SlowLeverage * g1 * g2 * (1 - Math.Exp(-(k1 + k2) * s)) / (k1 + k2);
        }

        double Spot(double s) =>
            Math.Exp(fast * Math.Exp(-p.FastMeanReversion * s) + slow * Math.Exp(-p.SlowMeanReversion * s) + Variance(s) / 2)
            * Math.Pow(
                (1 - p.VarianceJump * Math.Exp(-p.FastMeanReversion * s)) / (1 - p.VarianceJump),
                p.JumpsPerYear / p.FastMeanReversion);
    }

    [Theory]
    [InlineData("SPY")]
    [InlineData("TLT")]
    [InlineData("HYG")]
    [InlineData("AAPL")]
    public void Squared_returns_average_the_true_variance(string ticker)
    {
        double squares = 0, truth = 0;
        foreach (var market in Pool.Value.Take(4))
        {
            squares += market.Bars(Symbol.Parse(ticker)).LogReturns().Sum(r => 252 * r * r);
            truth += market.TrueVariance(Symbol.Parse(ticker)).Skip(1).Sum();
        }
        Assert.Equal(1, squares / truth, 0.06);
    }
}
