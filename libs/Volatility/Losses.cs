namespace Volcast.Volatility;

/// <summary>
/// Losses of a variance forecast. Both arguments are annualised variances and are raised to
/// <see cref="RealizedVariance.Floor"/>. <see cref="Qlike"/> and <see cref="SquaredError"/> are robust: they rank forecasts
/// correctly although the true variance is only measured by a noisy proxy (Patton 2011). The squared errors of the logarithm and
/// of volatility are not robust, because the logarithm and the root of a noisy variance are biased.
/// </summary>
public static class Losses
{
    /// <summary>QLIKE(RV, F) = RV/F − ln(RV/F) − 1: zero for a perfect forecast, half the unit gamma deviance; a forecast that
    /// is too low costs more than one that is too high. On five Gaussian squared returns the true variance scores
    /// .2131.</summary>
    public static double Qlike(double realizedVariance, double forecastVariance)
    {
        var ratio = Floored(realizedVariance) / Floored(forecastVariance);
        return ratio - Math.Log(ratio) - 1;
    }

    /// <summary>(RV − F)², in squared variance; dominated by the few most turbulent weeks.</summary>
    public static double SquaredError(double realizedVariance, double forecastVariance)
    {
        var error = Floored(realizedVariance) - Floored(forecastVariance);
        return error * error;
    }

    /// <summary>(ln RV − ln F)²: a relative error, comparable in calm and turbulent weeks. Not robust.</summary>
    public static double SquaredErrorOfLog(double realizedVariance, double forecastVariance)
    {
        var error = Math.Log(Floored(realizedVariance) / Floored(forecastVariance));
        return error * error;
    }

    /// <summary>(√RV − √F)², in squared annualised volatility, decimal. Not robust.</summary>
    public static double SquaredErrorOfVolatility(double realizedVariance, double forecastVariance)
    {
        var error = Math.Sqrt(Floored(realizedVariance)) - Math.Sqrt(Floored(forecastVariance));
        return error * error;
    }

    /// <summary>Mean <see cref="Qlike"/> over all rows; NaN if there are none.</summary>
    public static double MeanQlike(ReadOnlySpan<double> realizedVariance, ReadOnlySpan<double> forecastVariance) =>
        Mean(realizedVariance, forecastVariance, Qlike);

    /// <summary>Mean <see cref="SquaredError"/> over all rows; NaN if there are none.</summary>
    public static double MeanSquaredError(ReadOnlySpan<double> realizedVariance, ReadOnlySpan<double> forecastVariance) =>
        Mean(realizedVariance, forecastVariance, SquaredError);

    /// <summary>
    /// R² on volatility, 1 − SSE/SST with σ = √variance: the share of the variation of realised volatility around its mean that
    /// the unadjusted forecast explains. Negative for a forecast worse than that mean; NaN if realised volatility does not vary
    /// by more than rounding.
    /// </summary>
    public static double RSquaredOnVolatility(ReadOnlySpan<double> realizedVariance, ReadOnlySpan<double> forecastVariance)
    {
        RequireSameLength(realizedVariance, forecastVariance);
        var realized = new double[realizedVariance.Length];
        var mean = 0.0;
        for (var i = 0; i < realized.Length; i++)
        {
            realized[i] = Math.Sqrt(Floored(realizedVariance[i]));
            mean += realized[i] / realized.Length;
        }
        double sse = 0, sst = 0;
        for (var i = 0; i < realized.Length; i++)
        {
            var error = realized[i] - Math.Sqrt(Floored(forecastVariance[i]));
            sse += error * error;
            sst += (realized[i] - mean) * (realized[i] - mean);
        }
        return LeastSquares.Varies(realized) ? 1 - sse / sst : double.NaN;
    }

    private static double Floored(double variance) => Math.Max(variance, RealizedVariance.Floor);

    private static double Mean(ReadOnlySpan<double> realized, ReadOnlySpan<double> forecast, Func<double, double, double> loss)
    {
        RequireSameLength(realized, forecast);
        var sum = 0.0;
        for (var i = 0; i < realized.Length; i++)
            sum += loss(realized[i], forecast[i]);
        return sum / realized.Length;
    }

    private static void RequireSameLength(ReadOnlySpan<double> realized, ReadOnlySpan<double> forecast)
    {
        if (realized.Length != forecast.Length)
            throw new ArgumentException($"There are {realized.Length} realised values for {forecast.Length} forecasts.");
    }
}
