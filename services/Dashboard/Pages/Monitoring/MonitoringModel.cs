using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Monitoring;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Monitoring;

/// <summary>The checks of the newest session, and what led to them.</summary>
public sealed record MonitoringModel : PageModel
{
    /// <summary>The session of the checks.</summary>
    public required DateOnly Session { get; init; }

    /// <summary>ok, warning or failed: the worst of the checks; null if none came to a conclusion.</summary>
    public required string? Status { get; init; }

    /// <summary>All checks of the session.</summary>
    public required IReadOnlyList<CheckDocument> Checks { get; init; }

    /// <summary>Sessions ahead of <see cref="Loss"/>.</summary>
    public required int Horizon { get; init; }

    /// <summary>The loss alarm of the live forecasts over the horizon, ascending.</summary>
    public required IReadOnlyList<CheckDocument> Loss { get; init; }

    /// <summary>The newest first.</summary>
    public required IReadOnlyList<CheckDocument> Alerts { get; init; }

    /// <summary>The policy's decisions that changed something, the newest first.</summary>
    public required IReadOnlyList<CheckDocument> Decisions { get; init; }

    /// <summary>The checks that warn or failed, the failed ones first.</summary>
    public IReadOnlyList<CheckDocument> Findings =>
        [.. Checks.Where(check => check.Status is "warning" or "failed").OrderBy(check => check.Status != "failed")];

    /// <summary>The verdict as a sentence.</summary>
    public string Verdict => Status switch
    {
        "ok" => "All checks are well.",
        "warning" => $"{NumberText.Count(Findings.Count, "check")} {(Findings.Count == 1 ? "warns" : "warn")}; none failed.",
        "failed" => $"{NumberText.Count(Findings.Count(check => check.Status == "failed"), "check")} failed.",
        _ => "There are too few data for a verdict.",
    };

    public override IReadOnlyList<ReportTable> Tables =>
    [
        MonitoringTables.Findings(this), MonitoringTables.Models(this), MonitoringTables.Drift(this), MonitoringTables.Data(this),
        MonitoringTables.Events("alerts", "Alerts", Alerts), MonitoringTables.Events("decisions", "Decisions", Decisions),
    ];

    /// <param name="newest">The checks of the newest session.</param>
    /// <param name="loss">The history of the loss alarm.</param>
    /// <param name="alerts">The history of alerts.</param>
    /// <param name="decisions">The history of decisions.</param>
    /// <param name="horizon">Sessions ahead of <paramref name="loss"/>.</param>
    /// <param name="forecast">The newest forecast; null where there is none.</param>
    public static MonitoringModel Of(
        MonitoringDocument newest, IReadOnlyList<CheckDocument> loss, IReadOnlyList<CheckDocument> alerts,
        IReadOnlyList<CheckDocument> decisions, int horizon, ForecastDocument? forecast) => new()
        {
            Symbol = newest.Symbol,
            DataKind = newest.DataKind,
            ForecastOrigin = forecast?.ForecastOrigin,
            SessionsBehind = forecast?.SessionsBehind,
            Session = newest.Session!.Value,
            Status = newest.Status,
            Checks = newest.Checks,
            Horizon = horizon,
            Loss =
            [
                .. loss.GroupBy(check => check.Session).Select(same => same.MaxBy(check => check.Revision)!)
                    .OrderBy(check => check.Session),
            ],
            Alerts = alerts,
            Decisions = [.. decisions.Where(check => check.Check != "keep")],
        };
}
