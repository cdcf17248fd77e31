namespace Volcast.Volatility.Tests;

public sealed class LossesTests
{
    [Theory] // vectors/README.md
    [InlineData(.04, .02, .30685282)]
    [InlineData(.02, .04, .19314718)]
    [InlineData(.03, .03, 0)]
    public void Qlike_has_the_reference_values(double realized, double forecast, double expected) =>
        Assert.Equal(expected, Losses.Qlike(realized, forecast), 8);

    [Fact]
    public void A_variance_of_zero_counts_as_the_floor_in_both_arguments()
    {
        Assert.Equal(0, Losses.Qlike(0, 0));
        Assert.Equal(Losses.Qlike(RealizedVariance.Floor, .04), Losses.Qlike(0, .04));
        Assert.Equal(Math.Pow(.04 - RealizedVariance.Floor, 2), Losses.SquaredError(.04, -1), 15);
    }

    [Fact]
    public void Means_are_taken_over_all_rows()
    {
        Assert.Equal(.25, Losses.MeanQlike([.04, .02], [.02, .04]), 8);
        Assert.Equal((.0004 + .0001) / 2, Losses.MeanSquaredError([.04, .02], [.02, .03]), 12);
        Assert.True(double.IsNaN(Losses.MeanQlike([], [])));
    }

    [Fact]
    public void The_losses_on_logarithm_and_volatility_are_squared_errors_there()
    {
        Assert.Equal(Math.Pow(Math.Log(4), 2), Losses.SquaredErrorOfLog(.04, .01), 12);
        Assert.Equal(.01, Losses.SquaredErrorOfVolatility(.04, .01), 12); // (.2 − .1)²
        Assert.Equal(Losses.SquaredErrorOfLog(RealizedVariance.Floor, .01), Losses.SquaredErrorOfLog(0, .01));
        Assert.Equal(Losses.SquaredErrorOfVolatility(RealizedVariance.Floor, .01), Losses.SquaredErrorOfVolatility(0, .01));
    }

    [Fact]
    public void A_perfect_forecast_of_five_gaussian_returns_still_scores_the_noise_floor()
    {
        // From 200,000 draws by a fixed generator.
        var random = new Random(7);
        var realized = new double[200_000];
        for (var i = 0; i < realized.Length; i++)
        {
            var returns = new double[5];
            for (var j = 0; j < 5; j++)
                returns[j] = .01 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
            realized[i] = RealizedVariance.OfReturns(returns);
        }
        var truth = Enumerable.Repeat(252 * .0001, realized.Length).ToArray();

        Assert.Equal(NoiseFloor.OfQlike(5), Losses.MeanQlike(realized, truth), .003);
        Assert.Equal(NoiseFloor.RootBias(5), realized.Average(rv => Math.Sqrt(rv / truth[0])), .002);
    }

    [Fact]
    public void R_squared_on_volatility_is_one_less_the_unexplained_share()
    {
        double[] realized = [.01, .04, .09]; // volatilities .1 .2 .3, mean .2, SST .02
        Assert.Equal(1, Losses.RSquaredOnVolatility(realized, realized), 12);
        Assert.Equal(0, Losses.RSquaredOnVolatility(realized, [.04, .04, .04]), 12);
        Assert.Equal(1 - .01 / .02, Losses.RSquaredOnVolatility(realized, [.04, .04, .09]), 12);
        Assert.True(double.IsNaN(Losses.RSquaredOnVolatility([.04, .04], [.04, .09])));
    }

    [Fact]
    public void Unequal_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => Losses.MeanQlike([.04], [.04, .04]));
}
