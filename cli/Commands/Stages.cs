using Volcast.Cli.Commands.Registry;
using Volcast.Cli.Output;
using Volcast.Cli.Output.Registry;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Services.Features;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest;
using Volcast.Services.Promotion;
using Volcast.Services.Training;

namespace Volcast.Cli.Commands;

/// <summary>The stages of the line, each with what it tells a person; commands run one or several.</summary>
internal static class Stages
{
    public static async Task<IngestReport> IngestAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        var (source, request) = context.OpenSource();
        using var disposable = source as IDisposable;
        foreach (var roles in context.Targets.Where(roles => !context.HasImpliedVolatilityOfItsOwn(roles.Target)))
            context.Terminal.Note(
                $"{roles.Target} has no implied-volatility index in VOLCAST_IMPLIED_VOLATILITY: {roles.Implied} stands in, which"
                + " speaks of the S&P 500. Expect wider errors than with an index of its own.");
        var report = await new IngestJob(lake, source, context.Calendar, context.Clock).RunAsync(request, context.Terminal, stop);
        IngestView.Write(context.Terminal, report, lake.Kind);
        report.ThrowIfFailed();
        return report;
    }

    public static async Task FeaturesAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        foreach (var roles in context.Targets)
            FeaturesView.Write(context.Terminal, await new FeaturesJob(lake).RunAsync(roles, stop));
    }

    /// <param name="context">The invocation.</param>
    /// <param name="lake">The features.</param>
    /// <param name="range">The origins that are judged.</param>
    /// <param name="stop">Stops between folds.</param>
    /// <param name="adjust">What is further asked of a training; nothing by default.</param>
    public static async Task TrainAsync(CommandContext context, DataLake lake, (DateOnly? From, DateOnly? To) range, CancellationToken stop,
        Func<TrainingRequest, TrainingRequest>? adjust = null)
    {
        using var folds = context.OpenFolds();
        var job = new TrainingJob(lake, context.OpenRegistry(lake.Kind), context.Calendar, context.Clock, folds);
        foreach (var roles in context.Targets)
        {
            var request = Training(context, roles.Target, range);
            request = adjust?.Invoke(request) ?? request;
            var report = await job.RunAsync(request, context.Terminal, stop);
            TrainingView.Write(context.Terminal, report, lake.Kind, $"{context.Registry(lake.Kind)}");
        }
        folds.Remove();
    }

    /// <summary>Puts the first version of each target in charge, if it passes its gate. Where a champion is, the next one has to
    /// earn its place, and nothing happens by itself.</summary>
    public static async Task PromoteFirstAsync(CommandContext context, DataLake lake, CancellationToken stop)
    {
        var registry = context.OpenRegistry(lake.Kind);
        var job = new PromotionJob(registry, lake, context.Calendar, context.Clock);
        foreach (var model in ModelChoice.Of(context))
            if (await registry.FindByAliasAsync(model, RegistryTags.Champion, stop) is not { } champion)
                PromotionView.Write(context.Terminal, await job.PromoteAsync(
                    PromoteCommand.Request(context, model, RegistryTags.Challenger), context.Terminal, stop));
            else if (await registry.FindByAliasAsync(model, RegistryTags.Challenger, stop) is { } challenger)
                context.Terminal.Note($"{model} version {champion.Number} stays champion; `volcast registry promote` says whether "
                    + $"version {challenger.Number} has earned its place.");
    }

    public static async Task<IReadOnlyList<ForecastReport>> ForecastAsync(
        CommandContext context, DataLake lake, bool isProvisional, CancellationToken stop, double? above = null)
    {
        var job = new ForecastJob(lake, context.OpenRegistry(lake.Kind), context.Calendar, context.Clock);
        var reports = new List<ForecastReport>();
        foreach (var roles in context.Targets)
            reports.Add(await job.RunAsync(new ForecastRequest(roles, context.Horizon, isProvisional, above), stop));
        return reports;
    }

    public static TrainingRequest Training(CommandContext context, Market.Symbol target, (DateOnly? From, DateOnly? To) range) =>
        new(target, context.Horizon)
        {
            From = range.From,
            To = range.To,
            Seed = context.Settings.Number(VolcastSettings.Seed),
            Threads = context.Threads,
        };
}
