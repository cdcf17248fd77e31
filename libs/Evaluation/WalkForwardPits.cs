using Volcast.Forecasting.Distribution;

namespace Volcast.Evaluation;

/// <summary>The probability integral transform (Dawid 1984) of a walk-forward's forecasts: the probability that the forecast gave
/// to an outcome at most as large as the one that came. A walk-forward stores no distribution, so it is made again from the
/// forecasts and the returns. It begins without past errors at the first origin.</summary>
public static class WalkForwardPits
{
    /// <param name="result">The walk-forward.</param>
    /// <param name="model">One of its models.</param>
    /// <param name="sessions">The target's sessions, ascending.</param>
    /// <param name="targetReturns">The log return into each, decimal; NaN if it is unknown or spans several sessions.</param>
    /// <returns>For each origin 0 to 1; NaN without a forecast or an outcome, for an origin that is not one of the sessions, and
    /// until <see cref="ForecastDistribution.MinimumResiduals"/> errors are known.</returns>
    public static double[] Of(
        WalkForwardResult result, ModelForecasts model, ReadOnlySpan<DateOnly> sessions, ReadOnlySpan<double> targetReturns)
    {
        var values = new double[result.Origins.Length];
        Array.Fill(values, double.NaN);
        var distribution = new ForecastDistribution(result.Horizon);
        var origin = 0;
        for (var row = 0; row < sessions.Length && origin < values.Length; row++)
        {
            while (origin < values.Length && result.Origins[origin] < sessions[row])
                origin++;
            if (origin == values.Length)
                break;
            if (result.Origins[0] > sessions[row])
                continue;
            distribution.Observe(sessions[row], targetReturns[row]);
            if (result.Origins[origin] != sessions[row] || !double.IsFinite(model.Variance[origin]))
                continue;
            var (forecast, realized) = (model.Variance[origin], result.RealizedVariance[origin]);
            if (double.IsFinite(realized))
                values[origin] = 1 - distribution.ProbabilityAbove(forecast, Math.Sqrt(realized));
            distribution.Issue(forecast);
        }
        return values;
    }
}
