using Volcast.Volatility;

namespace Volcast.Forecasting.Distribution;

/// <summary>
/// The correction of a forecaster's level from its newest errors. Realised divided by forecast variance should have mean 1; that
/// mean is the factor which minimises their QLIKE (Patton 2011). Its sampling error is large, because outcomes overlap, so its
/// log is shrunk towards 0 by the positive-part rule of James and Stein (1961): an error of one standard error or less corrects
/// nothing.
/// The number of errors adapts to a break in the law: the window grows from 42 to 252 of them as long as the longer one agrees
/// with each shorter one within two standard errors of the shorter (Lepski 1990; Mercurio and Spokoiny 2004).
/// </summary>
/// <param name="Factor">By which forecasts of variance are to be multiplied; 1 for none.</param>
/// <param name="Estimate">The mean of realised divided by forecast variance.</param>
/// <param name="StandardError">The standard error of the estimate's log (Newey and West 1987).</param>
/// <param name="Origins">The number of newest errors that it was estimated from: <see cref="Window"/>, or fewer after a
/// break.</param>
public sealed record LevelCorrection(double Factor, double Estimate, double StandardError, int Origins)
{
    /// <summary>The largest number of newest errors; 252, a year.</summary>
    public const int Window = 252;

    /// <summary>The windows that are tried, up to <see cref="Window"/>.</summary>
    private static readonly int[] Windows = [42, 63, 126, Window];

    /// <summary>Standard errors by which a longer window may differ.</summary>
    private const double Agreement = 2;

    /// <param name="logResiduals">ln realised − ln forecast variance of the ended forecasts, the oldest first.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="largestStep">The largest correction of log variance.</param>
    /// <returns>Null below <see cref="ForecastDistribution.MinimumResiduals"/>.</returns>
    public static LevelCorrection? Of(ReadOnlySpan<double> logResiduals, int horizon, double largestStep)
    {
        if (logResiduals.Length < ForecastDistribution.MinimumResiduals)
            return null;
        var (kept, tried) = (default(LevelCorrection), new List<LevelCorrection>());
        foreach (var window in Windows)
        {
            var longer = Over(logResiduals[^Math.Min(window, logResiduals.Length)..], horizon, largestStep);
            if (tried.Exists(shorter => !Agrees(shorter, longer)))
                break;
            tried.Add(kept = longer);
        }
        return kept;
    }

    private static bool Agrees(LevelCorrection shorter, LevelCorrection longer) =>
        Math.Abs(Math.Log(longer.Estimate / shorter.Estimate)) <= Agreement * shorter.StandardError;

    private static LevelCorrection Over(ReadOnlySpan<double> newest, int horizon, double largestStep)
    {
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
