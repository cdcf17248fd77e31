using MathNet.Numerics.Distributions;
using Volcast.Evaluation.Comparison;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class FisslerZiegelTests
{
    [Theory]
    [InlineData(-.03, 4.1111205459)] // .01/(.05·.025) + .8 + ln .025 − 1
    [InlineData(-.02, -3.8888794541)] // .8 + ln .025 − 1
    [InlineData(.5, -3.8888794541)]
    public void The_loss_has_its_definition(double logReturn, double expected) =>
        Assert.Equal(expected, FisslerZiegel.Loss(logReturn, .02, .025, .05), 9);

    [Theory]
    [InlineData(.05)]
    [InlineData(.01)]
    public void The_true_pair_of_a_normal_return_has_the_smallest_mean(double probability)
    {
        var quantile = -Normal.InvCDF(0, 1, probability);
        var shortfall = Normal.PDF(0, 1, quantile) / probability;
        var best = Mean(quantile, shortfall);
        foreach (var (v, e) in new[] { (.9, 1.0), (1.1, 1.0), (1.0, .9), (1.0, 1.1), (.95, .95), (1.05, 1.05) })
            Assert.True(Mean(v * quantile, e * shortfall) > best);

        double Mean(double v, double e) => Enumerable.Range(0, 20_000)
            .Average(i => FisslerZiegel.Loss(Normal.InvCDF(0, 1, (i + .5) / 20_000), v, e, probability));
    }

    [Fact]
    public void What_cannot_be_scored_is_refused()
    {
        Assert.Contains("positive", Assert.Throws<ArgumentException>(() => FisslerZiegel.Loss(.01, .02, 0, .05)).Message);
        Assert.Throws<ArgumentException>(() => FisslerZiegel.Loss(.01, .02, double.NaN, .05));
        Assert.Throws<ArgumentException>(() => FisslerZiegel.Loss(.01, .02, .03, 1));
    }
}
