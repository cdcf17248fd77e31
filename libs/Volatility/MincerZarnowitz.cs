namespace Volcast.Volatility;

/// <summary>
/// The regression of Mincer and Zarnowitz (1969), realised = intercept + slope · forecast, on annualised variance: only on
/// that scale has an optimal forecast intercept 0 and slope 1 whatever the noise of the proxy (Patton and Sheppard 2009); the
/// root of a noisy variance is biased downwards.
/// </summary>
/// <param name="Intercept">Annualised variance; 0 for an unbiased forecast.</param>
/// <param name="Slope">1 for an efficient forecast; below 1 it reacts too strongly.</param>
/// <param name="RSquared">What the forecast would explain after the best linear correction.</param>
public sealed record MincerZarnowitz(double Intercept, double Slope, double RSquared)
{
    /// <summary>Regresses on all rows given; every value is to be finite.</summary>
    /// <exception cref="EstimationException">There are fewer than two rows, or the forecast does not vary.</exception>
    public static MincerZarnowitz Of(ReadOnlySpan<double> realizedVariance, ReadOnlySpan<double> forecastVariance)
    {
        var fit = LeastSquares.Fit(new DesignMatrix(["forecast"], forecastVariance), realizedVariance.ToArray());
        return new(fit.Intercept, fit.Slopes[0], fit.RSquared);
    }
}
