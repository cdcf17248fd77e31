namespace Volcast.Volatility;

/// <summary>
/// The regression of Mincer and Zarnowitz (1969), realised = intercept + slope · forecast, on annualised variance. Only on this
/// scale does an optimal forecast have intercept 0 and slope 1 for any noise of the proxy (Patton and Sheppard 2009), because the
/// root of a noisy variance is biased downwards. Standard errors are those of Newey and West (1987).
/// </summary>
/// <param name="Intercept">Annualised variance; 0 for an unbiased forecast.</param>
/// <param name="Slope">1 for an efficient forecast; below 1 if the forecast reacts too strongly.</param>
/// <param name="RSquared">The share of variance that the forecast explains after the best linear correction.</param>
/// <param name="InterceptError">Standard error of the intercept, annualised variance.</param>
/// <param name="SlopeError">Standard error of the slope.</param>
/// <param name="Wald">Test statistic of (intercept, slope) = (0, 1): (β − (0, 1))ᵀ V⁻¹ (β − (0, 1)), χ² with two degrees of
/// freedom; NaN if the residuals do not determine V.</param>
/// <param name="PValue">p-value of this test; small if the forecast is biased or inefficient.</param>
public sealed record MincerZarnowitz(
    double Intercept, double Slope, double RSquared, double InterceptError, double SlopeError, double Wald, double PValue)
{
    /// <summary>R² of a least-squares line with a constant is not negative; below this, rounding errors decide.</summary>
    private const double Rounding = 1e-6;

    /// <summary>Regresses on all rows; every value must be finite.</summary>
    /// <param name="realizedVariance">In order of time.</param>
    /// <param name="forecastVariance">One for each realised variance.</param>
    /// <param name="lag">Lag of Bartlett's weights; at least h − 1 for overlapping forecasts over h sessions. With 0, the
    /// default, the errors are robust against changing variance only (White 1980). At most rows − 1.</param>
    /// <exception cref="EstimationException">There are fewer than two rows, the forecast or the realised variance does not vary,
    /// or the forecast varies so little that rounding errors decide.</exception>
    public static MincerZarnowitz Of(
        ReadOnlySpan<double> realizedVariance, ReadOnlySpan<double> forecastVariance, int lag = 0)
    {
        if (realizedVariance.Length > 1 && !LeastSquares.Varies(realizedVariance))
            throw new EstimationException(
                "The realised variance is the same in every row, so there is nothing for a forecast to explain.");
        if (forecastVariance.Length > 1 && !LeastSquares.Varies(forecastVariance))
            throw new EstimationException("The forecast is constant, so the line has no slope.");
        var design = new DesignMatrix(["forecast"], forecastVariance);
        var fit = LeastSquares.Fit(design, realizedVariance.ToArray());
        if (fit.RSquared < -Rounding)
            throw new EstimationException($"The least-squares line has an R² of {fit.RSquared:0.0}, which is rounding error: "
                + "forecast or realised variance hardly varies.");
        var residuals = new double[design.Rows];
        for (var t = 0; t < residuals.Length; t++)
            residuals[t] = realizedVariance[t] - fit.Intercept - fit.Slopes[0] * forecastVariance[t];
        var v = NeweyWest.CoefficientCovariance(design, residuals, Math.Min(lag, design.Rows - 1));
        var (bias, excess) = (fit.Intercept, fit.Slopes[0] - 1);
        var determinant = v[0, 0] * v[1, 1] - v[0, 1] * v[0, 1];
        var wald = determinant > 0
            ? (v[1, 1] * bias * bias - 2 * v[0, 1] * bias * excess + v[0, 0] * excess * excess) / determinant
            : double.NaN;
        return new(
            fit.Intercept, fit.Slopes[0], Math.Max(fit.RSquared, 0), Math.Sqrt(v[0, 0]), Math.Sqrt(v[1, 1]), wald,
                Math.Exp(-wald / 2));
    }
}
