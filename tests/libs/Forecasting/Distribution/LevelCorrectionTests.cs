using Volcast.Forecasting.Distribution;

namespace Volcast.Forecasting.Tests.Distribution;

public sealed class LevelCorrectionTests
{
    [Fact]
    public void The_factor_is_the_mean_ratio_shrunk_by_its_standard_error()
    {
        // Ratios of 1.4 and 1 in turn: mean 1.2, variance .04, and the lag of three sessions takes most of it away:
        // S = .04 · (1 − 2·.75 + 2·.5 − 2·.25) = 0 with Bartlett's weights for a period of two.
        var residuals = new double[200];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = Math.Log(i % 2 == 0 ? 1.4 : 1);
        var correction = LevelCorrection.Of(residuals, horizon: 1, largestStep: 1)!;
        Assert.Equal((1.2, 200), (Math.Round(correction.Estimate, 12), correction.Origins));
        Assert.InRange(correction.StandardError, 0, .002);
        Assert.Equal(1.2, correction.Factor, 1e-4);
    }

    [Fact]
    public void An_error_within_one_standard_error_corrects_nothing()
    {
        var random = new Random(3);
        var residuals = new double[LevelCorrection.Window];
        for (var i = 0; i < residuals.Length; i++)
            residuals[i] = Math.Log(-Math.Log(1 - random.NextDouble()));
        var mean = residuals.Average(Math.Exp);
        var centred = Array.ConvertAll(residuals, residual => residual - Math.Log(mean) + .01);
        var correction = LevelCorrection.Of(centred, horizon: 5, largestStep: 1)!;
        Assert.Equal(Math.Exp(.01), correction.Estimate, 1e-9);
        Assert.True(correction.StandardError > .01);
        Assert.Equal(1, correction.Factor);
    }

    [Theory]
    [InlineData(2, 1.1051709180756477)]
    [InlineData(.5, .9048374180359595)]
    public void A_large_error_is_corrected_by_one_step(double ratio, double expected)
    {
        var residuals = new double[ForecastDistribution.MinimumResiduals];
        Array.Fill(residuals, Math.Log(ratio));
        Assert.Equal(expected, LevelCorrection.Of(residuals, horizon: 5, largestStep: .1)!.Factor, 1e-12);
    }

    [Fact]
    public void Only_the_newest_year_counts_and_fewer_errors_than_an_interval_needs_give_no_correction()
    {
        double[] residuals = [.. Enumerable.Repeat(5.0, 300), .. Enumerable.Repeat(Math.Log(1.1), LevelCorrection.Window)];
        Assert.Equal(1.1, LevelCorrection.Of(residuals, horizon: 5, largestStep: 1)!.Factor, 1e-12);
        Assert.Null(LevelCorrection.Of(residuals.AsSpan(0, ForecastDistribution.MinimumResiduals - 1), 5, 1));
    }

    [Fact]
    public void A_rescaled_state_is_the_one_that_rescaled_forecasts_leave()
    {
        const double Factor = 1.3;
        var (state, scaled) = (new ForecastDistribution(5), new ForecastDistribution(5));
        var random = new Random(5);
        var day = new DateOnly(2020, 1, 1);
        for (var i = 0; i < 400; i++)
        {
            var (logReturn, variance) = (.01 * (random.NextDouble() - .5), .01 + .02 * random.NextDouble());
            foreach (var (distribution, factor) in new[] { (state, 1.0), (scaled, Factor) })
            {
                distribution.Observe(day, logReturn);
                distribution.Issue(factor * variance);
            }
            day = day.AddDays(1);
        }
        // The levels of both start at their nominal values here; otherwise they would differ by their past misses.
        var expected = scaled.Rescaled(1).Interval95(.02 * Factor);
        var rescaled = state.Rescaled(Factor).Interval95(.02 * Factor);
        Assert.Equal(expected.Lower, rescaled.Lower, 1e-12);
        Assert.Equal(expected.Upper, rescaled.Upper, 1e-12);
        Assert.Equal(scaled.OneDayRisk(.02, .99).ValueAtRisk, state.Rescaled(Factor).OneDayRisk(.02, .99).ValueAtRisk, 1e-12);
        Assert.Equal(scaled.HorizonRisk(.02, .95).ExpectedShortfall,
            state.Rescaled(Factor).HorizonRisk(.02, .95).ExpectedShortfall, 1e-12);
        Assert.Equal((scaled.NewestSession, scaled.NewestOrigin, scaled.Count),
            (state.Rescaled(Factor).NewestSession, state.Rescaled(Factor).NewestOrigin, state.Rescaled(Factor).Count));
    }
}
