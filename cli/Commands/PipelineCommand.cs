using System.CommandLine;
using Volcast.Cli.Output;
using Volcast.Services.Forecasts;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast pipeline</c></summary>
internal static class PipelineCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "pipeline",
        "Runs ingest, features, train and forecast. Promotes the first version to champion if it passes its gate.",
        [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads, MaximumAge], RunAsync);

    /// <summary>Runs every stage on one open lake; prints the forecasts and the locations of the data. A target that fails in a
    /// stage is left out of the later ones.</summary>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        context.RequireRegistry();
        await using var lake = await context.OpenLakeForWritingAsync(stop);
        var failed = Stages.NoFailures(context);
        var ingested = await Stages.IngestAsync(context, lake, stop);
        failed.AddFrom(context.Targets, ingested);
        IReadOnlyList<ForecastReport> forecasts = [];
        Func<Task>[] stages =
        [
            () => Stages.FeaturesAsync(context, lake, failed, stop),
            () => Stages.TrainAsync(context, lake, context.Request.Trainings, failed, stop),
            () => Stages.PromoteFirstAsync(context, lake, failed, stop),
            async () => forecasts = await Stages.ForecastAsync(context, lake, context.Request.Forecasts, failed, stop),
        ];
        foreach (var stage in stages)
            if (IsLeft())
                await stage();
        Stages.WriteForecasts(context, forecasts, failed);
        if (IsLeft())
            LocationsView.Write(context, lake.Kind);
        return Stages.Finish(
            context, failed, ingested.NeedsAttention || forecasts.Any(report => report.Age(context.MaximumAge).ExceedsMaximum));

        // Whether a model has not failed yet.
        bool IsLeft() => context.Request.Promotions.Any(one =>
            !failed.Includes(one.Roles.Target.Value) && !failed.Includes(one.Request.Model));
    }
}
