using Volcast.Cli.Output;
using Volcast.Cli.Output.Registry;
using Volcast.Cli.Pipeline;
using Volcast.Lake;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest;
using Volcast.Services.Training;

namespace Volcast.Cli.Commands;

/// <summary>Runs a stage of the pipeline and prints its reports, for the commands that run one stage or several. A stage goes
/// through all targets; <see cref="Finish"/> reports those that failed.</summary>
internal static class Stages
{
    /// <summary>An empty list of failures that prints which targets a stage skips.</summary>
    public static FailedTargets NoFailures(CommandContext context) => new(context.Terminal.Note);

    /// <summary>Downloads and settles bars. A symbol that fails does not stop the others; the report names it.</summary>
    public static Task<IngestReport> IngestAsync(CommandContext context, DataLake lake, CancellationToken stop) =>
        IngestAsync(context, lake, context.Request.Ingest, stop);

    /// <inheritdoc cref="IngestAsync(CommandContext, DataLake, CancellationToken)"/>
    public static async Task<IngestReport> IngestAsync(
        CommandContext context, DataLake lake, IngestRequest request, CancellationToken stop)
    {
        IngestView.WarnOfMissingIndices(context);
        using var pipeline = context.OpenPipeline(lake);
        var report = await pipeline.IngestAsync(request, context.Terminal, stop);
        IngestView.Write(context.Terminal, report, lake.Kind, context.LakeFolder);
        return report;
    }

    public static async Task FeaturesAsync(
        CommandContext context, DataLake lake, FailedTargets failed, CancellationToken stop)
    {
        using var pipeline = context.OpenPipeline(lake);
        await foreach (var report in pipeline.FeaturesAsync(context.Targets, failed, stop))
            FeaturesView.Write(context.Terminal, report);
    }

    public static async Task TrainAsync(CommandContext context, DataLake lake, IEnumerable<TrainingRequest> requests,
        FailedTargets failed, CancellationToken stop)
    {
        using var folds = context.OpenFolds();
        using var pipeline = context.OpenPipeline(lake, folds);
        var trainings = requests.ToArray();
        var registry = $"{context.Registry(lake.Kind)}";
        var table = trainings.Length > ForecastsView.MostPages ? new TrainingTable(context.Terminal, lake.Kind, registry) : null;
        await foreach (var report in pipeline.TrainAsync(trainings, context.Request.Limits, failed, context.Terminal, stop))
            if (table is null)
                TrainingView.Write(context.Terminal, report, lake.Kind, registry);
            else
                table.Write(report);
    }

    /// <summary>Promotes the first version of each target if it passes its gate. A later version is promoted by command
    /// only.</summary>
    public static async Task PromoteFirstAsync(
        CommandContext context, DataLake lake, FailedTargets failed, CancellationToken stop)
    {
        using var pipeline = context.OpenPipeline(lake);
        await foreach (var promotion in pipeline.PromoteFirstAsync(
            context.Request.Promotions, failed, context.Terminal, stop))
            PromotionView.Write(context.Terminal, promotion, isBrief: context.Targets.Count > ForecastsView.MostPages);
    }

    /// <summary>Says how to promote a version, if a model has no champion yet.</summary>
    public static async Task NoteMissingChampionsAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        var registry = context.OpenRegistry(lake.Kind);
        using var disposable = registry as IDisposable;
        var missing = new List<string>();
        foreach (var (_, request) in context.Request.Promotions)
            if (await registry.FindByAliasAsync(request.Model, RegistryTags.Champion, stop) is null
                && await registry.FindByAliasAsync(request.Model, RegistryTags.Challenger, stop) is not null)
                missing.Add(request.Model);
        if (missing.Count > 0)
            context.Terminal.Note($"{(missing.Count == 1 ? $"{missing[0]} has" : $"{missing.Count} models have")} no champion "
                + "yet: the challenger serves. To have it judged and promoted, run `volcast registry promote`, or train with "
                + "--promote-first.");
    }

    public static async Task<IReadOnlyList<ForecastReport>> ForecastAsync(CommandContext context, DataLake lake,
        IEnumerable<ForecastRequest> requests, FailedTargets failed, CancellationToken stop)
    {
        using var pipeline = context.OpenPipeline(lake);
        var reports = new List<ForecastReport>();
        await foreach (var report in pipeline.ForecastAsync(requests, failed, stop))
            reports.Add(report);
        return reports;
    }

    /// <summary>Prints forecasts over one horizon, or a term structure for each target with a forecast over several.</summary>
    public static void WriteForecasts(CommandContext context, IReadOnlyList<ForecastReport> reports, FailedTargets failed,
        bool isJson = false, bool withDetail = false)
    {
        if (context.Horizons.Count == 1)
        {
            if (isJson)
                ForecastJson.Write(context.Terminal, reports, context.MaximumAge);
            else
                ForecastsView.Write(context.Terminal, reports, context.MaximumAge, withDetail);
            return;
        }
        TermReport[] targets =
        [
            .. reports.GroupBy(report => report.Target).Select(own => TermReport.Of([.. own],
                from horizon in context.Horizons
                from failure in failed.All
                where failure.Target == ModelName.For(own.Key.Value, horizon)
                select new MissingHorizon(horizon, failure.Reason))),
        ];
        if (isJson)
        {
            TermStructureJson.Write(context.Terminal, targets, context.Calendar, context.MaximumAge);
            return;
        }
        TermStructureView.Write(context.Terminal, targets, context.MaximumAge, withDetail);
        foreach (var target in targets)
            foreach (var missing in target.Terms.Missing)
                failed.HasShown(ModelName.For(target.First.Target.Value, missing.Horizon));
    }

    /// <summary>Prints each failure, and gives the exit code of the run.</summary>
    /// <param name="context">The invocation.</param>
    /// <param name="failed">The targets that failed.</param>
    /// <param name="needsAttention">Whether the data of the other targets need review.</param>
    public static int Finish(CommandContext context, FailedTargets failed, bool needsAttention = false)
    {
        FailedTarget[] shown = [.. failed.Shown];
        foreach (var target in failed.All.Except(shown))
            context.Terminal.Note($"volcast: {target.Sentence}");
        if (shown.Length > 0)
            context.Terminal.Note($"volcast: no forecast by {string.Join(", ", shown.Select(target => target.Target))}; the "
                + "reasons are below the table.");
        return failed.All.Count > 0 ? ExitCode.Failed : needsAttention ? ExitCode.NeedsAttention : ExitCode.Done;
    }

    /// <param name="context">The invocation.</param>
    /// <param name="target">What is forecast.</param>
    /// <param name="range">The forecast origins that are scored; null for the default.</param>
    /// <returns>One request for each horizon.</returns>
    public static IEnumerable<TrainingRequest> Trainings(
        CommandContext context, Market.Symbol target, (DateOnly? From, DateOnly? To) range) =>
        from request in context.Request.Trainings
        where request.Target == target
        select request with { From = range.From, To = range.To };
}
