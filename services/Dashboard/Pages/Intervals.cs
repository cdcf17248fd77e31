using Volcast.ApiContract.Forecasts;

namespace Volcast.Services.Dashboard.Pages;

/// <summary>The intervals of a forecast by level.</summary>
internal static class Intervals
{
    /// <returns>Null where the forecast has no interval of this level.</returns>
    public static IntervalDocument? Of(ForecastDocument forecast, double level)
    {
        foreach (var interval in forecast.VolatilityIntervals)
            if (Math.Abs(interval.Level - level) < 1e-9)
                return interval;
        return null;
    }
}
