using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>Which alerts are open: a pure function of the rules and the facts.</summary>
public static class AlertEvaluation
{
    /// <summary>The findings about targets, in the order of targets, rules and horizons.</summary>
    public static IReadOnlyList<AlertFinding> OfTargets(IReadOnlyList<AlertRule> rules, AlertFacts facts) =>
    [
        .. facts.Targets.SelectMany(target => rules.Where(rule => rule.Watches(target.Target))
            .SelectMany(rule => Of(rule, target))),
    ];

    /// <summary>The findings about the run as a whole.</summary>
    /// <param name="rules">The alerts.</param>
    /// <param name="failedSteps">See <see cref="AlertFacts.FailedSteps"/>.</param>
    public static IReadOnlyList<AlertFinding> OfRun(IReadOnlyList<AlertRule> rules, IReadOnlyList<string>? failedSteps) =>
        failedSteps is null ? [] : [.. rules.Where(rule => rule.IsOfRun).Select(rule => FailedRun(rule, failedSteps))];

    private static IEnumerable<AlertFinding> Of(AlertRule rule, TargetFacts facts) => rule.When switch
    {
        AlertCondition.FailedRun => [],
        AlertCondition.Freshness => facts.SessionsBehind is { } behind ? [Freshness(rule, facts.Target, behind)] : [],
        AlertCondition.Drift => CheckConditions.Of(rule, facts, MonitoringKind.Drift),
        AlertCondition.Loss => CheckConditions.Of(rule, facts, MonitoringKind.Loss),
        AlertCondition.Calibration => CheckConditions.Of(rule, facts, MonitoringKind.Calibration),
        AlertCondition.Data => CheckConditions.Of(rule, facts, MonitoringKind.Data),
        AlertCondition.Decision => DecisionCondition.Of(rule, facts),
        AlertCondition.System => CheckConditions.Of(rule, facts, MonitoringKind.System),
        _ => facts.Forecasts.Where(forecast => rule.Watches(forecast.Newest.Horizon))
            .OrderBy(forecast => forecast.Newest.Horizon)
            .Select(forecast => ForecastConditions.Of(rule, facts.Target, forecast)).OfType<AlertFinding>(),
    };

    private static AlertFinding Freshness(AlertRule rule, Symbol target, int behind) => new(
        rule, target, Horizon: 0, behind > rule.Sessions,
        $"{target}: {Counted.Of(behind, "session")} {(behind == 1 ? "has" : "have")} settled since the newest bar; the limit is "
        + FormattableString.Invariant($"{rule.Sessions}."), behind);

    private static AlertFinding FailedRun(AlertRule rule, IReadOnlyList<string> failed) => new(
        rule, Target: null, Horizon: 0, failed.Count > 0,
        failed.Count > 0 ? $"A step of the run failed: {string.Join(" ", failed)}" : "The run had no failed step.", failed.Count);
}
