using Volcast.Volatility;

namespace Volcast.Forecasting.Distribution;

/// <summary>
/// The correction of a forecaster's level from its newest errors. Realised divided by forecast variance should have mean 1; that
/// mean is the factor which minimises their QLIKE (Patton 2011). Its sampling error is large, because outcomes overlap, so its
/// log is shrunk towards 0 by the positive-part rule of James and Stein (1961): an error of one standard error or less corrects
/// nothing.
/// </summary>
/// <param name="Factor">By which forecasts of variance are to be multiplied; 1 for none.</param>
/// <param name="Estimate">The mean of realised divided by forecast variance.</param>
/// <param name="StandardError">The standard error of the estimate's log (Newey and West 1987).</param>
/// <param name="Origins">The number of errors that it was estimated from.</param>
public sealed record LevelCorrection(double Factor, double Estimate, double StandardError, int Origins)
{
    /// <summary>The number of newest errors; 252, a year.</summary>
    public const int Window = 252;

    /// <param name="logResiduals">ln realised − ln forecast variance of the ended forecasts, the oldest first.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="largestStep">The largest correction of log variance.</param>
    /// <returns>Null below <see cref="ForecastDistribution.MinimumResiduals"/>.</returns>
    public static LevelCorrection? Of(ReadOnlySpan<double> logResiduals, int horizon, double largestStep)
    {
        var newest = logResiduals[^Math.Min(Window, logResiduals.Length)..];
        if (newest.Length < ForecastDistribution.MinimumResiduals)
            return null;
        var ratios = new double[newest.Length];
        for (var i = 0; i < ratios.Length; i++)
            ratios[i] = Math.Exp(newest[i]);
        var mean = ratios.Average();
        var lag = Math.Min(NeweyWest.LagsPerSession * horizon, ratios.Length - 1);
        var error = Math.Sqrt(NeweyWest.LongRunVariance(ratios, lag) / ratios.Length) / mean;
        var level = Math.Log(mean);
        var kept = level == 0 ? 0 : Math.Max(0, 1 - error * error / (level * level));
        return new(Math.Exp(Math.Clamp(kept * level, -largestStep, largestStep)), mean, error, ratios.Length);
    }
}
