using Volcast.Evaluation.Comparison;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class VolatilityTargetingTests
{
    private readonly VolatilityTargeting investor = new();

    [Fact]
    public void Utility_is_eight_per_cent_of_the_root_less_four_of_the_ratio()
    {
        // Ratios 1, 4 and 1/4: .08·1 − .04, .08·2 − .16, .08/2 − .01.
        var realized = investor.Of([.04, .16, .01], [.04, .04, .04]);
        Assert.Equal((.04 + 0 + .03) / 3, realized.Utility, 12);
        Assert.Equal((.2, .04), (investor.TargetVolatility, Math.Round(investor.Ceiling, 12)));
    }

    [Fact]
    public void The_weight_keeps_the_risk_at_the_target()
    {
        // .2/.2 = 1, .2/.4 = .5, .2/.1 = 2: changes .5 and 1.5.
        var realized = investor.Of([.04, .04, .04], [.04, .16, .01]);
        Assert.Equal(3.5 / 3, realized.MeanWeight, 12);
        Assert.Equal(1, realized.Turnover, 12);
        Assert.True(double.IsNaN(investor.Of([.04], [.04]).Turnover));
    }

    [Fact]
    public void The_true_variance_reaches_the_noise_ceiling()
    {
        var shocks = Draws.Gaussian(new Random(21), 5 * 50_000);
        var realized = shocks.Chunk(5).Select(r => .04 * r.Average(z => z * z)).ToArray();
        var truth = realized.Select(_ => .04).ToArray();

        Assert.Equal(.03612, investor.NoiseCeiling(5), 5);
        Assert.Equal(investor.NoiseCeiling(5), investor.Of(realized, truth).Utility, .0002);
    }

    [Fact]
    public void Constant_forecasts_are_worth_most_near_the_truth()
    {
        var shocks = Draws.Gaussian(new Random(22), 5 * 5000);
        var realized = shocks.Chunk(5).Select(r => .04 * r.Average(z => z * z)).ToArray();
        double Utility(double forecast) => investor.Of(realized, [.. realized.Select(_ => forecast)]).Utility;
        Assert.True(Utility(.044) > Utility(.02) && Utility(.044) > Utility(.1));
    }

    [Fact]
    public void Invalid_variances_and_invalid_investors_are_refused()
    {
        Assert.Throws<ArgumentException>(() => investor.Of([], []));
        Assert.Throws<ArgumentException>(() => investor.Of([.04], [.04, .04]));
        Assert.Contains("Row 1", Assert.Throws<ArgumentException>(() => investor.Of([.04, .04], [.04, 0])).Message);
        Assert.Throws<ArgumentException>(() => new VolatilityTargeting { RiskAversion = 0 }.Of([.04], [.04]));
    }
}
