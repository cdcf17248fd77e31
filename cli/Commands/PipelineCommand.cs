using System.CommandLine;
using Volcast.Cli.Output;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast pipeline</c></summary>
internal static class PipelineCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "pipeline",
        "Runs ingest, features, train and forecast. Promotes the first version to champion if it passes its gate.",
        [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads], RunAsync);

    /// <summary>Runs every stage on one open lake; prints the forecast and the locations of the data.</summary>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.OpenLakeForWritingAsync(stop);
        var ingested = await Stages.IngestAsync(context, lake, stop);
        await Stages.FeaturesAsync(context, lake, stop);
        await Stages.TrainAsync(context, lake, context.Request.Trainings, stop);
        await Stages.PromoteFirstAsync(context, lake, stop);
        ForecastsView.Write(context.Terminal, await Stages.ForecastAsync(context, lake, context.Request.Forecasts, stop));
        LocationsView.Write(context, lake.Kind);
        return ingested.NeedsAttention ? ExitCode.NeedsAttention : ExitCode.Done;
    }
}
