using System.Text.Json;
using Volcast.Lake.Tables;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>The state of one alert as the newest of its rows in <c>monitoring</c> states it.</summary>
/// <param name="Row">A row of kind <see cref="MonitoringKind.Alert"/>.</param>
/// <param name="Detail">Its detail.</param>
public sealed record AlertRecord(MonitoringRow Row, AlertDetail Detail)
{
    /// <summary>The subject of these rows.</summary>
    public const string Subject = CheckSubjects.Alert;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public bool IsOpen => Row.Status == MonitoringStatus.Failed;

    /// <exception cref="JsonException">The row's detail is not that of an alert.</exception>
    public static AlertRecord Of(MonitoringRow row) => new(
        row,
        JsonSerializer.Deserialize<AlertDetail>(row.Detail ?? "null", Options) ?? throw new JsonException("it has no detail."));

    /// <summary>The record as the row of a run.</summary>
    /// <param name="finding">The alert, its value and its text.</param>
    /// <param name="isOpen">Whether the row says that the alert was raised.</param>
    /// <param name="session">The run's session.</param>
    /// <param name="revision">The number of earlier rows of this alert on this session.</param>
    /// <param name="detail">The facts beside the numbers.</param>
    public static AlertRecord Of(AlertFinding finding, bool isOpen, DateOnly session, int revision, AlertDetail detail) => new(
        new MonitoringRow
        {
            Horizon = finding.Horizon,
            Session = session,
            Subject = Subject,
            Check = finding.Rule.Name,
            Revision = revision,
            Kind = MonitoringKind.Alert,
            Value = finding.Value,
            Threshold = finding.Rule.Threshold,
            Status = isOpen ? MonitoringStatus.Failed : MonitoringStatus.Ok,
            Detail = JsonSerializer.Serialize(detail, Options),
        },
        detail);
}

/// <summary>The detail of an alert's row.</summary>
/// <param name="Id">The message's id.</param>
/// <param name="Text">The message's text.</param>
/// <param name="RaisedOn">The session on which the alert was raised.</param>
/// <param name="Occurrence">How often the alert had been raised before on that session.</param>
/// <param name="Event">See <see cref="AlertFinding.Event"/>.</param>
/// <param name="Noticed">The session on which the message was sent first.</param>
/// <param name="Sent">The channels that have sent the message.</param>
/// <param name="Pending">The channels that are to try again.</param>
/// <param name="Attempts">The runs that have tried to send it.</param>
/// <param name="Members">The checks that the messages since the alert was raised have named, each with its status; null
/// in a row of an earlier release.</param>
/// <param name="IsUpdate">Whether the message names further checks of an alert that was open already.</param>
public sealed record AlertDetail(
    string Id, string Text, DateOnly RaisedOn, int Occurrence, string Event, DateOnly Noticed, IReadOnlyList<string> Sent,
    IReadOnlyList<string> Pending, int Attempts, IReadOnlyList<string>? Members = null, bool IsUpdate = false);
