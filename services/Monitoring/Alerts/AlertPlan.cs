using System.Globalization;
using Volcast.Files;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>A message that is to be sent now.</summary>
/// <param name="Finding">The alert.</param>
/// <param name="IsOpen">Whether it says that the alert was raised.</param>
/// <param name="Detail">What its row will state, before the attempt.</param>
internal sealed record PlannedAlert(AlertFinding Finding, bool IsOpen, AlertDetail Detail);

/// <summary>
/// What is to be sent: a pure function of what is open and of what was sent. An alert is sent when it is raised and when it
/// clears. In between, an update is sent when a check is found that no message has named since it was raised, and the
/// channels that failed try again.
/// </summary>
internal static class AlertPlan
{
    /// <summary>The largest number of runs that try to send one message.</summary>
    public const int MaximumAttempts = 5;

    private const int NamesShown = 5;

    /// <param name="finding">Whether the alert is open by the facts.</param>
    /// <param name="last">The newest row of this alert; null if there is none.</param>
    /// <param name="session">The run's session.</param>
    /// <returns>Null if nothing is to be sent.</returns>
    public static PlannedAlert? Of(AlertFinding finding, AlertRecord? last, DateOnly session)
    {
        var isKnown = last?.IsOpen == true && (finding.Event.Length == 0 || last.Detail.Event == finding.Event);
        if (finding.IsOpen && !isKnown)
            return Raised(finding, session, last?.Detail.RaisedOn == session ? last.Detail.Occurrence + 1 : 0);
        if (!finding.IsOpen && last is { IsOpen: true, Detail: var raised })
            return new(finding, IsOpen: false, New(finding, session, raised.RaisedOn, raised.Occurrence, AlertEvent.Cleared));
        if (last is null)
            return null;
        return finding.IsOpen && News(finding, last.Detail.Members ?? []) is { Count: > 0 } news
            ? Updated(finding, last.Detail, session, news)
            : Again(finding.Rule, last, finding.Target);
    }

    /// <summary>The checks that were not known, or were yellow and are red.</summary>
    private static IReadOnlyList<(string Name, MonitoringStatus Status)> News(
        AlertFinding finding, IReadOnlyList<string> known) =>
    [
        .. finding.Members.Where(member => !known.Contains(Stored(member))
            && !(member.Status == MonitoringStatus.Warning
                && known.Contains(Stored(member with { Status = MonitoringStatus.Failed })))),
    ];

    private static PlannedAlert Updated(AlertFinding finding, AlertDetail last, DateOnly session,
        IReadOnlyList<(string Name, MonitoringStatus Status)> news)
    {
        var names = Counted.Names([.. news.Select(member => member.Name)], NamesShown);
        finding = finding with { Text = $"New: {names}. {finding.Text}" };
        var detail = New(finding, session, last.RaisedOn, last.Occurrence, AlertEvent.Updated,
            string.Concat(news.Select(member => $"\n{Stored(member)}")));
        return new(finding, IsOpen: true, detail with
        {
            Members = [.. (last.Members ?? []).Union(detail.Members!)],
            IsUpdate = true,
        });
    }

    private static string Stored((string Name, MonitoringStatus Status) member) =>
        $"{member.Name} {StoredName.Of(member.Status)}";

    /// <summary>The last message once more, to the channels that failed; null if none has to try again.</summary>
    public static PlannedAlert? Again(AlertRule rule, AlertRecord last, Market.Symbol? target)
    {
        var pending = last.Detail.Pending.Intersect(rule.Channels, StringComparer.Ordinal).ToArray();
        return pending.Length == 0 || last.Detail.Attempts >= MaximumAttempts
            ? null
            : new(new(rule, target, last.Row.Horizon, last.IsOpen, last.Detail.Text, last.Row.Value), last.IsOpen,
                last.Detail with { Pending = pending });
    }

    private static PlannedAlert Raised(AlertFinding finding, DateOnly session, int occurrence) =>
        new(finding, IsOpen: true, New(finding, session, session, occurrence, AlertEvent.Raised));

    private static AlertDetail New(
        AlertFinding finding, DateOnly session, DateOnly raisedOn, int occurrence, AlertEvent why, string further = "") => new(
        Id(finding, raisedOn, occurrence, why, further), finding.Text, raisedOn, occurrence, finding.Event, session, [],
        finding.Rule.Channels, 0, [.. finding.Members.Select(Stored)]);

    /// <summary>The same in every run, so that a message that is sent twice has one id.</summary>
    private static string Id(AlertFinding finding, DateOnly raisedOn, int occurrence, AlertEvent why, string further) =>
        Digest.Of(string.Create(CultureInfo.InvariantCulture,
            $"{finding.Rule.Name}\n{finding.Target}\n{finding.Horizon}\n{raisedOn:yyyy-MM-dd}\n{occurrence}\n")
            + StoredName.Of(why) + further)[..32];
}
