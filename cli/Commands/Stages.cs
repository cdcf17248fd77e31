using Volcast.Cli.Commands.Registry;
using Volcast.Cli.Output;
using Volcast.Cli.Output.Registry;
using Volcast.Lake;
using Volcast.Registry;
using Volcast.Services.Features;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest;
using Volcast.Services.Training;
using Volcast.Services.Training.Promotion;

namespace Volcast.Cli.Commands;

/// <summary>The stages of the line, each with what it tells a person; commands run one or several.</summary>
internal static class Stages
{
    public static async Task<IngestReport> IngestAsync(Run run, DataLake lake, CancellationToken stop)
    {
        var (source, request) = run.OpenSource();
        using var disposable = source as IDisposable;
        foreach (var roles in run.Targets.Where(roles => !run.HasImpliedVolatilityOfItsOwn(roles.Target)))
            run.Terminal.Note(
                $"{roles.Target} has no implied-volatility index in VOLCAST_IMPLIED_VOLATILITY: {roles.Implied} stands in, which"
                + " speaks of the S&P 500. Expect wider errors than with an index of its own.");
        var report = await new IngestJob(lake, source, run.Calendar, run.Clock).RunAsync(request, run.Terminal, stop);
        IngestView.Write(run.Terminal, report, lake.Kind);
        report.ThrowIfFailed();
        return report;
    }

    public static async Task FeaturesAsync(Run run, DataLake lake, CancellationToken stop)
    {
        foreach (var roles in run.Targets)
            FeaturesView.Write(run.Terminal, await new FeaturesJob(lake).RunAsync(roles, stop));
    }

    /// <param name="run">The invocation.</param>
    /// <param name="lake">The features.</param>
    /// <param name="range">The origins that are judged.</param>
    /// <param name="stop">Stops between folds.</param>
    /// <param name="adjust">What is further asked of a training; nothing by default.</param>
    public static async Task TrainAsync(Run run, DataLake lake, (DateOnly? From, DateOnly? To) range, CancellationToken stop,
        Func<TrainingRequest, TrainingRequest>? adjust = null)
    {
        using var folds = run.OpenFolds();
        var job = new TrainingJob(lake, run.OpenRegistry(lake.Kind), run.Calendar, run.Clock, folds);
        foreach (var roles in run.Targets)
        {
            var request = Training(run, roles.Target, range);
            request = adjust?.Invoke(request) ?? request;
            var report = await job.RunAsync(request, run.Terminal, stop);
            TrainingView.Write(run.Terminal, report, lake.Kind, $"{run.Registry(lake.Kind)}");
        }
        folds.Remove();
    }

    /// <summary>Puts the first version of each target in charge, if it passes its gate. Where a champion is, the next one has to
    /// earn its place, and nothing happens by itself.</summary>
    public static async Task PromoteFirstAsync(Run run, DataLake lake, CancellationToken stop)
    {
        var registry = run.OpenRegistry(lake.Kind);
        var job = new PromotionJob(registry, lake, run.Calendar, run.Clock);
        foreach (var model in ModelChoice.Of(run))
            if (await registry.FindByAliasAsync(model, RegistryTags.Champion, stop) is not { } champion)
                PromotionView.Write(run.Terminal, await job.PromoteAsync(
                    PromoteCommand.Request(run, model, RegistryTags.Challenger), run.Terminal, stop));
            else if (await registry.FindByAliasAsync(model, RegistryTags.Challenger, stop) is { } challenger)
                run.Terminal.Note($"{model} version {champion.Number} stays champion; `volcast registry promote` says whether "
                    + $"version {challenger.Number} has earned its place.");
    }

    public static async Task<IReadOnlyList<ForecastReport>> ForecastAsync(
        Run run, DataLake lake, bool isProvisional, CancellationToken stop, double? above = null)
    {
        var job = new ForecastJob(lake, run.OpenRegistry(lake.Kind), run.Calendar, run.Clock);
        var reports = new List<ForecastReport>();
        foreach (var roles in run.Targets)
            reports.Add(await job.RunAsync(new ForecastRequest(roles, run.Horizon, isProvisional, above), stop));
        return reports;
    }

    public static TrainingRequest Training(Run run, Market.Symbol target, (DateOnly? From, DateOnly? To) range) =>
        new(target, run.Horizon)
        {
            From = range.From,
            To = range.To,
            Seed = run.Settings.Number(VolcastSettings.Seed),
            Threads = run.Threads,
        };
}
