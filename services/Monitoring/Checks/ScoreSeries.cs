using Volcast.Lake.Tables;
using Volcast.Prediction;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>Scores from <c>monitoring</c> by the last session of their target.</summary>
public static class ScoreSeries
{
    /// <summary>The newest revision of a score of each target. Where two versions forecast the same target, as on the day of a
    /// promotion, the newer version counts.</summary>
    /// <param name="rows">Of one symbol.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="subject">The kind of forecasts, for example <c>live</c>.</param>
    /// <param name="model">As in the table.</param>
    /// <param name="check">The score's name.</param>
    public static Dictionary<DateOnly, double> Of(
        IEnumerable<MonitoringRow> rows, int horizon, string subject, string model, string check) => rows
        .Where(row => row.Kind == MonitoringKind.Score && row.Horizon == horizon && row.Subject == subject && row.Model == model
            && row.Check == check)
        .GroupBy(row => row.Session)
        .ToDictionary(target => target.Key, target => target
            .OrderBy(row => row.ModelVersion, VersionOrder.Instance).ThenBy(row => row.Revision).Last().Value);
}
