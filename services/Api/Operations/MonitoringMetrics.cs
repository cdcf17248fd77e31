using System.Diagnostics.Metrics;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Api.Snapshots;

namespace Volcast.Services.Api.Operations;

/// <summary>The newest checks of the loaded targets as gauges. A target has at most one series for each check, action and
/// horizon: the features that drift are not labels.</summary>
internal static class MonitoringMetrics
{
    public static void Create(Meter meter, SnapshotSource source, TradingCalendar calendar, TimeProvider clock)
    {
        meter.CreateObservableGauge("monitoring.check_status", () => Each(source, known => known.Worst.Select(check =>
                Measured((int)check.Status, ("horizon", check.Horizon), ("check", check.Check)))),
            "1", "The newest check: 0 ok, 1 warning, 2 failed");
        meter.CreateObservableGauge("monitoring.e_process", () => Each(source, known =>
                new[] { CheckNames.LossAlarm, CheckNames.PitAlarm }.SelectMany(check => known.ValuesOf(check).Select(one =>
                    Measured(one.Value, ("horizon", one.Horizon), ("check", check))))),
            "1", "The sequential alarm of the loss against HAR or of the PIT values: yellow from 2, red from 20 or more");
        meter.CreateObservableGauge("monitoring.coverage_ratio", () => Each(source, known =>
                new[] { (CheckNames.Coverage80, "0.8"), (CheckNames.Coverage95, "0.95") }.SelectMany(interval =>
                    known.ValuesOf(interval.Item1).Select(one =>
                        Measured(one.Value, ("horizon", one.Horizon), ("level", interval.Item2))))),
            "1", "The share of outcomes inside the interval, over the newest 252 outcomes at most");
        meter.CreateObservableGauge("monitoring.session_timestamp_seconds", () => Each(source, known =>
                [Measured(Seconds(calendar, known.Session))]),
            "s", "When the newest checked session settled, Unix time");
        meter.CreateObservableGauge("monitoring.sessions_behind", () => Each(source, known =>
                [Measured(calendar.Count(known.Session.AddDays(1), calendar.NewestSettled(clock.GetUtcNow())))]),
            "{session}", "Settled sessions since the newest checked one");
        meter.CreateObservableGauge("monitoring.decision_timestamp_seconds", () => Each(source, known =>
                known.Decisions.Select(row =>
                    Measured(Seconds(calendar, row.Session), ("horizon", row.Horizon), ("action", row.Check)))),
            "s", "When the session of the policy's newest decision with this action settled, Unix time");
    }

    private static double Seconds(TradingCalendar calendar, DateOnly session) =>
        calendar.SettlesAt(session).ToUnixTimeSeconds();

    private static (double Value, (string Name, object Value)[] Labels) Measured(
        double value, params (string Name, object Value)[] labels) => (value, labels);

    private static IEnumerable<Measurement<double>> Each(
        SnapshotSource source, Func<TargetMonitoring, IEnumerable<(double Value, (string Name, object Value)[] Labels)>> of) =>
        source.Monitored.SelectMany(target => of(target.Value).Select(one => new Measurement<double>(one.Value,
            [
                new("symbol", target.Key.Value),
                .. one.Labels.Select(label => KeyValuePair.Create<string, object?>(label.Name, label.Value)),
            ])));
}
