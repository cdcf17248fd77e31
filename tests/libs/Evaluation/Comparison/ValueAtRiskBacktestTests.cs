using Volcast.Evaluation.Comparison;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class ValueAtRiskBacktestTests
{
    private static bool[] Hits(int days, params int[] hitDays) => [.. Enumerable.Range(1, days).Select(hitDays.Contains)];

    [Theory] // vectors/README.md
    [InlineData(4, 250, .01, .769138)]
    [InlineData(10, 250, .01, 12.955491)]
    [InlineData(15, 1000, .01, 2.189248)]
    public void Kupiec_has_the_reference_values(int hits, int days, double probability, double expected)
    {
        var test = ValueAtRiskBacktest.Kupiec(hits, days, probability);
        Assert.Equal(expected, test.Statistic, 6);
        Assert.Equal(1 - MathNet.Numerics.Distributions.ChiSquared.CDF(1, test.Statistic), test.PValue, 9);
    }

    [Fact]
    public void Christoffersen_has_the_reference_values() // vectors/README.md
    {
        var test = ValueAtRiskBacktest.Christoffersen(Hits(50, 5, 6, 20, 33, 34, 35, 48));
        Assert.Equal(4.213341, test.Statistic, 6);
        Assert.Equal(.040107, test.PValue, 6);
    }

    [Fact]
    public void Conditional_coverage_is_the_sum_of_both_with_two_degrees_of_freedom()
    {
        var backtest = ValueAtRiskBacktest.Of(Hits(50, 5, 6, 20, 33, 34, 35, 48), .05);

        Assert.Equal((50, 7), (backtest.Days, backtest.Hits));
        Assert.Equal(ValueAtRiskBacktest.Kupiec(7, 50, .05), backtest.UnconditionalCoverage);
        var sum = backtest.UnconditionalCoverage.Statistic + 4.213341;
        Assert.Equal(sum, backtest.ConditionalCoverage.Statistic, 1e-6);
        Assert.Equal(1 - MathNet.Numerics.Distributions.ChiSquared.CDF(2, sum), backtest.ConditionalCoverage.PValue, 1e-6);
    }

    [Fact]
    public void The_nominal_share_of_hits_has_a_statistic_of_zero() =>
        Assert.Equal(new(0, 1), ValueAtRiskBacktest.Kupiec(5, 100, .05));

    [Fact]
    public void Without_hits_or_with_only_hits_independence_has_a_statistic_of_zero()
    {
        // No hit in 100 days at 5 %: −2·100·ln .95.
        Assert.Equal(-200 * Math.Log(.95), ValueAtRiskBacktest.Kupiec(0, 100, .05).Statistic, 10);
        Assert.Equal(-200 * Math.Log(.05), ValueAtRiskBacktest.Kupiec(100, 100, .05).Statistic, 10);
        Assert.Equal(new(0, 1), ValueAtRiskBacktest.Christoffersen(new bool[20]));
        Assert.Equal(new(0, 1), ValueAtRiskBacktest.Christoffersen([true, true, true]));
    }

    [Theory] // Sums of binomial probabilities over the hits that Kupiec's test rejects: 0 and 7 or more of 250.
    [InlineData(250, .01, .01, .094760)]
    [InlineData(250, .01, .02, .242732)]
    [InlineData(137, .05, .1, .620747)] // 0 to 2 and 13 or more of 137.
    public void The_power_of_kupiec_is_the_exact_probability_of_a_rejection(
        int days, double probability, double actual, double expected) =>
        Assert.Equal(expected, ValueAtRiskBacktest.KupiecPower(days, probability, actual), 6);

    [Fact]
    public void A_hit_is_a_loss_beyond_the_value_at_risk() =>
        Assert.Equal([false, true, false, false],
            ValueAtRiskBacktest.Exceedances([-.01, -.03, .05, -.02], [.02, .02, .02, .02]));

    [Fact]
    public void Impossible_hits_are_refused()
    {
        Assert.Throws<ArgumentException>(() => ValueAtRiskBacktest.Kupiec(3, 2, .01));
        Assert.Throws<ArgumentException>(() => ValueAtRiskBacktest.Kupiec(0, 0, .01));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValueAtRiskBacktest.Kupiec(1, 2, 1));
        Assert.Throws<ArgumentException>(() => ValueAtRiskBacktest.Christoffersen([true]));
        Assert.Throws<ArgumentException>(() => ValueAtRiskBacktest.Exceedances([.01], [.02, .02]));
        var absent = Assert.Throws<ArgumentException>(() => ValueAtRiskBacktest.Exceedances([.01], [double.NaN]));
        Assert.Contains("Period 0 has a return of 0.01 and a value at risk of NaN", absent.Message);
    }
}
