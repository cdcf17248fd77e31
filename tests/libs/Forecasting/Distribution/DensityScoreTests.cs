using CsCheck;
using MathNet.Numerics.Distributions;
using Volcast.Forecasting.Distribution;

namespace Volcast.Forecasting.Tests.Distribution;

public sealed class DensityScoreTests
{
    private const double Forecast = .04;

    /// <summary>A distribution with the given residuals after forecasts of 1, over one session.</summary>
    private static ForecastDistribution Of(IEnumerable<double> residuals) =>
        GeneratedSessions.Through([0, .. residuals.Select(GeneratedSessions.ReturnOf)], _ => 1, 1);

    private static ForecastDistribution Random(int seed, int count, double deviation = .8) =>
        Of(GeneratedSessions.Gaussian(count, seed, deviation));

    /// <summary>The midpoint rule over the volatility, with nothing but the published distribution function.</summary>
    private static double BruteForce(ForecastDistribution distribution, double outcome)
    {
        var (from, to) = (distribution.Quantile(Forecast, 1e-9), distribution.Quantile(Forecast, 1 - 1e-9));
        var sum = Math.Max(from - outcome, 0) + Math.Max(outcome - to, 0);
        const int Steps = 400_000;
        var step = (to - from) / Steps;
        for (var i = 0; i < Steps; i++)
        {
            var volatility = from + (i + .5) * step;
            var error = 1 - distribution.ProbabilityAbove(Forecast, volatility) - (volatility >= outcome ? 1 : 0);
            sum += error * error * step;
        }
        return sum;
    }

    [Theory]
    [InlineData(100, .05)]
    [InlineData(100, .21)]
    [InlineData(1400, .02)]
    [InlineData(1400, .2)]
    [InlineData(1400, 3)]
    public void The_ranked_score_is_the_integral_of_the_squared_distance_of_the_distribution_functions(int count, double outcome)
    {
        var distribution = Random(count, count);
        Assert.Equal(BruteForce(distribution, outcome), distribution.Score(Forecast, outcome).Crps, 2e-6);
    }

    [Fact]
    public void Ties_and_wide_gaps_between_residuals_leave_the_ranked_score_exact()
    {
        var distribution = Of(Enumerable.Range(0, 120).Select(i => i % 3 == 0 ? -2.5 : i % 3 == 1 ? 0 : 1.5 + i * 1e-7));
        foreach (var outcome in new[] { .03, .2, .25 })
            Assert.Equal(BruteForce(distribution, outcome), distribution.Score(Forecast, outcome).Crps, 2e-6);
    }

    [Theory]
    [InlineData(.12)]
    [InlineData(.2)]
    [InlineData(.35)]
    public void With_the_residuals_of_a_normal_law_the_scores_are_nearly_those_of_the_lognormal_volatility(double outcome)
    {
        const double Deviation = .35;
        // In the order of a full cycle modulo a prime, so that the adaptive levels stay near the nominal ones.
        var distribution = Of(Enumerable.Range(1, 996).Select(i =>
            2 * Deviation * Normal.InvCDF(0, 1, i * 367 % 997 / 997.0)));
        var (score, mean) = (distribution.Score(Forecast, outcome), Math.Log(.2));
        var standardized = (Math.Log(outcome) - mean) / Deviation;
        // Baran and Lerch (2015).
        var crps = outcome * (2 * Normal.CDF(0, 1, standardized) - 1) - 2 * Math.Exp(mean + Deviation * Deviation / 2)
            * (Normal.CDF(0, 1, standardized - Deviation) + Normal.CDF(0, 1, Deviation / Math.Sqrt(2)) - 1);
        Assert.Equal(crps, score.Crps, .02 * crps);
        Assert.Equal(-LogNormal.PDFLn(mean, Deviation, outcome), score.LogScore, .1);
        Assert.Equal(Normal.CDF(0, 1, standardized), score.Pit, .03);
    }

    [Fact]
    public void The_density_of_the_log_score_integrates_to_one()
    {
        var distribution = Random(3, 300);
        var sum = 0.0;
        const double Step = 2e-4;
        for (var log = Math.Log(Forecast) / 2 - 5; log < Math.Log(Forecast) / 2 + 5; log += Step)
            sum += Math.Exp(-distribution.Score(Forecast, Math.Exp(log)).LogScore) * Math.Exp(log) * Step;
        Assert.Equal(1, sum, 1e-6);
    }

    [Fact]
    public void A_forecast_that_is_right_has_the_lowest_expected_scores()
    {
        Gen.Select(Gen.Int[1, 1_000_000], Gen.Int[0, 3]).Sample((seed, which) =>
        {
            var factor = new[] { .5, .7, 1.4, 2.0 }[which];
            var distribution = Random(seed, 400);
            // Outcomes of the same law, evenly over its probabilities.
            var outcomes = Enumerable.Range(0, 200).Select(i => Math.Sqrt(Forecast * Math.Exp(
                Normal.InvCDF(0, .8, (i + .5) / 200)))).ToArray();
            var (right, wrong) = (Mean(distribution, Forecast), Mean(distribution, factor * Forecast));
            Assert.True(right.Crps < wrong.Crps, $"{right.Crps} is not below {wrong.Crps}.");
            Assert.True(right.Log < wrong.Log, $"{right.Log} is not below {wrong.Log}.");

            (double Crps, double Log) Mean(ForecastDistribution forecast, double variance) => (
                outcomes.Average(outcome => forecast.Score(variance, outcome).Crps),
                outcomes.Average(outcome => forecast.Score(variance, outcome).LogScore));
        }, iter: 20);
    }

    [Theory]
    [InlineData(.3)]
    [InlineData(2.5)]
    public void A_distribution_that_is_too_narrow_or_too_wide_scores_worse(double factor)
    {
        var (right, wrong) = (Random(5, 900), Random(5, 900, factor * .8));
        double[] outcomes = [.. Enumerable.Range(0, 500).Select(i => Math.Sqrt(Forecast * Math.Exp(Normal.InvCDF(0, .8, (i + .5) / 500))))];
        Assert.True(outcomes.Average(one => right.Score(Forecast, one).Crps) < outcomes.Average(one => wrong.Score(Forecast, one).Crps));
        Assert.True(outcomes.Average(one => right.Score(Forecast, one).LogScore) < outcomes.Average(one => wrong.Score(Forecast, one).LogScore));
    }

    [Fact]
    public void An_outcome_far_outside_has_finite_scores()
    {
        var score = Random(7, 200).Score(Forecast, 100);
        Assert.InRange(score.Crps, 99, 100);
        Assert.InRange(score.LogScore, 100, 1e6);
        Assert.InRange(score.Pit, .975, 1);
    }

    [Fact]
    public void Without_enough_residuals_or_an_outcome_there_is_no_score()
    {
        Assert.Equal(DensityScore.Absent, Random(1, 99).Score(Forecast, .2));
        Assert.Equal(DensityScore.Absent, Random(1, 200).Score(Forecast, double.NaN));
        Assert.Equal(DensityScore.Absent, Random(1, 200).Score(double.NaN, .2));
        var constant = Of(Enumerable.Repeat(.5, 150)).Score(Forecast, .2);
        Assert.True(double.IsNaN(constant.LogScore));
        Assert.Equal(.2 * Math.Exp(.25) - .2, constant.Crps, 1e-9);
    }
}
