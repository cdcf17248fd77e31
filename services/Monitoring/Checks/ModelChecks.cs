using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>The checks of models and their inputs: loss, calibration, forecasts outside everything seen, drift. A pure function of
/// what was read, so a replay gives the same rows as a daily run.</summary>
public static class ModelChecks
{
    /// <param name="target">What was read.</param>
    /// <param name="models">The serving versions.</param>
    /// <param name="calendar">The sessions of the exchange.</param>
    /// <returns>Rows of the newest session, and of earlier ones that the alarms had not reached.</returns>
    public static IReadOnlyList<MonitoringRow> Run(
        MonitoredTarget target, IReadOnlyList<MonitoredModel> models, TradingCalendar calendar)
    {
        var alarms = new AlarmCheck(calendar);
        return
        [
            .. models.SelectMany(model => new LossCheck(alarms).Run(model, target)),
            .. models.SelectMany(model => new CalibrationCheck(alarms).Run(model, target)),
            .. models.SelectMany(model => ForecastRangeCheck.Run(model, target)),
            .. DriftCheck.Run(target, models),
        ];
    }
}
