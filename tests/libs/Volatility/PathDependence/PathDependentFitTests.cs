using Volcast.Volatility.PathDependence;

namespace Volcast.Volatility.Tests.PathDependence;

public sealed class PathDependentFitTests
{
    private static double[] Returns(int count, int seed)
    {
        var random = new Random(seed);
        var size = .01;
        return [.. Enumerable.Range(0, count).Select(i =>
        {
            size = .01 * Math.Exp(.97 * Math.Log(size / .01) + .12 * (random.NextDouble() - .5) * 3.5);
            return size * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(Math.Tau * random.NextDouble());
        })];
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(999)]
    [InlineData(1000)]
    [InlineData(1300)]
    public void A_weighted_mean_is_that_of_the_definition(int count)
    {
        var returns = Returns(count, 7);
        var kernel = new PowerLawKernel(1.3, 4.5);
        double sum = 0, weights = 0;
        for (var k = 0; k < Math.Min(count, 1000); k++)
        {
            var weight = Math.Pow(k + 4.5, -1.3);
            sum += weight * returns[count - 1 - k];
            weights += weight;
        }
        Assert.Equal(252 * sum / weights, kernel.Trend(returns), 1e-12);
        Assert.Equal(Math.Sqrt(252 * returns[^1] * returns[^1]), kernel.Activity(returns.AsSpan(count - 1)), 1e-15);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(1200)]
    public void The_derivatives_are_the_slopes_of_the_mean(int count)
    {
        var returns = Returns(count, 8);
        new PowerLawKernel(1.7, 9).Mean(returns, out var byExponent, out var byShift);
        const double h = 1e-5;
        double At(double exponent, double shift) => new PowerLawKernel(exponent, shift).Mean(returns);
        Assert.Equal((At(1.7 + h, 9) - At(1.7 - h, 9)) / (2 * h), byExponent, 1e-10);
        Assert.Equal((At(1.7, 9 + h) - At(1.7, 9 - h)) / (2 * h), byShift, 1e-10);
    }

    [Fact]
    public void The_gradient_of_the_search_is_that_of_the_unexplained_share()
    {
        var returns = Returns(1500, 9);
        int[] seen = [.. Enumerable.Range(22, 1400)];
        var volatilities = seen.Select(n => Math.Abs(returns[n]) * 16 + .01).ToArray();
        var regression = new PathRegression(returns, seen, volatilities);
        double[] point = [.2, 1.4, .5, 2.2];
        var gradient = new double[4];
        regression.Unexplained(point, gradient);
        for (var i = 0; i < 4; i++)
        {
            double At(double step)
            {
                double[] moved = [.. point];
                moved[i] += step;
                return regression.Unexplained(moved, new double[4]);
            }
            Assert.Equal((At(1e-5) - At(-1e-5)) / 2e-5, gradient[i], 1e-8);
        }
    }

    [Fact]
    public void A_volatility_that_follows_the_path_is_recovered()
    {
        // Kernels near the starting values, so the ridge penalty hardly moves them.
        var (trend, activity) = (new PowerLawKernel(1.3, 6), new PowerLawKernel(1.8, 16));
        var returns = Returns(4000, 10);
        int[] seen = [.. Enumerable.Range(1000, 3000)];
        var volatilities = seen.Select(n =>
            .02 - .05 * trend.Trend(returns.AsSpan(0, n)) + .8 * activity.Activity(returns.AsSpan(0, n))).ToArray();
        var fit = PathDependentFit.Of(returns, seen, Array.ConvertAll(volatilities, v => v * v));

        Assert.Equal(-.05, fit.TrendSlope, .01);
        Assert.Equal(.8, fit.ActivitySlope, .05);
        Assert.All(seen.Zip(volatilities).Where((_, i) => i % 50 == 0), row => Assert.Equal(1, (fit.Intercept
            + fit.TrendSlope * fit.Trend.Trend(returns.AsSpan(0, row.First))
            + fit.ActivitySlope * fit.Activity.Activity(returns.AsSpan(0, row.First))) / row.Second, .02));
    }

    [Fact]
    public void The_betas_are_scaled_so_that_the_mean_ratio_is_1()
    {
        var returns = Returns(2000, 11);
        int[] seen = [.. Enumerable.Range(22, 1970)];
        var variances = seen.Select(n => Math.Max(RealizedVariance.OfReturns(returns.AsSpan(n, 5)), .0001)).ToArray();
        var fit = PathDependentFit.Of(returns, seen, variances);
        var ratios = seen.Zip(variances, (n, variance) => variance / Math.Pow(fit.Intercept
            + fit.TrendSlope * fit.Trend.Trend(returns.AsSpan(0, n))
            + fit.ActivitySlope * fit.Activity.Activity(returns.AsSpan(0, n)), 2));
        Assert.Equal(1, ratios.Average(), 1e-9);
    }

    [Fact]
    public void Constant_returns_or_variances_are_refused()
    {
        int[] seen = [.. Enumerable.Range(22, 300)];
        var constant = Enumerable.Repeat(.04, 300).ToArray();
        Assert.Contains("do not vary",
            Assert.Throws<EstimationException>(() => PathDependentFit.Of(Returns(400, 12), seen, constant)).Message);
        Assert.Contains("do not vary", Assert.Throws<EstimationException>(
            () => PathDependentFit.Of(new double[400], seen, [.. constant.Select((v, i) => v + i)])).Message);
        Assert.Throws<ArgumentException>(() => PathDependentFit.Of(Returns(400, 12), seen, constant[1..]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PowerLawKernel(0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new PowerLawKernel(1, double.NaN));
    }
}
