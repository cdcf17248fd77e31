using Volcast.Cli.Pipeline;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Output;

/// <summary>The report of a daily run: the verdict first, then what each step did.</summary>
internal static class DailyView
{
    private const int FindingsShown = 5;

    public static string NameOf(DailyStep step) => step.ToString().ToLowerInvariant();

    public static void Announce(Terminal terminal, DailyStep step) => terminal.Note($"daily run: {NameOf(step)}");

    /// <summary>The steps of a run with what each would write.</summary>
    public static void WritePlan(Terminal terminal, DailyRequest request, string lakeFolder)
    {
        var targets = string.Join(", ", request.Pipeline.Targets.Select(roles => roles.Target));
        var horizons = string.Join(", ", request.Pipeline.Horizons);
        terminal.Page.WriteLine($"Daily run of {targets} over {horizons} sessions, lake {lakeFolder}. Nothing is changed.");
        var table = new FittedTable("Steps", [new("step"), new("what it does"), new("what it writes")]);
        table.Row("ingest", $"downloads {request.Pipeline.Ingest.Symbols.Count} symbols", "raw.market, curated.market, findings");
        table.Row("features", "computes features", "features.L1, features.L2");
        table.Row("forecast", "forecasts from the newest session", "forecasts");
        table.Row("outcomes", "scores forecasts whose target has ended", "outcomes, monitoring");
        table.Row("monitor", "checks loss, calibration, drift, data and systems", "monitoring");
        table.Row("policy", Plan(request.Policy), "monitoring, registry");
        table.Row("alerts", "sends what is new and what has cleared", "monitoring");
        table.Row("heartbeat", "requests heartbeat_url if all went well", "nothing");
        table.Write(terminal);
    }

    public static void Write(Terminal terminal, DailyReport report)
    {
        terminal.Page.WriteLine($"Daily run of {report.Session:yyyy-MM-dd}{DataKindLabel.Suffix(report.Kind)}: "
            + (report.Failed.Count == 0
                ? terminal.Paint("done", Tone.Good)
                : $"{terminal.Paint("FAILED", Tone.Alarm)} in {string.Join(", ", report.Failed.Select(one => NameOf(one.Step)).Distinct())}")
            + ".");
        foreach (var (step, failure) in report.Failed)
            terminal.Note($"volcast: {failure.Sentence} {DailyReport.NextTime(step)}");
        foreach (var forecast in report.Forecasts)
            terminal.Page.WriteLine($"  forecast  {forecast.Target} {forecast.Row.Horizon}d from "
                + $"{forecast.Row.ForecastOrigin:yyyy-MM-dd}: {terminal.Paint($"{Math.Sqrt(forecast.Row.Variance):P1}", Tone.Strong)}"
                + (forecast.Backfilled.Count > 0 ? $", {forecast.Backfilled.Count} backfilled" : "")
                + (forecast.Shadow is null ? "" : $", shadow {Math.Sqrt(forecast.Shadow.Variance):P1}"));
        foreach (var scored in report.Outcomes.Where(one => one.Outcomes.Added.Count > 0))
            terminal.Page.WriteLine($"  outcomes  {scored.Outcomes.Target}: {scored.Outcomes.Added.Count} new, "
                + $"{scored.Outcomes.Revised} revised");
        foreach (var checks in report.Checks)
            WriteChecks(terminal, checks);
        foreach (var policy in report.Policy)
            terminal.Page.WriteLine($"  policy    {policy.Model}: {PolicyDecision.NameOf(policy.Decision.Action)}. "
                + string.Join(' ', policy.Decision.Reasons) + (policy.Result is null ? "" : $" {policy.Result}"));
        foreach (var delivery in report.Alerts?.Deliveries ?? [])
            terminal.Page.WriteLine($"  alert     {delivery.Message.Text}");
    }

    private static void WriteChecks(Terminal terminal, MonitoringReport report)
    {
        var found = report.Checks.Where(row => row.Status is MonitoringStatus.Warning or MonitoringStatus.Failed)
            .OrderByDescending(row => row.Status).ToArray();
        terminal.Page.WriteLine($"  monitor   {report.Roles.Target}: {Counted.Of(report.Checks.Count, "check")}, "
            + (found.Length == 0 ? "nothing found" : $"{found.Count(row => row.Status == MonitoringStatus.Failed)} red, "
                + $"{found.Count(row => row.Status == MonitoringStatus.Warning)} yellow"));
        foreach (var row in found.Take(FindingsShown))
            terminal.Page.WriteLine($"            {MonitorView.Finding(terminal, row)}");
        if (found.Length > FindingsShown)
            terminal.Page.WriteLine($"            and {found.Length - FindingsShown} more: run `volcast monitor`");
    }

    private static string Plan(MonitoringPolicy policy) => policy.Mode switch
    {
        PolicyMode.Paused => "is paused",
        PolicyMode.DryRun => "decides, and carries nothing out",
        _ => "decides, recalibrates, retrains and promotes",
    };
}
