using System.Globalization;
using System.Text.Json;

namespace Volcast.Volatility.Tests;

/// <summary>Compares regressions and quantiles with NumPy and SciPy (<c>tests/oracles/regression.py</c>): HAR's three regressors
/// on 300 simulated daily variances.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class RegressionVectorTests
{
    private static readonly JsonElement Vectors = Oracle.Read("regression.json");
    private static readonly double[] Response = Vectors.Numbers("response");
    private static readonly double[] Regressors = Vectors.Rows("regressors");
    private static readonly string[] Names = ["day", "week", "month"];

    private static void AssertClose(double[] expected, double[] actual, double relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        foreach (var (e, a) in expected.Zip(actual))
            Assert.Equal(e, a, relative * Math.Max(1, Math.Abs(e)));
    }

    [Fact]
    public void Least_squares_has_NumPys_coefficients()
    {
        var expected = Vectors.GetProperty("least_squares");
        var fit = LeastSquares.Fit(new DesignMatrix(Names, Regressors), Response);

        AssertClose(expected.Numbers("coefficients"), [fit.Intercept, .. fit.Slopes], 1e-10);
        Assert.Equal(expected.Number("r_squared"), fit.RSquared, 1e-10);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(14)]
    public void Newey_West_errors_are_those_of_the_double_sum(int lag)
    {
        var design = new DesignMatrix(Names, Regressors);
        var fit = LeastSquares.Fit(design, Response);
        double[] residuals =
        [
            .. Response.Select(
                (y, i) => y - fit.Intercept - fit.Slopes.Select((slope, j) => slope * Regressors[3 * i + j]).Sum()),
        ];
        var covariance = NeweyWest.CoefficientCovariance(design, residuals, lag);

        var expected = Vectors.GetProperty("least_squares").GetProperty("newey_west")
            .Numbers(lag.ToString(CultureInfo.InvariantCulture));
        AssertClose(expected, [.. Enumerable.Range(0, 4).Select(i => Math.Sqrt(covariance[i, i]))], 1e-9);
    }

    [Fact]
    public void Gamma_regression_has_SciPys_optimum()
    {
        var expected = Vectors.GetProperty("gamma_regression");
        var fit = GammaRegression.Fit(new DesignMatrix(Names, [.. Regressors.Select(x => Math.Log(x))]), Response);

        AssertClose(expected.Numbers("coefficients"), [fit.Intercept, .. fit.Slopes], 1e-8);
        Assert.Equal(expected.Number("deviance"), fit.Deviance, 1e-9);
    }

    [Fact]
    public void Mincer_Zarnowitz_has_NumPys_line_errors_and_joint_test()
    {
        var expected = Vectors.GetProperty("mincer_zarnowitz");
        var fit = MincerZarnowitz.Of(Response, Vectors.Numbers("forecast"), (int)expected.Number("lag"));

        AssertClose(
            [.. new[] { "intercept", "slope", "r_squared", "intercept_error", "slope_error", "wald", "p_value" }
                .Select(name => expected.Number(name))],
            [fit.Intercept, fit.Slope, fit.RSquared, fit.InterceptError, fit.SlopeError, fit.Wald, fit.PValue], 1e-9);
    }

    [Fact]
    public void Quantiles_are_NumPys()
    {
        double[] sorted = [.. Response.Order()];
        foreach (var quantile in Vectors.GetProperty("quantiles").EnumerateObject())
            Assert.Equal(quantile.Value.GetDouble(),
                Quantile.OfSorted(sorted, double.Parse(quantile.Name, CultureInfo.InvariantCulture)), 1e-12);
    }
}
