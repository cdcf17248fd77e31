using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>The condition on the policy's decisions, one finding for each horizon.</summary>
internal static class DecisionCondition
{
    public static IEnumerable<AlertFinding> Of(AlertRule rule, TargetFacts facts) => facts.Checks
        .Where(row => row.Kind == MonitoringKind.Decision && rule.Watches(row.Horizon))
        .GroupBy(row => row.Horizon).OrderBy(rows => rows.Key)
        .Select(rows => Of(rule, facts, rows.Key, [.. rows.Where(row => row.Status != MonitoringStatus.Ok)]));

    private static AlertFinding Of(AlertRule rule, TargetFacts facts, int horizon, IReadOnlyList<MonitoringRow> rows)
    {
        var place = $"{facts.Target}, {Counted.Of(horizon, "session")}";
        return new(rule, facts.Target, horizon, rows.Count > 0,
            rows.Count == 0 ? $"{place}: the policy has nothing to report." : $"{place}: {string.Join(" ", rows.Select(Sentence))}",
            rows.Count)
        {
            // One message for each refused challenger, although each session reports it again.
            Event = string.Join(", ", rows.Select(PolicyDecision.EventOf).Where(one => one.Length > 0).Distinct()),
        };
    }

    private static string Sentence(MonitoringRow row) =>
        CheckDetail.Text(row, "result") is { Length: > 0 } result ? result : string.Join(" ", CheckDetail.Reasons(row));
}
