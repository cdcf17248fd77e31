using System.CommandLine;
using Volcast.Services.Training;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast train</c></summary>
internal static class TrainCommand
{
    public static Command Create(Shell shell)
    {
        var range = OriginRange.Judged();
        var parameters = new ChosenParameters();
        return JobCommand.Create(
            shell, "train",
            "Walks the models forward, fits the shipped one on all that is known and registers it with its evidence.",
            [Targets, Horizon, Data, Source, Seed, Threads], [.. range.Options, parameters.Option],
            async (run, parsed, stop) =>
            {
                await using var lake = await run.OpenLakeAsync(stop);
                await Stages.TrainAsync(run, lake, range.Of(parsed), stop,
                    request => parameters.Put(request, [TrainingJob.Model], run, parsed));
                return ExitCode.Done;
            });
    }
}
