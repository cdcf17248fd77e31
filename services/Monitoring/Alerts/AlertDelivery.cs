using Volcast.Lake;
using Volcast.Services.Monitoring.Alerts.Channels;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>Sends the messages of one run. A channel that has failed is not tried again in the same run, so that a server that
/// hangs delays a run only once.</summary>
internal sealed class AlertDelivery(AlertChannels channels, DataKind kind)
{
    private readonly Dictionary<string, string> failed = new(StringComparer.Ordinal);
    private readonly List<DeliveredAlert> deliveries = [];
    private readonly List<string> failures = [];

    public IReadOnlyList<DeliveredAlert> Deliveries => deliveries;

    public IReadOnlyList<string> Failures => failures;

    /// <summary>Adds a failure that no channel caused.</summary>
    public void Report(string failure) => failures.Add(failure);

    /// <returns>The detail of the alert's row after the attempt.</returns>
    public async Task<AlertDetail> SendAsync(PlannedAlert alert, CancellationToken stop)
    {
        var (finding, detail) = (alert.Finding, alert.Detail);
        var why = !alert.IsOpen ? AlertEvent.Cleared : detail.IsUpdate ? AlertEvent.Updated : AlertEvent.Raised;
        var message = new AlertMessage(
            detail.Id, why, finding.Rule.Name, finding.Target?.Value ?? "", finding.Horizon, detail.Noticed, detail.RaisedOn,
            detail.Text, finding.Value, finding.Rule.Threshold, kind);
        var (sent, pending) = (new List<string>(), new List<string>());
        foreach (var name in detail.Pending)
            (await TryAsync(name, message, stop) ? sent : pending).Add(name);
        deliveries.Add(new(message, sent, pending));
        var attempts = detail.Attempts + 1;
        foreach (var name in pending)
            failures.Add($"{message.Title} was not sent by the channel {name}: {failed[name]}"
                + (attempts < AlertPlan.MaximumAttempts
                    ? "" : FormattableString.Invariant($" It was tried in {attempts} runs and is not tried again.")));
        return detail with { Sent = [.. detail.Sent, .. sent], Pending = pending, Attempts = attempts };
    }

    private async Task<bool> TryAsync(string name, AlertMessage message, CancellationToken stop)
    {
        if (failed.ContainsKey(name))
            return false;
        if (await channels.SendAsync(name, message, stop) is not { } failure)
            return true;
        failed[name] = failure;
        return false;
    }
}
