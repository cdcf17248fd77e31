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
        var promotes = new Option<bool>("--promote-first")
        {
            Description = "promote the version to champion if its model has none yet and it passes its gate, as `pipeline` does",
        };
        return JobCommand.Create(
            shell, "train",
            "Runs a walk-forward of the models, fits the shipped model on all known data and registers it with its scores.",
            [Targets, Horizon, Data, Source, Seed, Threads], [.. range.Options, parameters.Option, promotes],
            async (context, parsed, stop) =>
            {
                await using var lake = await context.OpenLakeAsync(stop);
                var origins = range.Of(parsed);
                var failed = Stages.NoFailures(context);
                await Stages.TrainAsync(context, lake, context.Targets.Select(roles => parameters.Put(
                    Stages.Training(context, roles.Target, origins), [TrainingJob.Model], context, parsed)), failed, stop);
                if (parsed.GetValue(promotes))
                    await Stages.PromoteFirstAsync(context, lake, failed, stop);
                else
                    await Stages.NoteMissingChampionsAsync(context, lake, stop);
                return Stages.Finish(context, failed);
            });
    }
}
