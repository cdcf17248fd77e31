using Volcast.Volatility.Garch;

namespace Volcast.Volatility.Tests.Garch;

public sealed class MaximumLikelihoodTests
{
    private static readonly double[] Returns =
        [.. Enumerable.Range(1, 120).Select(t => Math.Sin(t * t) * (1 + .5 * Math.Sin(t / 9.0)))];

    public static TheoryData<string> Kinds => ["garch", "gjr", "egarch"];

    private static Likelihood Create(string kind) => kind switch
    {
        "garch" => new GarchLikelihood(Returns),
        "gjr" => new GjrGarchLikelihood(Returns),
        _ => new EgarchLikelihood(Returns),
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_gradient_equals_finite_differences_and_the_sum_of_the_scores(string kind)
    {
        var likelihood = Create(kind);
        foreach (var start in likelihood.Starts)
        {
            var n = start.Length;
            var (natural, gradient, unused) = (new double[n], new double[n], new double[n]);
            likelihood.Transform([.03, .1, .. start[2..]], natural, new double[n, n]);
            var scores = new double[n * Returns.Length];
            likelihood.Evaluate(natural, gradient, scores);
            for (var i = 0; i < n; i++)
            {
                double[] up = [.. natural], down = [.. natural];
                up[i] += 1e-6;
                down[i] -= 1e-6;
                var difference = (likelihood.Evaluate(up, unused) - likelihood.Evaluate(down, unused)) / 2e-6;
                Assert.Equal(difference, gradient[i], 1e-5 * (1 + Math.Abs(difference)));
                Assert.Equal(gradient[i], scores.Where((_, k) => k % n == i).Sum(), 1e-8 * (1 + Math.Abs(gradient[i])));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_jacobian_equals_finite_differences(string kind)
    {
        var likelihood = Create(kind);
        foreach (var start in likelihood.Starts)
        {
            var n = start.Length;
            var jacobian = new double[n, n];
            var (up, down) = (new double[n], new double[n]);
            likelihood.Transform(start, up, jacobian);
            for (var j = 0; j < n; j++)
            {
                double[] right = [.. start], left = [.. start];
                right[j] += 1e-6;
                left[j] -= 1e-6;
                likelihood.Transform(right, up, new double[n, n]);
                likelihood.Transform(left, down, new double[n, n]);
                for (var i = 0; i < n; i++)
                    Assert.Equal((up[i] - down[i]) / 2e-6, jacobian[i, j], 1e-6 * (1 + Math.Abs(jacobian[i, j])));
            }
        }
    }

    [Theory]
    [InlineData(0, "do not vary")]
    [InlineData(.001, "do not vary")]
    public void Returns_that_do_not_vary_are_refused(double constant, string reason) => Assert.Contains(reason,
        Assert.Throws<EstimationException>(() => GarchProcess.Fit([.. Enumerable.Repeat(constant, 500)])).Message);

    [Fact]
    public void Too_few_returns_and_missing_returns_are_refused()
    {
        Assert.Contains("99 returns", Assert.Throws<EstimationException>(() => EgarchProcess.Fit(Returns.AsSpan(0, 99))).Message);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => GjrGarchProcess.Fit([.. Returns, double.NaN])).Message);
    }

    /// <summary>The log-likelihood of a mean return, with a gradient that can be wrong.</summary>
    private sealed class Scripted(double[] returns, Func<double, double> value, Func<double, double> slope, bool kinks = false)
        : Likelihood(returns)
    {
        public override IReadOnlyList<string> Names => ["mean"];
        public override bool MeanHasKinks => kinks;
        public override IReadOnlyList<double[]> Starts => [[0]];

        public override double Evaluate(ReadOnlySpan<double> natural, Span<double> gradient, Span<double> scores = default)
        {
            gradient[0] = Returns.Length * slope(natural[0]);
            if (!scores.IsEmpty)
                scores.Fill(1);
            return Returns.Length * value(natural[0]);
        }

        public override void Transform(ReadOnlySpan<double> free, Span<double> natural, double[,] jacobian) =>
            (natural[0], jacobian[0, 0]) = (free[0], 1);
    }

    private static VarianceFit<GarchProcess> Estimate(
        Func<double, double> value, Func<double, double> slope, bool kinks = false) =>
        MaximumLikelihood.Estimate("The script", Returns, r => new Scripted(r, value, slope, kinks),
            (θ, _) => new GarchProcess(θ[0], 0, 0, 0));

    [Fact]
    public void If_the_gradient_misleads_the_simplex_search_takes_over()
    {
        // Far from the maximum the gradient has the wrong sign.
        var fit = Estimate(x => -(x - 2) * (x - 2), x => (Math.Abs(x - 2) > .1 ? 2 : -2) * (x - 2));
        Assert.Equal(2, fit.Process.Mean, 1e-4);
    }

    [Fact]
    public void A_maximum_on_a_kink_is_found() =>
        Assert.Equal(2, Estimate(x => -Math.Abs(x - 2), x => -Math.Sign(x - 2), kinks: true).Process.Mean, 1e-3);

    [Fact]
    public void A_fit_that_converges_from_no_start_is_reported() => Assert.Contains(
        "The script did not converge over 120 returns from any start",
        Assert.Throws<EstimationException>(() => Estimate(x => -Math.Abs(x - 2), _ => -1)).Message);

    [Fact]
    public void A_likelihood_that_is_never_finite_is_refused() => Assert.Contains("did not converge",
        Assert.Throws<EstimationException>(() => Estimate(_ => double.NaN, _ => 1)).Message);

    [Fact]
    public void The_minimum_of_Rosenbrocks_function_is_found_although_part_of_the_region_has_no_values()
    {
        var minimum = QuasiNewton.Minimize((p, g) =>
        {
            var (x, y) = (p[0], p[1]);
            g[0] = -400 * x * (y - x * x) - 2 * (1 - x);
            g[1] = 200 * (y - x * x);
            return y < -1 ? double.PositiveInfinity : 100 * Math.Pow(y - x * x, 2) + Math.Pow(1 - x, 2);
        }, [-1.2, 1], new double[,] { { -1, 0 }, { 0, -1 } }); // No curvature at the start: steepest descent.

        Assert.True(minimum.Converged);
        Assert.Equal([1, 1], minimum.Point.Select(v => Math.Round(v, 6)));
    }

    [Fact]
    public void Many_small_factors_neither_underflow_nor_overflow()
    {
        var logs = new LogProduct();
        for (var i = 0; i < 1000; i++)
            logs.Multiply(i < 700 ? 1e-30 : 1e40);
        Assert.Equal((300 * 40 - 700 * 30) * Math.Log(10), logs.Log, 1e-8);
    }

    [Fact]
    public void Parameters_that_the_returns_cannot_separate_have_no_standard_error()
    {
        // Without an effect of past returns, ω and β cannot be separated.
        var constant = Enumerable.Repeat(1.0, 200).ToArray();
        var error = Assert.Throws<EstimationException>(() => new GarchProcess(0, .5, 0, 0).StandardErrors(constant));
        Assert.Contains("is not determined", error.Message);
    }

    /// <summary>Stale prices: a share of the sessions, or one long stretch, has a return of 0.</summary>
    [Theory]
    [InlineData(.7, 0)]
    [InlineData(.9, 0)]
    [InlineData(.5, 0)]
    [InlineData(0, 60)]
    [InlineData(0, 250)]
    [InlineData(0, 500)]
    public void A_heavy_tailed_likelihood_without_a_maximum_is_no_estimate(double share, int stretch)
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var returns = WithZeros(seed, share, stretch);
            var message = Assert.Throws<EstimationException>(() => GjrGarchProcess.Fit(returns)).Message;
            Assert.Contains($"of which {returns.Count(r => r == 0)} are equal", message, StringComparison.Ordinal);
            Assert.Contains("Check them for stale prices", message, StringComparison.Ordinal);
            // A Gaussian likelihood has a maximum, because a return that is not 0 is impossible at a variance of 0.
            Assert.True(GarchProcess.Fit(returns).Process.Filter(returns).Min() > 0);
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(.1, 0)]
    [InlineData(0, 5)]
    public void A_few_returns_of_zero_leave_the_estimate_where_it_was(double share, int stretch)
    {
        var returns = WithZeros(4, share, stretch);
        var process = GjrGarchProcess.Fit(returns).Process;
        Assert.InRange(process.Persistence, .9, 1);
        Assert.InRange(process.Filter(returns).Min() / returns.Average(r => r * r), .05, 1);
    }

    private static double[] WithZeros(int seed, double share, int stretch)
    {
        var random = new Random(seed);
        var (returns, variance) = (new double[1500], 1e-4);
        for (var t = 0; t < returns.Length; t++)
        {
            returns[t] = Math.Sqrt(variance) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble()))
                * Math.Cos(Math.Tau * random.NextDouble());
            variance = 2e-6 + .08 * returns[t] * returns[t] + .9 * variance;
            if (random.NextDouble() < share || (t >= 600 && t < 600 + stretch))
                returns[t] = 0;
        }
        return returns;
    }
}
