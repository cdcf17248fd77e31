using Volcast.Forecasting.Distribution;

namespace Volcast.Evaluation;

/// <summary>The scores of the forecast distributions of a walk-forward that was stored without them. A walk-forward stores no
/// distribution, so it is made again from the forecasts and the returns. It begins without past errors at the first
/// origin.</summary>
public static class WalkForwardDensity
{
    /// <param name="result">The walk-forward.</param>
    /// <param name="model">One of its models.</param>
    /// <param name="sessions">The target's sessions, ascending.</param>
    /// <param name="targetReturns">The log return into each, decimal; NaN if it is unknown or spans several sessions.</param>
    /// <returns>The stored scores where the walk-forward has them. Otherwise NaN without a forecast or an outcome, for an origin that
    /// is not one of the sessions, and until <see cref="ForecastDistribution.MinimumResiduals"/> errors are known.</returns>
    public static DensityScores Of(
        WalkForwardResult result, ModelForecasts model, ReadOnlySpan<DateOnly> sessions, ReadOnlySpan<double> targetReturns)
    {
        if (model.Density is { } stored)
            return stored;
        var rows = result.Origins.Length;
        var scores = DensityScores.Absent(rows);
        var distribution = new ForecastDistribution(result.Horizon);
        var origin = 0;
        for (var row = 0; row < sessions.Length && origin < rows; row++)
        {
            while (origin < rows && result.Origins[origin] < sessions[row])
                origin++;
            if (origin == rows)
                break;
            if (result.Origins[0] > sessions[row])
                continue;
            distribution.Observe(sessions[row], targetReturns[row]);
            if (result.Origins[origin] != sessions[row] || !double.IsFinite(model.Variance[origin]))
                continue;
            scores.Set(origin, distribution, model.Variance[origin], result.RealizedVariance[origin]);
            distribution.Issue(model.Variance[origin]);
        }
        return scores;
    }
}
