using System.CommandLine;
using Volcast.Cli.Output;
using static Volcast.Cli.VolcastSettings;

namespace Volcast.Cli.Commands;

/// <summary><c>volcast pipeline</c></summary>
internal static class PipelineCommand
{
    public static Command Create(Shell shell) => JobCommand.Create(
        shell, "pipeline",
        "The whole line: ingest, features, train, forecast. The first model that passes its gate is put in charge.",
        [Source, CsvPath, Lookback, Targets, Horizon, Data, Seed, Threads], RunAsync);

    /// <summary>Runs every stage in one lock of the lake, and ends with the forecast and where everything lies.</summary>
    public static async Task<int> RunAsync(CommandContext context, CancellationToken stop)
    {
        await using var lake = await context.OpenLakeForWritingAsync(stop);
        var ingested = await Stages.IngestAsync(context, lake, stop);
        await Stages.FeaturesAsync(context, lake, stop);
        await Stages.TrainAsync(context, lake, (null, null), stop);
        await Stages.PromoteFirstAsync(context, lake, stop);
        foreach (var report in await Stages.ForecastAsync(context, lake, isProvisional: false, stop))
            ForecastView.Write(context.Terminal, report);
        PlacesView.Write(context, lake.Kind);
        return ingested.NeedsAttention ? ExitCode.NeedsAttention : ExitCode.Done;
    }
}
