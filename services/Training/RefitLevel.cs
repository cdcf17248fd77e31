using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Volatility;

namespace Volcast.Services.Training;

/// <summary>The level of a new fit, corrected by its errors on the newest sessions whose outcomes are known. It was fitted on these
/// sessions too, so that the errors are somewhat small and the correction is rather too small than too large.</summary>
internal static class RefitLevel
{
    /// <param name="fitted">The new fit; disposed if another one is returned.</param>
    /// <param name="champion">The forecasts that the new ones are compared with.</param>
    /// <param name="history">All rows that are known.</param>
    /// <param name="largestStep">The largest mean |Δ ln F| to the champion over the newest errors.</param>
    /// <returns>The same fit if its recipe has no constant in log variance, or if there is nothing to correct.</returns>
    public static IFittedForecaster Correct(
        IFittedForecaster fitted, IFittedForecaster champion, ForecastingData history, double largestStep)
    {
        if (fitted.WithLevel(1) is null)
            return fitted;
        var horizon = fitted.Spec.Horizon;
        var labels = RealizedVariance.Labels(history.TargetReturns, horizon);
        var (errors, steps) = (new List<double>(), new List<double>());
        for (var row = Math.Max(0, history.Rows - horizon - LevelCorrection.Window); row < history.Rows - horizon; row++)
        {
            var (known, label) = (history.KnownAt(row), labels[row]);
            var (forecast, former) = (fitted.Forecast(known), champion.Forecast(known));
            if (!double.IsFinite(label) || !(forecast > 0) || !(former > 0))
                continue;
            errors.Add(Math.Log(label / forecast));
            steps.Add(Math.Log(forecast / former));
        }
        if (LevelCorrection.Of([.. errors], horizon, double.PositiveInfinity) is not { Factor: not 1 } correction)
            return fitted;
        // The whole correction if it stays within the step, else the largest share of it, in tenths, that does.
        var log = Math.Log(correction.Factor);
        var share = Enumerable.Range(1, 10).Reverse().Select(tenth => tenth / 10.0)
            .FirstOrDefault(part => steps.Average(step => Math.Abs(step + part * log)) <= largestStep);
        if (share == 0)
            return fitted;
        using var plain = new ForecasterArtifact(fitted);
        return plain.WithLevel(Math.Exp(share * log))!.Forecaster;
    }
}
