namespace Volcast.Services.Monitoring.Alerts;

/// <summary>What a run of the alerts did.</summary>
/// <param name="Deliveries">The messages that it sent or tried to send.</param>
/// <param name="Failures">A sentence for each channel or target that failed; it says what the next run does.</param>
/// <param name="Open">The alerts that are open.</param>
public sealed record AlertsReport(
    IReadOnlyList<DeliveredAlert> Deliveries, IReadOnlyList<string> Failures, IReadOnlyList<AlertFinding> Open);

/// <summary>One message and the channels that sent it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Sent">Channels that have sent it in this run.</param>
/// <param name="Pending">Channels that failed and will try again.</param>
public sealed record DeliveredAlert(AlertMessage Message, IReadOnlyList<string> Sent, IReadOnlyList<string> Pending);
