using System.Globalization;
using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Reports;

namespace Volcast.Services.Monitoring.Report;

/// <summary>The tables of a report.</summary>
internal static class MonitoringTables
{
    private static readonly TableColumn Status = new("status", "status");
    private static readonly TableColumn Horizon = new("horizon", "sessions", "0");

    public static ReportTable Findings(IReadOnlyList<MonitoringRow> checks) => new()
    {
        Name = "findings",
        Title = "What the checks found, the most urgent first",
        Columns = [new("finding", "finding"), Status, new("check", "check"), new("action", "what to do")],
        Rows =
        [
            .. Verdict.Findings(checks).Select(row => (Cell[])
                [CheckAdvice.Finding(row), StatusOf(row), row.Check, CheckAdvice.Action(row, checks)]),
        ],
    };

    public static ReportTable Loss(IReadOnlyList<MonitoringRow> checks) => Checks(
        "loss_checks", "Checks of the loss", checks.Where(row => row.Kind == MonitoringKind.Loss),
        "loss_alarm is the e-process: yellow from 2, red from its limit. miscalibration and discrimination are p-values against past "
        + "windows: yellow from .05 down.");

    public static ReportTable Calibration(IReadOnlyList<MonitoringRow> checks) => new()
    {
        Name = "calibration_checks",
        Title = "Checks of calibration",
        Columns =
        [
            new("check", "check"), Horizon, Status, new("value", "value", "0.###"), new("threshold", "limit", "0.###"),
            new("standard_error", "standard error", "0.000"), new("outcomes", "outcomes", "0"),
        ],
        Rows =
        [
            .. checks.Where(row => row.Kind == MonitoringKind.Calibration).Select(row => (Cell[])
                [row.Check, row.Horizon, StatusOf(row), row.Value, row.Threshold, CheckDetail.Number(row, "standard_error"),
                    CheckDetail.Number(row, "outcomes")]),
        ],
        Note = "The limit of a coverage is its nominal value: yellow beyond two standard errors on either side, red beyond "
            + "three. pit_alarm is an e-process as that of the loss.",
    };

    public static ReportTable Drift(IReadOnlyList<LossImpact> impacts) => new()
    {
        Name = "drift",
        Title = "Features by loss impact",
        Columns =
        [
            new("feature", "feature"), Status, new("adjusted_p_value", "adjusted p", TableColumn.PValue),
            new("mean_shift", "shift of the mean", "0.00"), new("distance", "distance", "0.00"),
            new("mean_contribution", "mean |contribution|", "0.000"), Horizon,
            new("impact", "loss impact", "0.000", HasBar: true),
        ],
        Rows =
        [
            .. impacts.Select(one => (Cell[])
                [one.Feature, StatusOf(one.Check), one.Check.Value, CheckDetail.Number(one.Check, "mean_shift"), one.Distance,
                    one.Contribution, one.Horizon > 0 ? one.Horizon : double.NaN, one.Value]),
        ],
        Note = "Loss impact is the distance times the mean |contribution|. The distance is the normed Wasserstein distance of "
            + "the newest sessions from those before, in standard deviations; the contribution is the mean absolute "
            + $"SHAP value, in log variance, over the newest {LossImpact.Forecasts} stored forecasts of the horizon where it is "
            + "largest. The impact ranks which change can have touched the loss; it is not a measured loss. The status is the "
            + "verdict on drift, by the adjusted p-value: red from .05 down.",
    };

    public static ReportTable OtherDrift(IReadOnlyList<MonitoringRow> checks) => new()
    {
        Name = "forecast_and_outcome_drift",
        Title = "Drift of forecasts and outcomes",
        Columns =
        [
            new("series", "series"), Horizon, Status, new("adjusted_p_value", "adjusted p", TableColumn.PValue),
            new("mean_shift", "shift of the mean", "0.00"), new("distance", "distance", "0.00"),
        ],
        Rows =
        [
            .. checks.Where(row => row is { Kind: MonitoringKind.Drift, Horizon: > 0 }).Select(row => (Cell[])
                [row.Subject, row.Horizon, StatusOf(row), row.Value, CheckDetail.Number(row, "mean_shift"),
                    CheckDetail.Number(row, "wasserstein")]),
        ],
    };

    /// <summary>A row for each decision, with what came of it. The status is that of the result where there is one.</summary>
    public static ReportTable Decisions(IReadOnlyList<MonitoringRow> rows) => new()
    {
        Name = "decisions",
        Title = "Decisions, the newest first",
        Columns = [new("session", "session"), Horizon, new("decision", "decision"), Status, new("reasons", "reasons and result")],
        Rows =
        [
            .. rows.Where(row => !rows.Any(row.IsResultOf))
                .Select(row => (Decision: row, Result: rows.FirstOrDefault(other => other.IsResultOf(row)) ?? row))
                .Select(one => (Cell[])
                [
                    Day(one.Decision), one.Decision.Horizon, one.Decision.Check, StatusOf(one.Result),
                    Joined(string.Join(' ', CheckDetail.Reasons(one.Decision)), CheckDetail.Text(one.Result, "result")),
                ]),
        ],
        Note = "The policy decides once a session about each model. Earlier decisions to keep a model are left out. "
            + "The status of a decision that was carried out is that of its result.",
    };

    public static ReportTable Alerts(IReadOnlyList<MonitoringRow> rows) => new()
    {
        Name = "alerts",
        Title = "Alerts, the newest first",
        Columns = [new("session", "session"), Horizon, new("alert", "alert"), new("state", "state"), new("text", "text")],
        Rows =
        [
            .. rows.Select(row => (Cell[])
                [Day(row), row.Horizon, row.Check, row.Status == MonitoringStatus.Failed ? "raised" : "cleared",
                    CheckDetail.Text(row, "text")]),
        ],
    };

    public static ReportTable Data(IReadOnlyList<MonitoringRow> checks) => Checks(
        "data_checks", "Checks of data and systems",
        checks.Where(row => row.Kind is MonitoringKind.Data or MonitoringKind.System), "");

    private static ReportTable Checks(string name, string title, IEnumerable<MonitoringRow> rows, string note) => new()
    {
        Name = name,
        Title = title,
        Columns =
        [
            new("check", "check"), new("subject", "of"), Horizon, Status, new("value", "value", "G4"),
            new("threshold", "limit", "G4"),
        ],
        Rows =
        [
            .. rows.Select(row => (Cell[])
                [row.Check, row.Subject, row.Horizon > 0 ? row.Horizon : double.NaN, StatusOf(row), row.Value, row.Threshold]),
        ],
        Note = note,
    };

    /// <summary>The words of <c>volcast monitor</c>.</summary>
    private static string StatusOf(MonitoringRow row) =>
        row.Status == MonitoringStatus.Ok ? "ok" : Verdict.ColourOf(row.Status).ToLowerInvariant();

    private static string Day(MonitoringRow row) => row.Session.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Joined(params ReadOnlySpan<string> sentences) =>
        string.Join(' ', sentences.ToArray().Where(sentence => sentence.Length > 0));
}
