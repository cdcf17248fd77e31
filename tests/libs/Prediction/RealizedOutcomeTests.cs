using Volcast.Forecasting;
using Volcast.Market;

namespace Volcast.Prediction.Tests;

public sealed class RealizedOutcomeTests
{
    private static readonly DateOnly First = new(2021, 3, 1);

    /// <summary>Five sessions of returns 0, 1, 2, 3, 4 % and ranges of 10, 20, 30, 40, 50 %.</summary>
    private static ForecastingData Known(params long[] spanned) => HistoryRows.Of(
        Symbol.Parse("SPY"),
        new MarketSeries([.. Enumerable.Range(0, 5).Select(First.AddDays)], [double.NaN, .01, .02, .03, .04],
            spanned.Length > 0 ? spanned : [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1], [1, 1, 1, 1, 1]),
        new Dictionary<string, double[]> { [RangeOutcome.Column] = [.1, .2, .3, .4, .5] });

    [Fact]
    public void A_complete_target_has_both_proxies()
    {
        var outcome = RealizedOutcome.Of(Known(), First, First.AddDays(2))!;
        Assert.Equal((2, true), (outcome.Sessions, outcome.IsComplete));
        Assert.Equal(.063, outcome.Variance, 1e-15); // 252/2 · (.01² + .02²)
        Assert.Equal(.065, outcome.RangeVariance, 1e-15); // (.2² + .3²)/2
    }

    [Fact]
    public void An_unfinished_target_has_the_variance_so_far_and_is_not_complete()
    {
        var outcome = RealizedOutcome.Of(Known(), First.AddDays(2), First.AddDays(7))!;
        Assert.Equal((2, false), (outcome.Sessions, outcome.IsComplete));
        Assert.Equal(.315, outcome.Variance, 1e-15); // 252/2 · (.03² + .04²)
    }

    [Fact]
    public void A_target_that_has_not_begun_has_no_outcome() =>
        Assert.Null(RealizedOutcome.Of(Known(), First.AddDays(4), First.AddDays(9)));

    [Fact]
    public void A_missing_session_leaves_the_outcome_unknown()
    {
        var outcome = RealizedOutcome.Of(Known(1, 1, 2, 1, 1), First, First.AddDays(3))!;
        Assert.Equal((3, false), (outcome.Sessions, outcome.IsComplete));
        Assert.True(double.IsNaN(outcome.Variance) && double.IsNaN(outcome.RangeVariance));
        Assert.True(RealizedOutcome.Of(Known(1, 1, 2, 1, 1), First.AddDays(2), First.AddDays(4))!.IsComplete);
    }
}
