using Volcast.Forecasting;

namespace Volcast.Evaluation.Tests;

public sealed class WalkForwardRangeTests
{
    [Fact]
    public void Without_ranges_a_walk_forward_has_no_range_based_outcome()
    {
        var whole = SyntheticTarget.Create(600);
        var data = new ForecastingData(
            "TEST", whole.Sessions.ToArray(), whole.LogReturns.ToArray(), new Dictionary<string, double[]>());
        var options = new WalkForwardOptions { From = data.Sessions[500], BurnIn = 0 };
        Assert.Null(WalkForward.Run(data, [new Har()], options).RealizedRangeVariance);

        var columns = new Dictionary<string, double[]> { [RangeOutcome.Column] = [.. Enumerable.Repeat(.2, data.Rows)] };
        var ranged = new ForecastingData("TEST", data.Sessions.ToArray(), data.LogReturns.ToArray(), columns);
        var outcome = WalkForward.Run(ranged, [new Har()], options).RealizedRangeVariance!;
        Assert.Equal(100, outcome.Length);
        Assert.All(outcome[..95], v => Assert.Equal(.04, v, 1e-15));
        Assert.All(outcome[95..], v => Assert.True(double.IsNaN(v)));
    }
}
