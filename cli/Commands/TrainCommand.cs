using System.CommandLine;
using Volcast.Forecasting;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast train</c></summary>
internal static class TrainCommand
{
    public static Command Create(Shell shell)
    {
        var range = OriginRange.Judged();
        var parameters = new ChosenParameters();
        var model = ModelsOption.One("--model", "the model to fit and register: " + string.Join(", ", ForecasterCatalog.Names)
            + $" [default: {ForecasterCatalog.Shipped}, or another one where it cannot run or does not pass its gate]");
        var promotes = new Option<bool>("--promote-first")
        {
            Description = "promote the version to champion if its model has none yet and it passes its gate, as `pipeline` does",
        };
        return JobCommand.Create(
            shell, "train",
            "Runs a walk-forward of the models, fits one of them on all known data and registers it with its scores.",
            [Targets, Horizon, Data, Source, Seed, Threads], [model, .. range.Options, parameters.Option, promotes],
            async (context, parsed, stop) =>
            {
                var name = model.Of(parsed)?[0];
                await using var lake = await context.OpenLakeAsync(stop);
                var origins = range.Of(parsed);
                var failed = Stages.NoFailures(context);
                await Stages.TrainAsync(context, lake,
                    from roles in context.Targets
                    from training in Stages.Trainings(context, roles.Target, origins)
                    select parameters.Put(
                        training with { Model = name }, [name ?? ForecasterCatalog.Shipped], context, parsed), failed, stop);
                if (parsed.GetValue(promotes))
                    await Stages.PromoteFirstAsync(context, lake, failed, stop);
                else
                    await Stages.NoteMissingChampionsAsync(context, lake, stop);
                return Stages.Finish(context, failed);
            });
    }
}
