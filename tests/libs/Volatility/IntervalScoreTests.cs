namespace Volcast.Volatility.Tests;

public sealed class IntervalScoreTests
{
    [Theory] // 80 %: 2/α = 10
    [InlineData(.15, .1)]
    [InlineData(.10, .1)]
    [InlineData(.08, .1 + 10 * .02)]
    [InlineData(.25, .1 + 10 * .05)]
    public void Winkler_is_the_width_and_ten_times_the_miss(double outcome, double expected) =>
        Assert.Equal(expected, IntervalScore.Winkler(outcome, .10, .20, .8), 12);

    [Fact]
    public void Columns_of_variance_are_scored_as_volatility_where_there_is_an_interval()
    {
        // Volatility: inside .1–.3 at .2; below .2–.3 at .1; above .1–.2 at .4; no interval.
        var score = IntervalScore.Of([.04, .01, .16, .04], [.01, .04, .01, double.NaN], [.09, .09, .04, double.NaN], .8);

        Assert.Equal(3, score.N);
        Assert.Equal((1 / 3.0, 1 / 3.0, 1 / 3.0), (score.Coverage, score.Below, score.Above));
        Assert.Equal((.2 + .1 + .1) / 3, score.MeanWidth, 12);
        Assert.Equal((.2 + (.1 + 10 * .1) + (.1 + 10 * .2)) / 3, score.MeanWinkler, 12);
    }

    [Fact]
    public void The_true_quantiles_have_the_lowest_expected_score()
    {
        var random = new Random(8);
        double[] draws = [.. Enumerable.Range(0, 40_000).Select(_ =>
            10 + Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble()))];
        double Mean(double halfWidth) => draws.Average(y => IntervalScore.Winkler(y, 10 - halfWidth, 10 + halfWidth, .8));
        var best = Mean(1.2816);
        Assert.True(best < Mean(1.1) && best < Mean(1.5));
    }

    [Fact]
    public void Without_any_interval_there_is_no_score()
    {
        var none = IntervalScore.Of([.04], [double.NaN], [double.NaN], .8);
        Assert.Equal(0, none.N);
        Assert.True(double.IsNaN(none.Coverage) && double.IsNaN(none.MeanWinkler));
    }

    [Fact]
    public void Impossible_intervals_are_refused()
    {
        Assert.Throws<ArgumentException>(() => IntervalScore.Winkler(.1, .3, .2, .8));
        Assert.Throws<ArgumentOutOfRangeException>(() => IntervalScore.Winkler(.1, .2, .3, 1));
        Assert.Throws<ArgumentException>(() => IntervalScore.Of([.04], [.01, .01], [.09], .8));
    }
}
