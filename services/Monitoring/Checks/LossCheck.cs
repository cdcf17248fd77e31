using System.Text.Json.Nodes;
using Volcast.Drift;
using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring.Scores;
using Volcast.Volatility;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>The loss against HAR: the sequential alarm, and which part of the loss got worse. The reference is the walk-forward
/// of the champion's recipe.</summary>
/// <param name="alarms">Runs the alarm.</param>
internal sealed class LossCheck(AlarmCheck alarms)
{
    /// <summary>Outcomes of the window whose loss is decomposed.</summary>
    private const int Window = 63;

    public IReadOnlyList<MonitoringRow> Run(MonitoredModel model, MonitoredTarget target)
    {
        var mine = ScoreSeries.Of(target.Rows, model.Horizon, CheckSubjects.Live, model.Model, ScoreChecks.Qlike);
        var benchmark = ScoreSeries.Of(
            target.Rows, model.Horizon, CheckSubjects.Baseline, ForecasterCatalog.Benchmark, ScoreChecks.Qlike);
        var differences = mine.Where(score => benchmark.ContainsKey(score.Key))
            .ToDictionary(score => score.Key, score => ConformalAlarm.LossScore(score.Value, benchmark[score.Key]));
        return
        [
            .. alarms.Run(model, CheckNames.LossAlarm, MonitoringKind.Loss, model.LossAlarm, differences, target.Rows, target.Session),
            .. Decomposition(model, target),
        ];
    }

    /// <summary>The alarm of a model, or why it has none. It takes some milliseconds, because the years of the reference are run
    /// through: see <see cref="MonitoredModel.LossAlarm"/>.</summary>
    public static ValueOrReason<ConformalAlarm> AlarmOf(MonitoredModel model)
    {
        if (!model.WalkForward.TryGet(out var walkForward, out var reason))
            return new Reason(reason);
        var (own, har) = (Find(walkForward, model.Recipe), Find(walkForward, ForecasterCatalog.Benchmark));
        if (own is null || har is null)
            return new Reason($"The walk-forward of {model.Model} lacks {model.Recipe} or {ForecasterCatalog.Benchmark}.");
        double[] scores =
        [
            .. walkForward.RealizedVariance
                .Select((realized, row) => ConformalAlarm.LossScore(
                    Losses.Qlike(realized, own.Variance[row]), Losses.Qlike(realized, har.Variance[row])))
                .Where(double.IsFinite),
        ];
        if (scores.Length < ConformalAlarm.MinimumReference)
            return new Reason($"The walk-forward of {model.Model} has {scores.Length} losses of both {model.Recipe} and "
                + $"{ForecasterCatalog.Benchmark}; an alarm needs {ConformalAlarm.MinimumReference}.");
        return ConformalAlarm.OfYears(scores, model.Horizon);
    }

    /// <summary>Whether miscalibration or discrimination got worse, over the newest live forecasts with an outcome.</summary>
    private static IEnumerable<MonitoringRow> Decomposition(MonitoredModel model, MonitoredTarget target)
    {
        var labels = RealizedVariance.Labels(target.History.TargetReturns, model.Horizon);
        var live = LiveForecasts.Of(target, model)
            .Select(row => (Row: row, At: target.History.FirstRowFrom(row.ForecastOrigin)))
            .Where(one => one.At < target.History.Rows && target.History.Sessions[one.At] == one.Row.ForecastOrigin)
            .Select(one => (Realized: labels[one.At], Forecast: one.Row.Variance))
            .Where(one => double.IsFinite(one.Realized)).TakeLast(Window).ToArray();
        var past = model.WalkForward.Value is { } walkForward ? Find(walkForward, model.Recipe) : null;
        var diagnosis = LossDiagnosis.Of(
            past is null ? [] : model.WalkForward.Value!.RealizedVariance, past?.Variance ?? [],
            Array.ConvertAll(live, one => one.Realized), Array.ConvertAll(live, one => one.Forecast));
        yield return Part(CheckNames.Miscalibration, diagnosis.LevelPValue, diagnosis.MiscalibrationPValue,
            diagnosis.Window?.Miscalibration);
        yield return Part(CheckNames.Discrimination, diagnosis.ConditionalPValue, diagnosis.RefinementPValue,
            diagnosis.Window?.Discrimination);

        MonitoringRow Part(string check, double first, double second, double? part)
        {
            var pValue = Math.Min(first, second);
            return model.Row(target.Session, CheckSubjects.Live, check, MonitoringKind.Loss) with
            {
                Value = pValue,
                Threshold = LossDiagnosis.Level,
                Status = double.IsNaN(pValue) ? MonitoringStatus.Insufficient
                    : pValue <= LossDiagnosis.Level ? MonitoringStatus.Warning : MonitoringStatus.Ok,
                Detail = new JsonObject
                {
                    ["outcomes"] = live.Length,
                    ["part"] = part is { } value && double.IsFinite(value) ? value : null,
                    ["past_windows"] = diagnosis.PastWindows,
                    ["remedy"] = diagnosis.Remedy.ToString().ToLowerInvariant(),
                }.ToJsonString(),
            };
        }
    }

    private static ModelForecasts? Find(WalkForwardResult walkForward, string name) =>
        walkForward.Models.FirstOrDefault(model => model.Name == name);
}
