using System.CommandLine;
using Volcast.Services.Ingest.Sources.Simulated;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast demo</c></summary>
internal static class DemoCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "demo",
        "The whole line on the built-in simulated market: no network, no account. Shows the plumbing; is no evidence.",
        [Targets, Horizon, Data, Lookback, Seed, Threads],
        (context, stop) => PipelineCommand.RunAsync(context.With(Source, SimulatedSource.SourceName), stop));
}
