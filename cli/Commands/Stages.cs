using Volcast.Cli.Output;
using Volcast.Cli.Output.Registry;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest;
using Volcast.Services.Training;

namespace Volcast.Cli.Commands;

/// <summary>Runs a stage of the pipeline and prints its reports, for the commands that run one stage or several.</summary>
internal static class Stages
{
    /// <exception cref="IngestException">A target has no usable bars.</exception>
    public static async Task<IngestReport> IngestAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        IngestView.WarnOfMissingIndices(context);
        using var pipeline = context.OpenPipeline(lake);
        var report = await pipeline.IngestAsync(context.Request.Ingest, context.Terminal, stop);
        IngestView.Write(context.Terminal, report, lake.Kind);
        report.ThrowIfFailed();
        return report;
    }

    public static async Task FeaturesAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        using var pipeline = context.OpenPipeline(lake);
        await foreach (var report in pipeline.FeaturesAsync(context.Targets, stop))
            FeaturesView.Write(context.Terminal, report);
    }

    public static async Task TrainAsync(
        CommandContext context, DataLake lake, IEnumerable<TrainingRequest> requests, CancellationToken stop)
    {
        using var folds = context.OpenFolds();
        using var pipeline = context.OpenPipeline(lake, folds);
        var trainings = requests.ToArray();
        var registry = $"{context.Registry(lake.Kind)}";
        var table = trainings.Length > ForecastsView.MostPages ? new TrainingTable(context.Terminal, lake.Kind, registry) : null;
        await foreach (var report in pipeline.TrainAsync(trainings, context.Terminal, stop))
            if (table is null)
                TrainingView.Write(context.Terminal, report, lake.Kind, registry);
            else
                table.Write(report);
    }

    /// <summary>Promotes the first version of each target if it passes its gate. A later version is promoted by command
    /// only.</summary>
    public static async Task PromoteFirstAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        using var pipeline = context.OpenPipeline(lake);
        await foreach (var promotion in pipeline.PromoteFirstAsync(context.Request.Promotions, context.Terminal, stop))
            PromotionView.Write(context.Terminal, promotion, isBrief: context.Targets.Count > ForecastsView.MostPages);
    }

    /// <summary>Says how to promote a version, if a model has no champion yet.</summary>
    public static async Task NoteMissingChampionsAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        var registry = context.OpenRegistry(lake.Kind);
        using var disposable = registry as IDisposable;
        var missing = new List<string>();
        foreach (var request in context.Request.Promotions)
            if (await registry.FindByAliasAsync(request.Model, RegistryTags.Champion, stop) is null)
                missing.Add(request.Model);
        if (missing.Count > 0)
            context.Terminal.Note($"{(missing.Count == 1 ? $"{missing[0]} has" : $"{missing.Count} models have")} no champion "
                + "yet: the challenger serves. To have it judged and promoted, run `volcast registry promote`, or train with "
                + "--promote-first.");
    }

    public static async Task<IReadOnlyList<ForecastReport>> ForecastAsync(
        CommandContext context, DataLake lake, IEnumerable<ForecastRequest> requests, CancellationToken stop)
    {
        using var pipeline = context.OpenPipeline(lake);
        var reports = new List<ForecastReport>();
        await foreach (var report in pipeline.ForecastAsync(requests, stop))
            reports.Add(report);
        return reports;
    }

    /// <param name="context">The invocation.</param>
    /// <param name="target">What is forecast.</param>
    /// <param name="range">The forecast origins that are scored; null for the default.</param>
    public static TrainingRequest Training(CommandContext context, Market.Symbol target, (DateOnly? From, DateOnly? To) range) =>
        context.Request.Trainings.Single(request => request.Target == target) with { From = range.From, To = range.To };
}
