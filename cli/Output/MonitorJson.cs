using Volcast.ApiContract.CommandLine;
using Volcast.ApiContract.Monitoring;
using Volcast.Cli.Pipeline;
using Volcast.Lake;
using Volcast.Prediction.Documents;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Output;

/// <summary><c>volcast monitor --json</c> and <c>volcast run-daily --json</c></summary>
internal static class MonitorJson
{
    public static void Write(Terminal terminal, IEnumerable<MonitoringReport> reports, DataKind kind) =>
        DocumentJson.Write<IReadOnlyList<MonitoringDocument>>(terminal, [.. reports.Select(report => Document(report, kind))]);

    public static void Write(Terminal terminal, DailyReport report) => DocumentJson.Write(terminal, new DailyRunDocument
    {
        Session = report.Session,
        DataKind = report.Kind.Name(),
        IsComplete = report.Failed.Count == 0,
        Failures =
        [
            .. report.Failed.Select(one => new FailedStepDocument(DailyView.NameOf(one.Step),
                one.Failure.Target.Length > 0 ? one.Failure.Target : null, one.Failure.Reason,
                DailyReport.NextTime(one.Step))),
        ],
        Skipped = [.. report.Skipped.Select(one => new SkippedStepDocument(DailyView.NameOf(one.Step), one.Reason))],
        Forecasts =
        [
            .. report.Forecasts.Select(one => new DailyForecastDocument(one.Target.Value, one.Row.Horizon,
                one.Row.ForecastOrigin, Math.Sqrt(one.Row.Variance), one.IsNew, one.Backfilled.Count)),
        ],
        WithoutForecast = [.. report.WithoutForecast.Select(one => new MissingForecastDocument(one.Model, one.Reason))],
        Monitoring = [.. report.Checks.Select(checks => Document(checks, report.Kind))],
        Decisions =
        [
            .. report.Policy.Select(one => new DecisionDocument(one.Model, PolicyDecision.NameOf(one.Decision.Action),
                one.Decision.Withheld is { } action ? PolicyDecision.NameOf(action) : null, one.Decision.Reasons, one.Result)),
        ],
        Alerts = [.. (report.Alerts?.Deliveries ?? []).Select(one => one.Message.Text)],
    });

    private static MonitoringDocument Document(MonitoringReport report, DataKind kind) =>
        MonitoringDocuments.Of(report.Roles.Target, kind, report.Checks);
}
