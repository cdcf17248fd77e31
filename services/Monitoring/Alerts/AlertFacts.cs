using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>What a run has found out, from which follows which alerts are open.</summary>
/// <param name="Session">The newest session that had settled when the run began.</param>
/// <param name="Targets">At least one.</param>
/// <param name="FailedSteps">A sentence for each step that failed; empty for a run without a failure, null while that is not
/// known.</param>
public sealed record AlertFacts(
    DateOnly Session, IReadOnlyList<TargetFacts> Targets, IReadOnlyList<string>? FailedSteps = null);

/// <summary>What is known about one target.</summary>
public sealed record TargetFacts(Symbol Target)
{
    /// <summary>The sessions that have settled since its newest bar; null if that is not known.</summary>
    public int? SessionsBehind { get; init; }

    /// <summary>At most one for each horizon.</summary>
    public IReadOnlyList<ForecastFacts> Forecasts { get; init; } = [];

    /// <summary>The checks of this run: rows of <c>monitoring</c>.</summary>
    public IReadOnlyList<MonitoringRow> Checks { get; init; } = [];
}
