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
            async (context, parsed, stop) =>
            {
                await using var lake = await context.OpenLakeAsync(stop);
                await Stages.TrainAsync(context, lake, range.Of(parsed), stop,
                    request => parameters.Put(request, [TrainingJob.Model], context, parsed));
                return ExitCode.Done;
            });
    }
}
