using System.CommandLine;
using Volcast.Hosting;
using Volcast.Services.Ingest.Sources.Simulated;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast demo</c></summary>
internal static class DemoCommand
{
    public static Command Create(Shell shell)
    {
        var year = new Option<bool>("--year")
        {
            Description = "run a year of daily runs instead, in which the simulated market changes its rules; takes about two minutes",
        };
        return JobCommand.Create(
            shell, "demo",
            "Runs the whole pipeline on the built-in simulated market, without network or account. Its results are not evidence.",
            [Targets, Horizon, Data, Lookback, Seed, Threads], [year],
            (context, parsed, stop) => parsed.GetValue(year)
                ? DemoYear.RunAsync(context, stop)
                : PipelineCommand.RunAsync(context, stop),
            new Dictionary<Setting, string> { [Source] = SimulatedSource.SourceName });
    }
}
