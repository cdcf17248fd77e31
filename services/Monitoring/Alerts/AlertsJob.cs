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
        var run = new AlertDelivery(channels, lake.Kind);
        var findings = AlertEvaluation.OfTargets(rules, facts).ToList();
        var byTarget = findings.ToLookup(finding => finding.Target!.Value);
        var known = new Dictionary<Symbol, Dictionary<(string, int), AlertRecord>>();
        foreach (var target in facts.Targets.Select(one => one.Target))
            await StoredAsync(target, run, async rows =>
            {
                known[target] = await ReadAsync(target, facts.Session, run, stop);
                await SendAsync(target, [.. byTarget[target]], known[target], rows, run, facts.Session, stop);
            }, stop);
        // Last, because a channel that fails is a failed step too. The rows belong to no target and are stored with the
        // first.
        var first = facts.Targets[0].Target;
        await StoredAsync(first, run, async rows =>
            findings.AddRange(await SendOfRunAsync(facts, known[first], rows, run, stop)), stop);
        return new(run.Deliveries, run.Failures, [.. findings.Where(finding => finding.IsOpen)]);
    }

    /// <summary>Sends that a run failed before it could open a lake. Nothing can be stored without one, so each such
    /// run sends it again, on one session with the same id, and its recovery is not sent.</summary>
    /// <param name="rules">The alerts.</param>
    /// <param name="channels">The channels that the rules name.</param>
    /// <param name="kind">The kind of the data.</param>
    /// <param name="session">The newest settled session.</param>
    /// <param name="failedSteps">A sentence for each failure.</param>
    /// <param name="stop">Stops between two messages.</param>
    public static async Task<AlertsReport> ReportWithoutLakeAsync(
        IReadOnlyList<AlertRule> rules, AlertChannels channels, DataKind kind, DateOnly session,
        IReadOnlyList<string> failedSteps, CancellationToken stop)
    {
        var run = new AlertDelivery(channels, kind);
        var findings = AlertEvaluation.OfRun(rules, failedSteps);
        foreach (var finding in findings)
            await run.SendAsync(AlertPlan.Of(finding, last: null, session)!, stop);
        return new(run.Deliveries, run.Failures, findings);
    }

    private async Task SendAsync(Symbol target, AlertFinding[] findings, Dictionary<(string, int), AlertRecord> last,
        List<MonitoringRow> rows, AlertDelivery run, DateOnly session, CancellationToken stop)
    {
        PlannedAlert[] planned =
        [
            .. findings.Select(finding => AlertPlan.Of(
                finding, last.GetValueOrDefault((finding.Rule.Name, finding.Horizon)), session)).OfType<PlannedAlert>(),
            // What the facts of this run do not say stays as it is, but a failed channel still tries again.
            .. last.Values.ExceptBy(findings.Select(finding => (finding.Rule.Name, finding.Horizon)),
                    record => (record.Row.Check, record.Row.Horizon))
                .Select(record => rules.FirstOrDefault(rule => rule.Name == record.Row.Check && !rule.IsOfRun) is { } rule
                    ? AlertPlan.Again(rule, record, target) : null)
                .OfType<PlannedAlert>(),
        ];
        foreach (var alert in planned)
            await SendAsync(alert, last, rows, run, session, stop);
    }

    private async Task<IReadOnlyList<AlertFinding>> SendOfRunAsync(AlertFacts facts, Dictionary<(string, int), AlertRecord> last,
        List<MonitoringRow> rows, AlertDelivery run, CancellationToken stop)
    {
        // First, so that a channel that fails again is known when the run is judged.
        foreach (var rule in rules.Where(rule => rule.IsOfRun))
            if (last.GetValueOrDefault((rule.Name, 0)) is { } record && AlertPlan.Again(rule, record, target: null) is { } again)
                await SendAsync(again, last, rows, run, facts.Session, stop);
        var findings = AlertEvaluation.OfRun(
            rules, facts.FailedSteps is { } steps
                ? [.. steps, .. run.Failures.Select(failure => $"alerts failed: {failure}")] : null);
        foreach (var finding in findings)
        {
            var known = last.GetValueOrDefault((finding.Rule.Name, 0));
            if (AlertPlan.Of(finding, known, facts.Session) is { } alert && alert.Detail.Id != known?.Detail.Id)
                await SendAsync(alert, last, rows, run, facts.Session, stop);
        }
        return findings;
    }

    private static async Task SendAsync(PlannedAlert alert, Dictionary<(string, int), AlertRecord> last, List<MonitoringRow> rows,
        AlertDelivery run, DateOnly session, CancellationToken stop)
    {
        var key = (alert.Finding.Rule.Name, alert.Finding.Horizon);
        var detail = await run.SendAsync(alert, stop);
        var former = last.GetValueOrDefault(key)?.Row;
        var revision = former?.Session == session ? former.Revision + 1 : 0;
        last[key] = AlertRecord.Of(alert.Finding, alert.IsOpen, session, revision, detail);
        rows.Add(last[key].Row);
    }

    /// <summary>Sends, and stores the rows of what was sent with a symbol. A lake that cannot be written stops no
    /// message.</summary>
    private async Task StoredAsync(Symbol symbol, AlertDelivery run, Func<List<MonitoringRow>, Task> send, CancellationToken stop)
    {
        var rows = new List<MonitoringRow>();
        var (lease, refusal) = await TryLeaseAsync(symbol, stop);
        await using var held = lease;
        try
        {
            await send(rows);
        }
        finally
        {
            if (rows.Count > 0)
                await StoreAsync(symbol, rows, refusal, run);
        }
    }

    private async Task<(IAsyncDisposable? Lease, string? Refusal)> TryLeaseAsync(Symbol symbol, CancellationToken stop)
    {
        try
        {
            return (await lake.LeaseAsync(symbol, stop), null);
        }
        catch (Exception failed) when (IsOfLake(failed))
        {
            return (null, failed.Message);
        }
    }

    private async Task StoreAsync(Symbol symbol, IReadOnlyList<MonitoringRow> rows, string? refusal, AlertDelivery run)
    {
        try
        {
            if (refusal is null)
                await store.AddAsync(symbol, rows, CancellationToken.None);
        }
        catch (Exception failed) when (IsOfLake(failed))
        {
            refusal = failed.Message;
        }
        if (refusal is not null)
            run.Report($"What was sent about {symbol} could not be stored, and the next run may send it again: {refusal}");
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
        catch (Exception failed) when (IsOfLake(failed))
        {
            run.Report($"What was sent about {target} before could not be read, so open alerts are sent again: {failed.Message}");
            return [];
        }
    }

    private static bool IsOfLake(Exception error) =>
        error is LakeException or SchemaException or IOException or UnauthorizedAccessException;
}
