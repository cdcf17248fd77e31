using Volcast.Lake;
using Volcast.Services.Monitoring;

namespace Volcast.Cli.Pipeline;

/// <summary>Writes the report of the checks for people. The report of one target that fails does not stop those of the
/// others.</summary>
/// <param name="Place">Where it is written, for people.</param>
/// <param name="WriteAsync">Receives what the checks found, the lake that holds what the reports show, and where to record
/// failures.</param>
internal sealed record DailyReportWriter(
    string Place, Func<IEnumerable<MonitoringReport>, DataLake, FailedTargets, CancellationToken, Task> WriteAsync);
