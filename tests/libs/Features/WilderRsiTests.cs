namespace Volcast.Features.Tests;

public sealed class WilderRsiTests
{
    private static readonly double[] Closes =
    [
        44.34, 44.09, 44.15, 43.61, 44.33, 44.83, 45.10, 45.42, 45.84, 46.08, 45.89, 46.03, 45.61, 46.28, 46.28, 46.00, 46.03,
        46.41, 46.22, 45.64, 46.21,
    ];

    /// <summary>Each window starts with the first close, so that the recursion's whole history is inside it.</summary>
    [Theory]
    [InlineData(14, 70.464135)]
    [InlineData(15, 66.249619)]
    [InlineData(16, 66.480942)]
    [InlineData(17, 69.346853)]
    [InlineData(18, 66.294713)]
    [InlineData(19, 57.915021)]
    [InlineData(20, 62.880718)]
    public void The_published_series_is_reproduced(int last, double expected)
    {
        Assert.Equal(expected, WilderRsi.FromCloses(Closes.AsSpan(0, last + 1)), 1e-6);
        Assert.Equal(expected, NaiveFeatures.RelativeStrength(Closes[..(last + 1)]), 1e-6);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(251)]
    [InlineData(1023)]
    [InlineData(5000)]
    public void The_finite_weighted_sum_equals_the_recursion(int count)
    {
        var random = new Random(count);
        var closes = Enumerable.Range(0, count).Select(_ => 50 + 10 * random.NextDouble()).ToArray();
        Assert.Equal(NaiveFeatures.RelativeStrength(closes), WilderRsi.FromCloses(closes), 1e-11);
    }

    [Fact]
    public void A_price_that_only_rises_has_an_index_of_100_and_one_that_only_falls_of_0()
    {
        var rising = Enumerable.Range(100, 30).Select(close => (double)close).ToArray();
        Assert.Equal(100, WilderRsi.FromCloses(rising));
        Assert.Equal(0, WilderRsi.FromCloses([.. rising.Reverse()]));
    }

    [Fact]
    public void Fourteen_closes_are_too_few()
    {
        var error = Assert.Throws<ArgumentException>(() => WilderRsi.FromCloses(Closes.AsSpan(0, 14)));
        Assert.Contains("needs 15 closes and got 14", error.Message);
    }
}
