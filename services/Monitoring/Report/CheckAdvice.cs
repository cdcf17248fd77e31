using System.Text.Json;
using Volcast.Drift;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Report;

/// <summary>What a finding means and what a person does about it, for every check. docs/monitoring.md has the same in a
/// table.</summary>
internal static class CheckAdvice
{
    /// <summary>The checks in the order in which a person should look at them.</summary>
    private static readonly string[] Order =
    [
        CheckNames.Lake, CheckNames.Registry, CheckNames.Disk, CheckNames.Freshness, CheckNames.OutOfRange, CheckNames.LossAlarm,
        CheckNames.PitAlarm, CheckNames.Coverage80, CheckNames.Coverage95, CheckNames.MissingSessions, CheckNames.Quarantine,
        CheckNames.Drift, CheckNames.Discrimination, CheckNames.Miscalibration,
    ];

    /// <summary>0 for what comes first.</summary>
    public static int RankOf(MonitoringRow row) => Array.IndexOf(Order, row.Check) is >= 0 and var rank ? rank : Order.Length;

    /// <summary>What was found, as the beginning of a sentence without a full stop.</summary>
    public static string Finding(MonitoringRow row) => row.Check switch
    {
        CheckNames.LossAlarm => row.Status == MonitoringStatus.Failed
            ? $"the loss over {Sessions(row)} has grown against HAR (E has reached {row.Threshold:0})"
            : $"the loss over {Sessions(row)} may be growing against HAR (E = {row.Value:0.0}, the limit is {row.Threshold:0})",
        CheckNames.PitAlarm => $"outcomes over {Sessions(row)} lie in the tails of their forecast distributions too often "
            + (row.Status == MonitoringStatus.Failed ? $"(E has reached {row.Threshold:0})"
                : $"(E = {row.Value:0.0}, the limit is {row.Threshold:0})"),
        CheckNames.Coverage80 or CheckNames.Coverage95 =>
            $"{Percent(row.Value)} of the outcomes over {Sessions(row)} lie inside the {Percent(row.Threshold)} interval",
        CheckNames.Miscalibration => $"the forecasts over {Sessions(row)} are less well calibrated than in 95 % of past windows",
        CheckNames.Discrimination =>
            $"the forecasts over {Sessions(row)} separate calm from turbulent sessions worse than in 95 % of past windows",
        CheckNames.Drift => $"the distribution of {SeriesOf(row)} has changed",
        CheckNames.Freshness => $"the newest bar is {Count(row.Value, "settled session")} behind",
        CheckNames.MissingSessions => $"{Count(row.Value, "session")} without a bar",
        CheckNames.Quarantine => "downloaded rows of the last 21 sessions were refused",
        CheckNames.OutOfRange => row.Horizon > 0
            ? $"the forecast over {Sessions(row)} is outside everything that was forecast or realised before"
            : $"{Count(row.Value, "input")} of the newest forecast outside the earlier range",
        CheckNames.Registry => "the model registry cannot be read",
        CheckNames.Lake => "the lake cannot be read",
        CheckNames.Disk => "the disk of the lake is nearly full",
        _ => $"{row.Check} of {row.Subject}",
    };

    /// <summary>What to do, one sentence.</summary>
    /// <param name="row">A warning or a failure.</param>
    /// <param name="checks">The checks of the same run.</param>
    public static string Action(MonitoringRow row, IEnumerable<MonitoringRow> checks) => row.Check switch
    {
        CheckNames.LossAlarm when row.Status != MonitoringStatus.Failed =>
            "Look at the newest forecasts; nothing has to be done yet.",
        CheckNames.LossAlarm => Remedy(row, checks) switch
        {
            nameof(LossRemedy.Recalibrate) => "Recalibrate the model: only the level of its forecasts is wrong.",
            nameof(LossRemedy.Retrain) => "Retrain the model: its forecasts react wrongly, which no factor repairs.",
            nameof(LossRemedy.None) => "Let the policy retrain and the gate decide: neither calibration nor discrimination is "
                + "worse than in past windows, so a new model may not help.",
            _ => "Retrain the model if the alarm stays: there are too few outcomes to say which part of the loss has grown.",
        },
        CheckNames.PitAlarm or CheckNames.Coverage80 or CheckNames.Coverage95 => row.Status == MonitoringStatus.Failed
            ? "Recalibrate the model: this renews the state of its intervals."
            : "Watch the coverage; nothing has to be done yet.",
        CheckNames.Miscalibration or CheckNames.Discrimination =>
            "Watch the loss alarm, which decides; nothing has to be done yet.",
        CheckNames.Drift => row.Status == MonitoringStatus.Failed
            ? "Look at the source of the series: a vendor's change, a split or a wrong unit. If the market has changed, watch "
                + "the loss: drift alone is no reason to retrain."
            : "Nothing yet; a series that stopped to move is often a broken source.",
        CheckNames.Freshness => "Run `volcast ingest` and read what it reports about the source.",
        CheckNames.MissingSessions => "Run `volcast ingest` again; the vendor may deliver the session later.",
        CheckNames.Quarantine => "Read the reasons of the check; the refused rows are in the table quarantine.",
        CheckNames.OutOfRange => "Compare the newest inputs with another source before anyone relies on the forecast.",
        CheckNames.Registry or CheckNames.Lake => "Run `volcast doctor`: it says what cannot be reached and why.",
        CheckNames.Disk => "Free disk space before the next run, which may not be able to write.",
        _ => "Read the reasons of the check.",
    };

    private static string Remedy(MonitoringRow row, IEnumerable<MonitoringRow> checks)
    {
        var diagnosis = checks.FirstOrDefault(other => other.Check == CheckNames.Miscalibration && other.Horizon == row.Horizon);
        using var detail = JsonDocument.Parse(diagnosis?.Detail ?? "{}");
        return detail.RootElement.TryGetProperty("remedy", out var remedy)
            && Enum.TryParse<LossRemedy>(remedy.GetString(), ignoreCase: true, out var known) ? $"{known}" : "";
    }

    private static string SeriesOf(MonitoringRow row) => row.Horizon > 0
        ? $"the {row.Subject} over {Sessions(row)}" : row.Subject;

    private static string Sessions(MonitoringRow row) => Count(row.Horizon, "session");

    private static string Count(double count, string unit) => Counted.Of((long)Math.Round(count), unit);

    private static string Percent(double share) => $"{100 * share:0.#} %";
}
