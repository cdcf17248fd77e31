using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation;

/// <summary>The fit that is used in production, on everything known. If the newest rows do not determine the parameters, those of
/// the newest successful earlier refit are reused, by the rule of the walk-forward.</summary>
/// <param name="Fitted">Owned by the caller.</param>
/// <param name="Warning">Null if the fit on the newest rows succeeded.</param>
public sealed record NewestFit(IFittedForecaster Fitted, ReusedParameters? Warning)
{
    /// <param name="forecaster">The recipe.</param>
    /// <param name="data">Everything known; its last row is the day of the fit.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="refitEvery">Sessions from one earlier refit to the next.</param>
    /// <param name="cancellationToken">Stops between boosting rounds.</param>
    /// <exception cref="InsufficientDataException">The history is too short.</exception>
    /// <exception cref="EstimationException">Neither the newest rows nor those of any earlier refit determine the
    /// parameters.</exception>
    public static NewestFit Of(
        IForecaster forecaster, ForecastingData data, int horizon, int refitEvery, CancellationToken cancellationToken = default)
    {
        try
        {
            return new(FitAt(data.Rows - 1), null);
        }
        catch (EstimationException failure)
        {
            for (var row = data.Rows - 1 - refitEvery; row >= horizon; row -= refitEvery)
                if (TryFitAt(row) is { } earlier)
                    return new(earlier, new(
                        forecaster.Name, data.Sessions[^1], data.Sessions[^1], data.Sessions[row], failure.Message));
            throw;
        }

        IFittedForecaster FitAt(int row)
        {
            var known = data.KnownAt(row);
            var labels = RealizedVariance.Labels(known.TargetReturns, horizon);
            return forecaster.Fit(known, labels.AsSpan(0, Math.Max(labels.Length - horizon, 0)), horizon, cancellationToken);
        }

        IFittedForecaster? TryFitAt(int row)
        {
            try
            {
                return FitAt(row);
            }
            catch (Exception error) when (error is EstimationException or InsufficientDataException)
            {
                return null; // An older refit may succeed; if none does, the newest failure is reported.
            }
        }
    }
}
