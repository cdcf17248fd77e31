namespace Volcast.Volatility.Tests;

public sealed class CosineVarianceTests
{
    private static readonly double[] D = [.5, -.2, .3, .1, -.4, .6, .2, -.1, .3, .4];

    [Fact] // Λ₁ = √(2/4)·cos(π/8), and cos²(π/8) = (1 + cos(π/4))/2.
    public void One_cosine_of_a_single_one_has_the_value_of_a_hand_calculation() =>
        Assert.Equal((1 + Math.Sqrt(.5)) / 4, CosineVariance.LongRunVariance([1, 0, 0, 0], 1), 12);

    [Fact] // The cosines and the constant are an orthonormal basis, so all of them together hold the whole variance (Parseval).
    public void All_cosines_give_the_unbiased_sample_variance() => Assert.Equal(
        D.Sum(d => Math.Pow(d - D.Average(), 2)) / (D.Length - 1), CosineVariance.LongRunVariance(D, D.Length - 1), 12);

    [Fact]
    public void A_constant_added_to_every_value_changes_nothing_and_a_constant_has_no_variance()
    {
        Assert.Equal(CosineVariance.LongRunVariance(D, 3), CosineVariance.LongRunVariance([.. D.Select(d => d + 5)], 3), 12);
        Assert.Equal(0, CosineVariance.LongRunVariance([2, 2, 2, 2, 2], 2), 12);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    public void A_number_of_cosines_that_the_series_does_not_have_is_refused(int cosines) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CosineVariance.LongRunVariance(D, cosines));
}
