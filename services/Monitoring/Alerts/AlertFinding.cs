using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>Whether an alert is open by the facts of a run. There is none where the facts do not say.</summary>
/// <param name="Rule">The alert.</param>
/// <param name="Target">The target; null for an alert about the whole run.</param>
/// <param name="Horizon">Sessions; 0 where it concerns no horizon.</param>
/// <param name="IsOpen">Whether its condition holds.</param>
/// <param name="Text">What holds, or no longer holds, in one sentence with its figures.</param>
/// <param name="Value">The value that is compared with the limit, in the condition's unit; NaN where there is none.</param>
public sealed record AlertFinding(
    AlertRule Rule, Symbol? Target, int Horizon, bool IsOpen, string Text, double Value)
{
    /// <summary>The checks that are open, such as <c>ret_10d drift</c>, with their status; none for a condition that is
    /// one thing.</summary>
    public IReadOnlyList<(string Name, MonitoringStatus Status)> Members { get; init; } = [];

    /// <summary>Tells two events of an open alert apart, such as two changes of regime on successive sessions; empty for a
    /// state that lasts.</summary>
    public string Event { get; init; } = "";
}
