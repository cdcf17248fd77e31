namespace Volcast.Volatility.Tests;

public sealed class RealizedVarianceTests
{
    [Fact]
    public void Five_returns_give_the_reference_close_to_close_volatility()
    {
        // vectors/README.md: closes of the range-estimator example, mean zero over the last five returns.
        double[] closes = [101.7, 103.6, 102.9, 100.9, 102, 101.5];
        var returns = closes.Skip(1).Zip(closes, (now, before) => Math.Log(now / before)).ToArray();

        Assert.Equal(.214810677, Math.Sqrt(RealizedVariance.OfReturns(returns)), 5e-9);
    }

    [Fact]
    public void Zero_returns_have_the_floor_as_their_variance() =>
        Assert.Equal(RealizedVariance.Floor, RealizedVariance.OfReturns([0, 0, 0, 0, 0]));

    [Fact]
    public void A_missing_return_makes_the_variance_missing() =>
        Assert.True(double.IsNaN(RealizedVariance.OfReturns([.01, double.NaN])));

    [Fact]
    public void An_empty_sample_is_refused() => Assert.Throws<ArgumentException>(() => RealizedVariance.OfReturns([]));

    [Fact]
    public void A_label_depends_on_the_sessions_after_its_row_only()
    {
        var labels = RealizedVariance.Labels([double.NaN, .01, .02, -.03, .04], 2);

        Assert.Equal([126 * .0005, 126 * .0013, 126 * .0025], labels[..3].Select(v => Math.Round(v, 12)));
        Assert.All(labels[3..], v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void A_horizon_longer_than_the_data_leaves_every_label_missing() =>
        Assert.All(RealizedVariance.Labels([.01, .02, .03], 22), v => Assert.True(double.IsNaN(v)));

    [Fact]
    public void A_horizon_of_zero_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RealizedVariance.Labels([.01], 0));
}
