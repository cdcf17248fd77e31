namespace Volcast.Forecasting.Tests;

public sealed class RangeOutcomeTests
{
    private const double Absent = double.NaN;

    private static ForecastingData Data(double[] ranges, double[]? targetReturns = null) => new(
        "TEST",
        [.. ranges.Select((_, i) => new DateOnly(2021, 1, 4).AddDays(i))],
        [.. ranges.Select((_, i) => i == 0 ? Absent : .01)],
        new Dictionary<string, double[]> { ["range_vol_1d"] = ranges },
        targetReturns);

    [Fact]
    public void It_is_the_mean_squared_range_volatility_of_the_days_ahead()
    {
        var outcome = RangeOutcome.Of(Data([.9, .1, .2, .3, .4]), 2)!;

        Assert.Equal((.01 + .04) / 2, outcome[0], 1e-15);
        Assert.Equal((.04 + .09) / 2, outcome[1], 1e-15);
        Assert.Equal((.09 + .16) / 2, outcome[2], 1e-15);
        Assert.All(outcome[3..], v => Assert.True(double.IsNaN(v)));
    }

    [Fact]
    public void A_day_without_a_range_or_across_a_hole_leaves_it_unknown()
    {
        var outcome = RangeOutcome.Of(Data([.1, .1, Absent, .1, .1, .1, .1], [Absent, .01, .01, .01, .01, Absent, .01]), 1)!;
        Assert.Equal([false, true, false, false, true, false, true], outcome.Select(double.IsNaN));
    }

    [Fact]
    public void Days_without_movement_have_the_smallest_variance() =>
        Assert.Equal(1e-6, RangeOutcome.Of(Data([.1, 0, 0]), 2)![0]);
}
