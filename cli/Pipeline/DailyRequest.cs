using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Pipeline;

/// <summary>The work of a daily run. The same request serves every day.</summary>
/// <param name="Pipeline">Targets, horizons, symbols, seed and threads.</param>
/// <param name="Policy">What follows from the findings.</param>
/// <param name="MaximumAge">Settled sessions that the newest bar may be behind.</param>
internal sealed record DailyRequest(PipelineRequest Pipeline, MonitoringPolicy Policy, int MaximumAge)
{
    /// <summary>Where the report of the checks is written; null for no report.</summary>
    public DailyReportWriter? Report { get; init; }

    /// <summary>The steps that another program or a later run does; see <see cref="SkippedSteps"/>.</summary>
    public IReadOnlySet<DailyStep> Skipped { get; init; } = new HashSet<DailyStep>();
}
