using System.Text.Json.Nodes;
using Volcast.Drift;
using Volcast.Lake.Tables;
using Volcast.Services.Monitoring.Scores;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>Whether intervals and distributions hold as often as they state: the sequential alarm on PIT values, and the coverage
/// of the intervals.</summary>
/// <param name="alarms">Runs the alarm.</param>
internal sealed class CalibrationCheck(AlarmCheck alarms)
{
    /// <summary>Outcomes over which coverage is measured: a year.</summary>
    private const int Window = 252;

    /// <summary>Fewer outcomes give no conclusion.</summary>
    private const int Fewest = 63;

    /// <summary>PIT values of calibrated forecasts are uniform, so the reference needs no history: the scores of an even
    /// grid.</summary>
    private static readonly ConformalAlarm Calibrated = new(
        [.. Enumerable.Range(1, 999).Select(i => ConformalAlarm.CalibrationScore(i / 1000.0))]);

    public IReadOnlyList<MonitoringRow> Run(MonitoredModel model, MonitoredTarget target) =>
    [
        .. alarms.Run(model, CheckNames.PitAlarm, MonitoringKind.Calibration, Calibrated,
            ScoreSeries.Of(target.Rows, model.Horizon, CheckSubjects.Live, model.Model, ScoreChecks.Pit)
                .ToDictionary(score => score.Key, score => ConformalAlarm.CalibrationScore(score.Value)),
            target.Rows, target.Session),
        Coverage(model, target, CheckNames.Coverage80, ScoreChecks.Covered80, .8),
        Coverage(model, target, CheckNames.Coverage95, ScoreChecks.Covered95, .95),
    ];

    /// <summary>A warning beyond two standard errors, a failure beyond three. Outcomes overlap, so a horizon of h sessions has an
    /// h-th of the separate outcomes.</summary>
    private static MonitoringRow Coverage(
        MonitoredModel model, MonitoredTarget target, string check, string score, double nominal)
    {
        var covered = ScoreSeries.Of(target.Rows, model.Horizon, CheckSubjects.Live, model.Model, score)
            .Where(one => double.IsFinite(one.Value)).OrderBy(one => one.Key).TakeLast(Window).Select(one => one.Value).ToArray();
        var share = covered.Length == 0 ? double.NaN : covered.Average();
        var error = Math.Sqrt(nominal * (1 - nominal) * model.Horizon / Math.Max(covered.Length, 1));
        var distance = Math.Abs(share - nominal) / error;
        return model.Row(target.Session, CheckSubjects.Live, check, MonitoringKind.Calibration) with
        {
            Value = share,
            Threshold = nominal,
            Status = covered.Length < Fewest ? MonitoringStatus.Insufficient
                : distance > 3 ? MonitoringStatus.Failed
                : distance > 2 ? MonitoringStatus.Warning : MonitoringStatus.Ok,
            Detail = new JsonObject { ["outcomes"] = covered.Length, ["standard_error"] = error }.ToJsonString(),
        };
    }
}
