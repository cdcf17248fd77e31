namespace Volcast.Volatility.Tests;

public sealed class NeweyWestTests
{
    private static readonly double[] D = [.5, -.2, .3, .1, -.4, .6, .2, -.1, .3, .4];

    [Fact]
    public void The_long_run_variance_has_the_reference_value() => // vectors/README.md
        Assert.Equal(.02798, NeweyWest.LongRunVariance(D, 4), 12);

    [Fact]
    public void Without_a_lag_it_is_the_ordinary_variance() =>
        Assert.Equal(D.Average(d => d * d) - Math.Pow(D.Average(), 2), NeweyWest.LongRunVariance(D, 0), 12);

    [Fact]
    public void A_series_that_alternates_has_a_small_one_and_a_constant_none()
    {
        // 1, −1, …: γ₁ = −(n − 1)/n, so that with lag 1 the variance is 1 − (n − 1)/n.
        Assert.Equal(.1, NeweyWest.LongRunVariance([1, -1, 1, -1, 1, -1, 1, -1, 1, -1], 1), 12);
        Assert.Equal(0, NeweyWest.LongRunVariance([2, 2, 2], 1));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(10)]
    public void A_lag_that_the_series_does_not_have_is_refused(int lag) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NeweyWest.LongRunVariance(D, lag));

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void The_covariance_of_coefficients_is_the_textbook_sandwich(int lag)
    {
        double[] x = [.3, .1, .4, .15, .9, .2, .6, .5, .35, .8];
        var covariance = NeweyWest.CoefficientCovariance(new DesignMatrix(["x"], x), D, lag);
        var expected = NaiveSandwich(x, D, lag);

        for (var i = 0; i < 2; i++)
            for (var j = 0; j < 2; j++)
                Assert.Equal(expected[i, j], covariance[i, j], 12);
    }

    [Fact]
    public void A_wrong_number_of_residuals_is_refused() => Assert.Throws<ArgumentException>(() =>
        NeweyWest.CoefficientCovariance(new DesignMatrix(["x"], [1, 2, 4]), [.1, .2], 1));

    [Fact]
    public void Mincer_Zarnowitz_tests_intercept_and_slope_together()
    {
        double[] forecast = [.010, .012, .020, .015, .040, .030, .022, .018];
        double[] realized = [.012, .009, .025, .018, .030, .034, .015, .020];
        var line = MincerZarnowitz.Of(realized, forecast, lag: 2);
        double[] residuals = [.. realized.Zip(forecast, (y, f) => y - line.Intercept - line.Slope * f)];
        var v = NaiveSandwich(forecast, residuals, 2);

        Assert.Equal(Math.Sqrt(v[0, 0]), line.InterceptError, 12);
        Assert.Equal(Math.Sqrt(v[1, 1]), line.SlopeError, 12);
        // Completing the square: the slope's own statistic, and the intercept's given the slope.
        var excess = line.Slope - 1;
        var given = line.Intercept - v[0, 1] / v[1, 1] * excess;
        var wald = excess * excess / v[1, 1] + given * given / (v[0, 0] - v[0, 1] * v[0, 1] / v[1, 1]);
        Assert.Equal(wald, line.Wald, 8);
        Assert.Equal(MathNet.Numerics.Distributions.ChiSquared.CDF(2, wald), 1 - line.PValue, 10);
    }

    [Fact]
    public void The_joint_test_rejects_an_unbiased_forecast_at_its_nominal_level()
    {
        var random = new Random(5);
        const int trials = 400;
        var rejected = 0;
        for (var trial = 0; trial < trials; trial++)
        {
            var forecast = new double[500];
            var realized = new double[500];
            for (var t = 0; t < forecast.Length; t++)
            {
                forecast[t] = .01 + .05 * random.NextDouble();
                realized[t] = forecast[t] * (.5 + random.NextDouble()); // mean one, noise as large as the forecast
            }
            rejected += MincerZarnowitz.Of(realized, forecast).PValue < .05 ? 1 : 0;
        }
        Assert.InRange(rejected / (double)trials, .02, .09); // 5 %, three standard errors of .011
    }

    /// <summary>(XᵀX)⁻¹ Σ_st w(|s − t|) u_s u_t x_s x_tᵀ (XᵀX)⁻¹ with an intercept, every sum written out.</summary>
    private static double[,] NaiveSandwich(double[] x, double[] u, int lag)
    {
        var (n, sx, sxx) = (x.Length, x.Sum(), x.Sum(v => v * v));
        var det = n * sxx - sx * sx;
        double[,] inverse = { { sxx / det, -sx / det }, { -sx / det, n / det } };
        var meat = new double[2, 2];
        for (var s = 0; s < n; s++)
            for (var t = 0; t < n; t++)
            {
                var weight = Math.Max(0, 1 - Math.Abs(s - t) / (lag + 1.0)) * u[s] * u[t];
                double[] a = [1, x[s]], b = [1, x[t]];
                for (var i = 0; i < 2; i++)
                    for (var j = 0; j < 2; j++)
                        meat[i, j] += weight * a[i] * b[j];
            }
        return Times(Times(inverse, meat), inverse);

        static double[,] Times(double[,] a, double[,] b)
        {
            var product = new double[2, 2];
            for (var i = 0; i < 2; i++)
                for (var j = 0; j < 2; j++)
                    product[i, j] = a[i, 0] * b[0, j] + a[i, 1] * b[1, j];
            return product;
        }
    }
}
