using Volcast.Lake.Tables;

namespace Volcast.Services.Monitoring.Policy;

/// <summary>Whether decisions are carried out.</summary>
public enum PolicyMode
{
    /// <summary>Decisions are carried out.</summary>
    Act,

    /// <summary>Decisions are stored with what they would do; nothing is carried out.</summary>
    DryRun,

    /// <summary>Nothing is decided.</summary>
    Paused,
}

/// <summary>What a rule asks for, the weakest first.</summary>
public enum PolicyResponse
{
    /// <summary>The alert <c>decision</c> reports the finding to a person.</summary>
    Notify,

    /// <summary>The level of the forecasts and the state of the intervals are corrected.</summary>
    Recalibrate,

    /// <summary>Recalibrate if the decomposition of the loss shows more miscalibration and no less discrimination; otherwise
    /// retrain.</summary>
    ByCause,

    /// <summary>The recipe is fitted on everything known.</summary>
    Retrain,
}

/// <summary>What follows from a finding.</summary>
/// <param name="Check">One of <see cref="CheckNames"/>.</param>
/// <param name="Status">The rule applies if the check has this status, or a worse one.</param>
/// <param name="Response">What to do.</param>
public sealed record PolicyRule(string Check, MonitoringStatus Status, PolicyResponse Response)
{
    public bool AppliesTo(MonitoringRow row) => row.Check == Check
        && row.Status is MonitoringStatus.Warning or MonitoringStatus.Failed && row.Status >= Status;
}

/// <summary>What monitoring does about its findings: the content of <c>policy.yaml</c>.</summary>
public sealed record MonitoringPolicy
{
    public PolicyMode Mode { get; init; } = PolicyMode.Act;

    /// <summary>Whether a person has to promote a challenger that its shadow sessions have made ready.</summary>
    public bool RequiresApproval { get; init; }

    /// <summary>Sessions from one fit to the next without any finding; 0 for never. 63 by default, a quarter.</summary>
    public int RetrainEvery { get; init; } = 63;

    /// <summary>The fewest sessions from one new version to the next that a finding may cause; 21 by default.</summary>
    public int Cooldown { get; init; } = 21;

    /// <summary>The most new versions within 252 sessions; 8 by default.</summary>
    public int Budget { get; init; } = 8;

    /// <summary>The sessions on which a challenger must forecast beside the champion before it is promoted; 5 by
    /// default.</summary>
    public int ShadowSessions { get; init; } = 5;

    /// <summary>The largest mean |Δ ln F| to the champion that the gate of a refit passes.</summary>
    public double MaximumMeanChange { get; init; } = .10;

    /// <summary>The largest |Δ ln F| on any session that the gate of a refit passes.</summary>
    public double MaximumChange { get; init; } = .40;

    /// <summary>In any order; of several that apply, the strongest response counts.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; init; } =
    [
        new(CheckNames.LossAlarm, MonitoringStatus.Failed, PolicyResponse.ByCause),
        new(CheckNames.PitAlarm, MonitoringStatus.Failed, PolicyResponse.Recalibrate),
        new(CheckNames.Drift, MonitoringStatus.Failed, PolicyResponse.Notify),
        new(CheckNames.OutOfRange, MonitoringStatus.Warning, PolicyResponse.Notify),
    ];
}
