using CsCheck;

namespace Volcast.Volatility.Tests;

public sealed class RegressionTests
{
    [Fact]
    public void Least_squares_matches_a_hand_calculated_line()
    {
        // x 1 2 3, y 1 2 2: slope Sxy/Sxx = 1/2, intercept 5/3 − 1, SSE 1/6, SST 2/3.
        var fit = LeastSquares.Fit(new DesignMatrix(["x"], [1, 2, 3]), [1, 2, 2]);

        Assert.Equal(.5, fit.Slopes[0], 12);
        Assert.Equal(2 / 3.0, fit.Intercept, 12);
        Assert.Equal(.75, fit.RSquared, 12);
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void Har_on_five_minute_variance_has_the_reference_coefficients()
    {
        var rv = File.ReadLines(SharedData.Require("data", "market", "SPY_RV.csv")).Skip(1)
            .Select(line => double.Parse(line.Split(',')[2])).ToArray();
        var rows = Enumerable.Range(22, rv.Length - 22).ToArray();
        var regressors = rows.SelectMany(t => new[] { rv[t - 1], rv[(t - 5)..t].Average(), rv[(t - 22)..t].Average() }).ToArray();

        var fit = LeastSquares.Fit(new DesignMatrix(["day", "week", "month"], regressors), [.. rows.Select(t => rv[t])]);

        Assert.Equal(1473, rows.Length);
        Assert.Equal(1.160000921e-05, fit.Intercept, 1e-13);
        Assert.Equal(.2953165771, fit.Slopes[0], 1e-10);
        Assert.Equal(.2813334173, fit.Slopes[1], 1e-10);
        Assert.Equal(.1471632893, fit.Slopes[2], 1e-10);
    }

    [Fact]
    public void Mincer_Zarnowitz_recovers_the_line_between_forecast_and_outcome()
    {
        double[] forecast = [.01, .02, .03, .05];
        var fit = MincerZarnowitz.Of([.. forecast.Select(f => .004 + .8 * f)], forecast);

        Assert.Equal((.004, .8, 1), (Math.Round(fit.Intercept, 12), Math.Round(fit.Slope, 12), Math.Round(fit.RSquared, 12)));
    }

    [Fact]
    public void Gamma_regression_on_two_groups_fits_their_means()
    {
        // With one binary regressor the likelihood equations are solved by the group means: 2 and 6.
        var fit = GammaRegression.Fit(new DesignMatrix(["group"], [0, 0, 0, 1, 1]), [1, 2, 3, 4, 8]);

        Assert.Equal(Math.Log(2), fit.Intercept, 10);
        Assert.Equal(Math.Log(3), fit.Slopes[0], 10);
        double[] ratios = [1 / 2.0, 1, 3 / 2.0, 4 / 6.0, 8 / 6.0];
        Assert.Equal(2 * ratios.Sum(r => r - Math.Log(r) - 1), fit.Deviance, 10);
    }

    [Fact]
    public void A_pooled_gamma_regression_is_that_on_the_centred_rows_of_all_groups()
    {
        // The values are exact in single precision. The last column and the row without a response are not used.
        PooledGroup[] groups =
        [
            new([1, 5, 99, 2, 3, 99, 6, 1, 99], 3, [2, 1, 4]),
            new([8, 2, 99, 7, 7, 99, 4, 3, 99, 0, 5, 99], 3, [1, float.NaN, 3, 8]),
        ];
        var pooled = new PooledDesign(["a", "b"], groups);
        var fit = GammaRegression.Fit(pooled, pooled.Response);

        // Means 3 and 3 of the first group; 4 and 10/3 of the used rows of the second.
        var b = 10 / 3.0;
        var centred = new DesignMatrix(["a", "b"], [-2, 2, -1, 0, 3, -2, 4, 2 - b, 0, 3 - b, -4, 5 - b]);
        var expected = GammaRegression.Fit(centred, [2, 1, 4, 1, 3, 8]);
        Assert.Equal([2, 1, 4, 1, 3, 8], pooled.Response);
        Assert.Equal(6, pooled.Rows);
        Assert.Equal(expected.Intercept, fit.Intercept, 1e-9);
        Assert.Equal(expected.Slopes[0], fit.Slopes[0], 1e-9);
        Assert.Equal(expected.Slopes[1], fit.Slopes[1], 1e-9);
    }

    [Fact]
    public void A_group_without_a_used_row_or_with_half_a_row_is_refused()
    {
        Assert.Throws<ArgumentException>(() => new PooledDesign(["a"], [new([1, 2], 1, [float.NaN, float.NaN])]));
        Assert.Throws<ArgumentException>(() => new PooledDesign(["a", "b"], [new([1, 2, 3], 2, [1, 2])]));
    }

    [Fact]
    public void Gamma_regression_satisfies_its_score_equations() =>
        Gen.Select(Gen.Double[-3, 3], Gen.Double[-3, 3], Gen.Double[-4, 4]).Array[12, 60].Sample(rows =>
        {
            var regressors = rows.SelectMany(r => new[] { r.Item1, r.Item2 }).ToArray();
            var response = rows.Select(r => Math.Exp(r.Item3 - 3)).ToArray();
            var fit = GammaRegression.Fit(new DesignMatrix(["a", "b"], regressors), response);
            var relative = rows.Select((r, i) =>
                response[i] / Math.Exp(fit.Intercept + fit.Slopes[0] * r.Item1 + fit.Slopes[1] * r.Item2) - 1).ToArray();
            Assert.Equal(0, relative.Average(), 1e-6);
            Assert.Equal(0, relative.Select((e, i) => e * rows[i].Item1).Average(), 1e-6);
            Assert.Equal(0, relative.Select((e, i) => e * rows[i].Item2).Average(), 1e-6);
        }, iter: 200, threads: 1, seed: "0000000000001");

    [Fact]
    public void Rescaling_the_response_moves_only_the_intercept()
    {
        double[] x = [.1, .5, .9, 1.4, 2, 2.2], y = [.02, .01, .04, .03, .09, .2];
        var design = new DesignMatrix(["x"], x);
        var (plain, scaled) = (GammaRegression.Fit(design, y), GammaRegression.Fit(design, [.. y.Select(v => 100 * v)]));

        Assert.Equal(plain.Slopes[0], scaled.Slopes[0], 7);
        Assert.Equal(plain.Intercept + Math.Log(100), scaled.Intercept, 7);
    }

    [Fact]
    public void A_constant_regressor_is_named()
    {
        var error = Assert.Throws<EstimationException>(() => new DesignMatrix(["day", "week"], [1, 7, 2, 7, 4, 7]));
        Assert.Contains("week", error.Message);
    }

    [Fact]
    public void Too_few_rows_are_refused() =>
        Assert.Throws<EstimationException>(() => new DesignMatrix(["day", "week"], [1, 7, 2, 9]));

    [Fact]
    public void Values_that_do_not_fill_rows_are_refused() =>
        Assert.Throws<ArgumentException>(() => new DesignMatrix(["day", "week"], [1, 7, 2]));

    [Fact]
    public void A_missing_regressor_is_refused_with_its_name_and_row()
    {
        var error = Assert.Throws<ArgumentException>(() => new DesignMatrix(["day"], [1, double.NaN, 3]));
        Assert.Contains("day is NaN in row 1", error.Message);
    }

    [Fact]
    public void Responses_of_the_wrong_number_or_sign_are_refused()
    {
        var design = new DesignMatrix(["x"], [1, 2, 3]);
        Assert.Throws<ArgumentException>(() => LeastSquares.Fit(design, [1, 2]));
        Assert.Throws<ArgumentException>(() => LeastSquares.Fit(design, [1, double.NaN, 2]));
        Assert.Throws<ArgumentException>(() => GammaRegression.Fit(design, [1, 0, 2]));
    }

    [Fact]
    public void Responses_that_overflow_are_refused_with_the_regressors_names()
    {
        // The mean overflows, so that there is no finite start.
        var design = new DesignMatrix(["vix"], [1, 2, 3, 4]);
        var error = Assert.Throws<EstimationException>(() => GammaRegression.Fit(design, [1e308, 1e308, 1, 1e308]));
        Assert.Contains("vix", error.Message);
    }
}
