using Volcast.Volatility.Garch;

namespace Volcast.Volatility.Tests.Garch;

public sealed class VarianceProcessTests
{
    private static readonly GarchProcess Garch = new(.1, .2, .1, .8);
    private static readonly GjrGarchProcess Gjr = new(.05, .02, .03, .12, .89, 7);
    private static readonly EgarchProcess Egarch = new(.02, -.05, -.12, .15, .95);

    public static TheoryData<VarianceProcess> Processes => [Garch, Gjr, Egarch];

    [Fact]
    public void The_next_variance_equals_the_recursion_computed_by_hand()
    {
        Assert.Equal(.2 + .1 * .81 + .8 * 2, Garch.Next(2, 1), 15); // e = .9
        Assert.Equal(.02 + .15 * .25 + .89 * 2, Gjr.Next(2, -.45), 15); // e = −.5, a fall
        Assert.Equal(.02 + .03 * .25 + .89 * 2, Gjr.Next(2, .55), 15); // e = +.5
        Assert.Equal( // z = −1
            Math.Exp(-.05 + .95 * Math.Log(4) + .12 + .15 * (1 - Math.Sqrt(2 / Math.PI))), Egarch.Next(4, -1.98), 14);
    }

    [Fact]
    public void The_first_variance_follows_the_mean_squared_residual()
    {
        Assert.Equal(.2 + .9 * .0275, Garch.First([.4, 0, .1, .2]), 15); // e² = .09, .01, 0, .01
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void Filtering_applies_the_recursion_to_one_return_after_another(VarianceProcess process)
    {
        double[] returns = [.3, -1.2, .8, 2.1];
        var variances = process.Filter(returns);

        Assert.Equal(5, variances.Length);
        Assert.Equal(process.First(returns), variances[0]);
        for (var t = 0; t < returns.Length; t++)
            Assert.Equal(process.Next(variances[t], returns[t]), variances[t + 1]);
        Assert.Equal(.7, process.Filter(returns, .7)[0]);
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void The_expected_variances_are_the_means_of_many_simulated_paths(VarianceProcess process)
    {
        const int paths = 40_000;
        var random = new Random(5);
        var sums = new double[10];
        for (var path = 0; path < paths; path++)
        {
            // Each path and its mirror image, so that the mean converges faster.
            var shocks = Enumerable.Range(0, 10).Select(_ => Gaussian(random)).ToArray();
            foreach (var sign in new[] { 1, -1 })
            {
                var variance = 1.3;
                for (var k = 0; k < 10; k++)
                {
                    sums[k] += variance;
                    variance = process.Next(variance, process.Mean + sign * shocks[k] * Math.Sqrt(variance));
                }
            }
        }
        var expected = process.Forecast(1.3, 10);
        Assert.Equal(1.3, expected[0], 12);
        for (var k = 0; k < 10; k++)
            Assert.Equal(expected[k], sums[k] / (2 * paths), .01 * expected[k]);
    }

    [Fact]
    public void The_expected_variance_of_EGARCH_exceeds_the_exponential_of_the_expected_log_variance()
    {
        var logarithm = Math.Log(1.3);
        var forecast = Egarch.Forecast(1.3, 10);
        for (var k = 1; k < 10; k++)
        {
            logarithm = Egarch.Omega + Egarch.Beta * logarithm;
            Assert.True(forecast[k] > Math.Exp(logarithm));
        }
    }

    [Theory]
    [MemberData(nameof(Processes))]
    public void A_fit_recovers_the_process_and_no_nearby_parameters_have_a_higher_likelihood(VarianceProcess process)
    {
        var returns = Simulate(process, 8000);
        var (estimate, logLikelihood) = Refit(process, returns);

        Assert.Equal(estimate.LogLikelihood(returns), logLikelihood, 1e-6);
        Assert.True(logLikelihood >= process.LogLikelihood(returns));
        var errors = estimate.StandardErrors(returns);
        for (var i = 0; i < errors.Hessian.Count; i++)
        {
            Assert.InRange(Math.Abs(estimate.Parameters[i] - process.Parameters[i]), 0, 4 * errors.Hessian[i]);
            // For a correct model, the three kinds of standard errors agree in the limit.
            Assert.InRange(errors.OuterProduct[i] / errors.Hessian[i], .7, 1.4);
            Assert.InRange(errors.QuasiMaximumLikelihood[i] / errors.Hessian[i], .7, 1.4);
            foreach (var sign in new[] { -1, 1 })
            {
                double[] nearby = [.. estimate.Parameters];
                nearby[i] += sign * .05 * errors.Hessian[i];
                Assert.True(Of(estimate, nearby).LogLikelihood(returns) < logLikelihood);
            }
        }
    }

    [Fact]
    public void Without_leverage_in_the_returns_a_fall_raises_the_variance_no_more_than_a_rise()
    {
        var returns = Simulate(new GarchProcess(0, .05, .08, .87), 8000);
        var fit = GjrGarchProcess.Fit(returns).Process;

        Assert.InRange(fit.Gamma, -.03, .03);
        Assert.True(fit.DegreesOfFreedom > 30);
    }

    [Fact]
    public void If_rises_have_no_effect_alpha_is_near_its_bound_0()
    {
        var returns = Simulate(new GjrGarchProcess(0, .05, 0, .2, .85, 8), 3000);
        Assert.InRange(GjrGarchProcess.Fit(returns).Process.Alpha, 0, .02);
    }

    [Fact]
    public void A_variance_that_is_constant_is_forecast_as_constant()
    {
        var random = new Random(8);
        double[] returns = [.. Enumerable.Range(0, 2000).Select(_ => .01 * Gaussian(random))];
        var process = GarchProcess.Fit(returns).Process;

        Assert.All(process.Filter(returns), h => Assert.InRange(h, .8e-4, 1.25e-4));
    }

    [Fact]
    public void Every_forecast_is_finite_after_a_crash_of_twenty_standard_deviations_and_after_days_without_movement()
    {
        var random = new Random(9);
        double[] returns = [.. Enumerable.Range(0, 1500).Select(_ => .01 * Gaussian(random))];
        returns[700] = -.22;
        Array.Clear(returns, 1000, 30);
        VarianceProcess[] processes =
            [GarchProcess.Fit(returns).Process, GjrGarchProcess.Fit(returns).Process, EgarchProcess.Fit(returns).Process];
        foreach (var process in processes)
            foreach (var variance in process.Filter(returns))
                Assert.All(process.Forecast(variance, 22), h => Assert.True(h > 0 && double.IsFinite(h)));
    }

    [Fact]
    public void A_horizon_of_0_sessions_is_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Garch.Forecast(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => Egarch.Forecast(1, 0));
    }

    private static (VarianceProcess Process, double LogLikelihood) Refit(VarianceProcess process, double[] returns)
    {
        switch (process)
        {
            case GarchProcess:
                var garch = GarchProcess.Fit(returns);
                return (garch.Process, garch.LogLikelihood);
            case GjrGarchProcess:
                var gjr = GjrGarchProcess.Fit(returns);
                return (gjr.Process, gjr.LogLikelihood);
            default:
                var egarch = EgarchProcess.Fit(returns);
                return (egarch.Process, egarch.LogLikelihood);
        }
    }

    private static VarianceProcess Of(VarianceProcess kind, double[] p) => kind switch
    {
        GarchProcess => new GarchProcess(p[0], p[1], p[2], p[3]),
        GjrGarchProcess => new GjrGarchProcess(p[0], p[1], p[2], p[3], p[4], p[5]),
        _ => new EgarchProcess(p[0], p[1], p[2], p[3], p[4]),
    };

    /// <summary>Returns of the process; Student's t as a Gaussian over the root of a mean of ν squares.</summary>
    private static double[] Simulate(VarianceProcess process, int count)
    {
        var random = new Random(21);
        var returns = new double[count];
        var variance = 1.0;
        for (var t = 0; t < count; t++)
        {
            var z = Gaussian(random);
            if (process is GjrGarchProcess { DegreesOfFreedom: var freedom })
                z *= Math.Sqrt((freedom - 2) / Enumerable.Range(0, (int)freedom).Sum(_ => Math.Pow(Gaussian(random), 2)));
            returns[t] = process.Mean + z * Math.Sqrt(variance);
            variance = process.Next(variance, returns[t]);
        }
        return returns;
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
}
