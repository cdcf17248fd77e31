using Volcast.Evaluation.Comparison;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class DieboldMarianoTests
{
    private static readonly double[] E1 =
        [.5, -1.2, .3, 2.1, -.7, 1.1, -.4, .9, -1.6, .2, 1.3, -.8, .6, -.1, 1.7, -1, .4, -.9, 1.2, -.3];

    private static readonly double[] E2 =
        [.4, -.9, .5, 1.5, -.6, .8, -.7, .7, -1.1, .1, 1, -.9, .2, -.4, 1.2, -.6, .5, -1, .8, -.2];

    private static readonly double[] First = [.. E1.Select(e => e * e)], Second = [.. E2.Select(e => e * e)];

    [Theory] // vectors/README.md
    [InlineData(1, 2.80708628548, .0112486232)]
    [InlineData(5, 4.59592724239, .000197273779)]
    public void The_test_has_the_reference_values(int horizon, double statistic, double pValue)
    {
        var test = DieboldMariano.Test(First, Second, horizon);

        Assert.Equal(statistic, test.Statistic, 1e-10);
        Assert.Equal(pValue, test.PValue, 1e-10);
        Assert.Equal((20, horizon - 1), (test.N, test.Lag));
        Assert.Equal(First.Average() - Second.Average(), test.MeanDifference, 12);
    }

    [Fact] // The mean is 1/4 and the long-run variance (1 + √½)/4; Student's t with one degree of freedom is Cauchy's.
    public void With_one_cosine_the_test_has_the_values_of_a_hand_calculation()
    {
        var test = DieboldMariano.TestWithCosines([1, 0, 0, 0], [0, 0, 0, 0], 1);
        var statistic = .25 / Math.Sqrt((1 + Math.Sqrt(.5)) / 16);
        Assert.Equal(statistic, test.Statistic, 1e-12);
        Assert.Equal(1 - 2 * Math.Atan(statistic) / Math.PI, test.PValue, 1e-9);
        Assert.Equal(-statistic, DieboldMariano.TestWithCosines([0, 0, 0, 0], [1, 0, 0, 0], 1).Statistic, 1e-12);
        Assert.True(double.IsNaN(DieboldMariano.TestWithCosines([.3, .3, .3, .3], [.1, .1, .1, .1], 1).PValue));
        Assert.Throws<ArgumentException>(() => DieboldMariano.TestWithCosines(First, [1, 2], 1));
    }

    [Fact]
    public void Exchanging_the_forecasts_changes_the_sign_only()
    {
        var (there, back) = (DieboldMariano.Test(First, Second, 5, 8), DieboldMariano.Test(Second, First, 5, 8));
        Assert.Equal(there.Statistic, -back.Statistic, 12);
        Assert.Equal(there.PValue, back.PValue, 12);
        Assert.Equal(8, there.Lag);
    }

    [Fact]
    public void Non_overlapping_offsets_take_every_fifth_origin()
    {
        var offsets = DieboldMariano.NonOverlapping(First, Second, 5);

        Assert.Equal(5, offsets.Count);
        int[] rows = [2, 7, 12, 17];
        Assert.Equal(DieboldMariano.Test([.. rows.Select(r => First[r])], [.. rows.Select(r => Second[r])], 1), offsets[2]);
        Assert.All(offsets, test => Assert.Equal((4, 0), (test.N, test.Lag)));
    }

    [Fact]
    public void Differences_that_do_not_vary_give_no_statistic()
    {
        var same = DieboldMariano.Test(First, First, 5);
        Assert.Equal((0, double.NaN, double.NaN), (same.MeanDifference, same.Statistic, same.PValue));
        Assert.True(double.IsNaN(DieboldMariano.Test([.3, .3, .3, .3, .3, .3], [.1, .1, .1, .1, .1, .1], 2).PValue));
    }

    [Fact]
    public void Columns_that_cannot_be_compared_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DieboldMariano.Test(First, [1, 2], 5));
        Assert.Throws<ArgumentException>(() => DieboldMariano.Test([1, 2, 3, 4, 5], [2, 2, 3, 3, 5], 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => DieboldMariano.Test(First, Second, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => DieboldMariano.Test(First, Second, 5, 20));
    }

    [Fact]
    public void Equal_forecasts_with_overlap_are_rejected_at_about_the_nominal_rate()
    {
        var random = new Random(3);
        var zero = new double[750];
        var rejected = Enumerable.Range(0, 500).Count(_ =>
            DieboldMariano.Test(Draws.MovingAverage(random, 750, 5), zero, 5, 15).PValue < .05);
        // Bartlett's weights leave it slightly too eager, 6.8 % with a standard error of 1.1 %; ignoring overlap it would be 37 %
        // (docs/proof/comparison.md).
        Assert.InRange(rejected / 500.0, .03, .105);
    }
}
