using Volcast.Evaluation.Comparison;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class ValueAtRiskScoreTests
{
    private const double Nothing = double.NaN;

    private static TailRiskForecasts Constant(int sessions, double[] logReturn) => new(
        sessions, .95, [.. logReturn.Select(_ => .02)], [.. logReturn.Select(_ => .03)], logReturn);

    [Fact]
    public void Hits_are_counted_and_their_loss_is_compared_with_the_expected_shortfall()
    {
        // Hits of .03 and .045 against a shortfall of .03: ratios 1 and 1.5.
        var score = ValueAtRiskScore.Of(Constant(1, [.01, -.03, -.02, .5, -.045, Nothing]), Enumerable.Range(0, 6));

        Assert.Equal((5, .4, 1.25), (score.N, score.HitShare, Math.Round(score.ShortfallRatio, 12)));
        // .02/.03 + ln .03 − 1 on each origin, and .01 and .025 beyond, over .05·.03, on two of five.
        Assert.Equal(2 / 3.0 + Math.Log(.03) - 1 + .035 / .0015 / 5, score.MeanFisslerZiegel, 9);
        Assert.Null(score.TrafficLight);
        var test = Assert.Single(score.Backtests);
        Assert.Equal((5, 2), (test.Days, test.Hits));
        Assert.Equal(ValueAtRiskBacktest.Kupiec(2, 5, .05).Statistic, test.UnconditionalCoverage.Statistic, 9);
    }

    [Fact]
    public void Periods_of_several_sessions_are_tested_without_overlap_from_each_offset()
    {
        // Rows 1 to 11 of which 4 is not compared; hits in rows 3, 6 and 8.
        double[] logReturn = [Nothing, 0, 0, -.03, -.9, 0, -.03, 0, -.03, 0, 0, 0];
        var score = ValueAtRiskScore.Of(Constant(3, logReturn), Enumerable.Range(0, 12).Where(row => row != 4));

        Assert.Equal((10, .3), (score.N, score.HitShare));
        // Rows 3 6 9; 1 7 10; 2 5 8 11.
        Assert.Equal([(3, 2), (3, 0), (4, 1)], score.Backtests.Select(test => (test.Days, test.Hits)));
    }

    [Fact]
    public void Without_hits_or_a_value_at_risk_there_is_no_ratio()
    {
        Assert.True(double.IsNaN(ValueAtRiskScore.Of(Constant(1, [.01, .02]), [0, 1]).ShortfallRatio));
        var absent = new TailRiskForecasts(1, .99, [Nothing], [Nothing], [.01]);
        var score = ValueAtRiskScore.Of(absent, [0]);
        Assert.Equal((0, 0), (score.N, score.Backtests.Count));
        Assert.True(double.IsNaN(score.HitShare) && double.IsNaN(score.MeanFisslerZiegel));
        Assert.Null(score.TrafficLight);
    }

    [Fact]
    public void The_traffic_light_judges_one_session_at_99_percent()
    {
        double[] returns = [.. Enumerable.Range(0, 300).Select(row => row is 10 or 60 or 110 or 160 or 210 or 260 ? -.03 : .01)];
        var risk = Constant(1, returns) with { Confidence = .99 };
        Assert.Equal(new(250, 5, BaselZone.Yellow), ValueAtRiskScore.Of(risk, Enumerable.Range(0, 300)).TrafficLight);
    }

    [Fact]
    public void An_expected_shortfall_that_is_a_gain_has_no_score()
    {
        var score = ValueAtRiskScore.Of(new TailRiskForecasts(1, .95, [-.03], [-.01], [.02]), [0]);
        Assert.Equal((1, 1.0), (score.N, score.HitShare));
        Assert.True(double.IsNaN(score.MeanFisslerZiegel));
    }

    [Fact]
    public void Simulated_returns_have_the_nominal_share_of_hits_and_the_right_shortfall()
    {
        var data = SyntheticTarget.Create(6000);
        // It knows the variance of the next session but for the noise of its implied volatility.
        var model = new Scripted("vix", (known, _) => Math.Pow(known.Column("vix")[^1] / 100, 2));
        var result = WalkForward.Run(data, [model], new WalkForwardOptions { From = data.Sessions[1000], Horizon = 1 });
        foreach (var risk in result.Models[0].TailRisk)
        {
            var score = ValueAtRiskScore.Of(risk, Enumerable.Range(0, result.Origins.Length));
            Assert.Equal(1 - risk.Confidence, score.HitShare, .006);
            Assert.Equal(1, score.ShortfallRatio, .05);
            Assert.True(score.Backtests[0].ConditionalCoverage.PValue > .01);
        }
    }
}
