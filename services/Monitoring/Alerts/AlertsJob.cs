using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Monitoring.Alerts.Channels;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>
/// Sends what has become open or has cleared since the last run. A message is stored after it was sent, so a run that is killed
/// in between sends it again with the same id.
/// </summary>
/// <param name="lake">Open for writing.</param>
/// <param name="rules">The alerts.</param>
/// <param name="channels">The channels that the rules name.</param>
public sealed class AlertsJob(DataLake lake, IReadOnlyList<AlertRule> rules, AlertChannels channels)
{
    private readonly AlertStore store = new(lake);

    /// <param name="facts">What the run has found out.</param>
    /// <param name="stop">Stops between two messages; what was sent is stored first.</param>
    /// <returns>What was sent, and a sentence for each failure.</returns>
    /// <exception cref="ArgumentException">The facts have no target.</exception>
    public async Task<AlertsReport> RunAsync(AlertFacts facts, CancellationToken stop = default)
    {
        if (facts.Targets.Count == 0)
            throw new ArgumentException("Alerts need at least one target.", nameof(facts));
        var findings = AlertEvaluation.Of(rules, facts);
        var run = new AlertDelivery(channels, lake.Kind);
        // An alert about the whole run belongs to no target: its row is stored with the first.
        var bySymbol = findings.ToLookup(finding => finding.Target ?? facts.Targets[0].Target);
        foreach (var target in facts.Targets.Select(known => known.Target))
        {
            try
            {
                await SendAsync(target, [.. bySymbol[target]], run, facts.Session, stop);
            }
            catch (Exception failed) when (failed is LakeException or SchemaException or IOException)
            {
                run.Report(
                    $"What was sent about {target} could not be stored, and the next run may send it again: {failed.Message}");
            }
        }
        return new(run.Deliveries, run.Failures, [.. findings.Where(finding => finding.IsOpen)]);
    }

    private async Task SendAsync(
        Symbol target, AlertFinding[] findings, AlertDelivery run, DateOnly session, CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(target, stop);
        var last = await ReadAsync(target, session, run, stop);
        PlannedAlert[] planned =
        [
            .. findings.Select(finding => AlertPlan.Of(
                finding, last.GetValueOrDefault((finding.Rule.Name, finding.Horizon)), session)).OfType<PlannedAlert>(),
            // What the facts of this run do not say stays as it is, but a failed channel still tries again.
            .. last.Values.ExceptBy(findings.Select(finding => (finding.Rule.Name, finding.Horizon)),
                    record => (record.Row.Check, record.Row.Horizon))
                .Select(record => rules.FirstOrDefault(rule => rule.Name == record.Row.Check) is { } rule
                    ? AlertPlan.Again(rule, record, rule.When == AlertCondition.FailedRun ? null : target) : null)
                .OfType<PlannedAlert>(),
        ];
        var rows = new List<MonitoringRow>();
        try
        {
            foreach (var alert in planned)
            {
                var detail = await run.SendAsync(alert, stop);
                var former = last.GetValueOrDefault((alert.Finding.Rule.Name, alert.Finding.Horizon))?.Row;
                var revision = former?.Session == session ? former.Revision + 1 : 0;
                rows.Add(AlertRecord.Of(alert.Finding, alert.IsOpen, session, revision, detail).Row);
            }
        }
        finally
        {
            if (rows.Count > 0)
                await store.AddAsync(target, rows, CancellationToken.None);
        }
    }

    /// <summary>The newest row of each alert by name and horizon. If they cannot be read, there are none: an alert that is sent
    /// twice is better than one that is never sent.</summary>
    private async Task<Dictionary<(string, int), AlertRecord>> ReadAsync(
        Symbol target, DateOnly session, AlertDelivery run, CancellationToken stop)
    {
        try
        {
            return (await store.ReadAsync(target, session, stop))
                .ToDictionary(record => (record.Row.Check, record.Row.Horizon));
        }
        catch (Exception failed) when (failed is LakeException or SchemaException or IOException)
        {
            run.Report($"What was sent about {target} before could not be read, so open alerts are sent again: {failed.Message}");
            return [];
        }
    }
}
