namespace Volcast.Forecasting.Distribution;

/// <summary>
/// The variance premium of the options market (Carr and Wu 2009; Bollerslev, Tauchen and Zhou 2009): the squared
/// implied-volatility index minus the forecast over 22 sessions. The index covers 30 calendar days, which are 20 to 22
/// sessions.
/// </summary>
/// <param name="Variance">VIX² − forecast, annualised variance; positive if the implied variance is above the forecast.</param>
/// <param name="VolatilityPoints">VIX − 100·√forecast, points of annualised volatility.</param>
public readonly record struct VariancePremium(double Variance, double VolatilityPoints)
{
    /// <summary>The horizon of the forecast, in sessions.</summary>
    public const int Horizon = 22;

    /// <param name="impliedPoints">The index, points of annualised volatility, for example 19.5.</param>
    /// <param name="forecastVariance">The forecast for the next 22 sessions, annualised variance.</param>
    public static VariancePremium Of(double impliedPoints, double forecastVariance) => new(
        Math.Pow(impliedPoints / 100, 2) - forecastVariance, impliedPoints - 100 * Math.Sqrt(forecastVariance));
}
