using Volcast.Lake.Tables;
using Volcast.Prediction;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>The live forecasts of a model as the checks count them.</summary>
internal static class LiveForecasts
{
    /// <summary>One forecast for each origin, ascending. Two versions forecast from the same origin on the day of a
    /// promotion.</summary>
    public static IReadOnlyList<ForecastRow> Of(MonitoredTarget target, MonitoredModel model) =>
    [
        .. target.Forecasts
            .Where(row => row.Kind == ForecastKind.Live && row.Horizon == model.Horizon && row.Model == model.Model)
            .GroupBy(row => row.ForecastOrigin).OrderBy(origin => origin.Key)
            .Select(origin => PublishedForecast.First(origin)!),
    ];
}
