using Volcast.Cli.Pipeline;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Ingest;
using Volcast.Services.Monitoring;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Output;

/// <summary>The report of a daily run: the verdict first, then what each step did.</summary>
internal static class DailyView
{
    private const int FindingsShown = 5;
    private const int SymbolsShown = 5;

    public static string NameOf(DailyStep step) => step.ToString().ToLowerInvariant();

    public static void Announce(Terminal terminal, DailyStep step) => terminal.Note($"daily run: {NameOf(step)}");

    /// <summary>What a run would do now, step by step.</summary>
    public static void WritePlan(
        Terminal terminal, DailyRequest request, DateOnly session, string lakeFolder, IReadOnlyList<PlannedStep> steps)
    {
        var targets = string.Join(", ", request.Pipeline.Targets.Select(roles => roles.Target));
        var horizons = string.Join(", ", request.Pipeline.Horizons);
        terminal.Page.WriteLine($"A daily run of {targets} over {horizons} sessions in the lake {lakeFolder} would do this for "
            + $"the session {session:yyyy-MM-dd}. Nothing is changed.");
        foreach (var step in steps)
            terminal.Page.WriteLine(
                $"  {NameOf(step.Step),-9} {step.Work}{(step.Writes.Length > 0 ? $"; writes {step.Writes}" : "")}");
    }

    /// <param name="terminal">The output.</param>
    /// <param name="report">What the run did.</param>
    /// <param name="lakeFolder">Where the lake is.</param>
    public static void Write(Terminal terminal, DailyReport report, string lakeFolder)
    {
        terminal.Page.WriteLine($"Daily run of {report.Session:yyyy-MM-dd}{DataKindLabel.Suffix(report.Kind)}: "
            + (report.Failed.Count == 0
                ? terminal.Paint("done", Tone.Good)
                : $"{terminal.Paint("FAILED", Tone.Alarm)} in {string.Join(", ", report.Failed.Select(one => NameOf(one.Step)).Distinct())}")
            + ".");
        foreach (var (step, failure) in report.Failed)
            terminal.Note($"volcast: {failure.Sentence} {DailyReport.NextTime(step)}");
        if (report.Ingest is { } ingest)
            WriteIngest(terminal, ingest, lakeFolder);
        foreach (var features in report.Features)
            FeaturesView.WriteIndex(terminal, features);
        foreach (var forecast in report.Forecasts)
            terminal.Page.WriteLine($"  forecast  {forecast.Target} {forecast.Row.Horizon}d from "
                + $"{forecast.Row.ForecastOrigin:yyyy-MM-dd}: {terminal.Paint($"{Math.Sqrt(forecast.Row.Variance):P1}", Tone.Strong)}"
                + (forecast.Backfilled.Count > 0 ? $", {forecast.Backfilled.Count} backfilled" : "")
                + (forecast.Shadow is null ? "" : $", shadow {Math.Sqrt(forecast.Shadow.Variance):P1}"));
        foreach (var (model, reason) in report.WithoutForecast)
            terminal.Page.WriteLine($"  forecast  {model}: none. {reason}");
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

    private static void WriteIngest(Terminal terminal, IngestReport report, string lakeFolder)
    {
        var revised = report.Symbols.Where(symbol => symbol.Revised > 0).Select(symbol => symbol.Symbol.Value).ToArray();
        terminal.Page.WriteLine($"  ingest    {Counted.Of(report.Symbols.Count, "symbol")}: "
            + $"{Counted.Of(report.Symbols.Sum(symbol => symbol.New), "new bar")}, "
            + $"{report.Symbols.Sum(symbol => symbol.Revised):N0} revised"
            + (revised.Length > 0 ? $" ({Counted.Names(revised, SymbolsShown)})" : ""));
        IngestView.WriteNotes(terminal, report, lakeFolder);
    }

    private static void WriteChecks(Terminal terminal, MonitoringReport report)
    {
        var found = report.Checks.Where(row => row.Status is MonitoringStatus.Warning or MonitoringStatus.Failed)
            .OrderByDescending(row => row.Status).ToArray();
        terminal.Page.WriteLine($"  monitor   {report.Roles.Target}: {MonitorView.Summary(report.Checks)}");
        foreach (var row in found.Take(FindingsShown))
            terminal.Page.WriteLine($"            {MonitorView.Finding(terminal, row)}");
        if (found.Length > FindingsShown)
            terminal.Page.WriteLine($"            and {found.Length - FindingsShown} more: run `volcast monitor`");
    }
}
