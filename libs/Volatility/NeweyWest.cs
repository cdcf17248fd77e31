using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;

namespace Volcast.Volatility;

/// <summary>
/// Variances that are valid when neighbouring rows are correlated, like the errors of overlapping h-session forecasts (Newey
/// and West 1987): autocovariances up to a lag L with Bartlett's weights 1 − l/(L + 1), which never give a negative variance.
/// There is no correction for small samples.
/// </summary>
public static class NeweyWest
{
    /// <summary>Lags for each session of the horizon in the project's comparisons; 15 lags for five sessions. Overlap alone gives
    /// horizon − 1 lags, but losses of volatility forecasts are correlated beyond it.</summary>
    public const int LagsPerSession = 3;

    /// <summary>
    /// The long-run variance γ₀ + 2 Σ (1 − l/(L + 1)) γ_l, l = 1 … L, with γ_l = 1/n Σ (x_t − x̄)(x_{t−l} − x̄): n times the
    /// variance of the mean. In the squared unit of the values; 0 where they do not vary.
    /// </summary>
    /// <param name="values">In order of time.</param>
    /// <param name="lag">L, from 0 (the ordinary variance) to n − 1.</param>
    /// <exception cref="ArgumentException">The lag is negative or not smaller than the number of values.</exception>
    public static double LongRunVariance(ReadOnlySpan<double> values, int lag)
    {
        RequireLag(lag, values.Length);
        var mean = 0.0;
        foreach (var value in values)
            mean += value / values.Length;
        var deviations = new double[values.Length];
        for (var t = 0; t < deviations.Length; t++)
            deviations[t] = values[t] - mean;
        var variance = 0.0;
        for (var l = 0; l <= lag; l++)
        {
            var sum = 0.0;
            for (var t = l; t < deviations.Length; t++)
                sum += deviations[t] * deviations[t - l];
            variance += (l == 0 ? 1 : 2) * Weight(l, lag) * sum / deviations.Length;
        }
        return Math.Max(variance, 0);
    }

    /// <summary>
    /// The covariance of least-squares coefficients, (XᵀX)⁻¹ S (XᵀX)⁻¹ with S = Σ over |l| ≤ L of (1 − |l|/(L + 1)) Σ u_t u_{t−l}
    /// x_t xᵀ_{t−l}; with lag 0 it is White's (1980). The intercept comes first.
    /// </summary>
    /// <param name="design">The regressors.</param>
    /// <param name="residuals">u, one for each row, in the order of time.</param>
    /// <param name="lag">L, from 0 to rows − 1.</param>
    /// <exception cref="ArgumentException">The lag or the number of residuals does not match the rows.</exception>
    public static double[,] CoefficientCovariance(DesignMatrix design, ReadOnlySpan<double> residuals, int lag)
    {
        RequireLag(lag, design.Rows);
        if (residuals.Length != design.Rows)
            throw new ArgumentException($"There are {residuals.Length} residuals for {design.Rows} rows.", nameof(residuals));
        // With X = QR the covariance is R⁻¹ S' R⁻ᵀ, where S' is S in the coordinates of Q, in which it is well conditioned.
        var scores = design.Q.Clone();
        for (var t = 0; t < design.Rows; t++)
            for (var j = 0; j < design.Coefficients; j++)
                scores[t, j] *= residuals[t];
        Matrix<double> s = new DenseMatrix(design.Coefficients);
        for (var l = 0; l <= lag; l++)
        {
            var later = scores.SubMatrix(l, design.Rows - l, 0, design.Coefficients);
            var earlier = scores.SubMatrix(0, design.Rows - l, 0, design.Coefficients);
            var gamma = later.TransposeThisAndMultiply(earlier);
            s += l == 0 ? gamma : Weight(l, lag) * (gamma + gamma.Transpose());
        }
        var half = design.R.Solve(s);
        return design.R.Solve(half.Transpose()).ToArray();
    }

    private static double Weight(int l, int lag) => 1 - l / (lag + 1.0);

    private static void RequireLag(int lag, int rows)
    {
        if (lag < 0 || lag >= rows)
            throw new ArgumentOutOfRangeException(nameof(lag), lag, $"With {rows} rows, a lag must be from 0 to {rows - 1}.");
    }
}
