using System.Runtime.CompilerServices;
using Volcast.Evaluation;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Registry;
using Volcast.Services.Features;
using Volcast.Services.Forecasts;
using Volcast.Services.Ingest;
using Volcast.Services.Ingest.Sources;
using Volcast.Services.Monitoring.Scores;
using Volcast.Services.Promotion;
using Volcast.Services.Promotion.Gates;
using Volcast.Services.Training;

namespace Volcast.Cli.Pipeline;

/// <summary>
/// The stages of the pipeline on one open lake. Each returns the reports of its service, target by target, and prints nothing. A
/// target that fails is recorded and skipped from then on; it never stops the others. A stage reads the clock when it runs, so
/// that one instance can serve many days.
/// </summary>
/// <param name="lake">Open for writing.</param>
/// <param name="openRegistry">Opens the registry when a stage first needs it; ingest and features need none.</param>
/// <param name="openSources">Opens the vendors of bars, the preferred one first, once for each ingest.</param>
/// <param name="calendar">The exchange's sessions.</param>
/// <param name="clock">The present.</param>
/// <param name="folds">The store from which an interrupted training resumes; null keeps nothing.</param>
internal sealed class PipelineStages(
    DataLake lake, Func<IModelRegistry> openRegistry, Func<IReadOnlyList<IMarketDataSource>> openSources,
    TradingCalendar calendar, TimeProvider clock, FoldStore? folds = null) : IDisposable
{
    private readonly Lazy<IModelRegistry> registry = new(openRegistry);

    /// <summary>The registry, opened if it is not yet.</summary>
    public IModelRegistry Registry => registry.Value;

    /// <summary>Downloads bars and settles them. The report names the symbols that failed
    /// (<see cref="FailedTargets.AddFrom"/>).</summary>
    public async Task<IngestReport> IngestAsync(IngestRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var sources = openSources();
        try
        {
            return await new IngestJob(lake, sources, calendar, clock).RunAsync(request, progress, stop);
        }
        finally
        {
            foreach (var source in sources)
                (source as IDisposable)?.Dispose();
        }
    }

    /// <summary>Computes the features of each target.</summary>
    public async IAsyncEnumerable<FeaturesReport> FeaturesAsync(
        IEnumerable<AssetRoles> targets, FailedTargets failed, [EnumeratorCancellation] CancellationToken stop)
    {
        var job = new FeaturesJob(lake, calendar, clock);
        foreach (var roles in targets)
            if (await failed.TryAsync(roles.Target.Value, "features", () => job.RunAsync(roles, stop)) is { } report)
                yield return report;
    }

    /// <summary>Walks the models forward, then fits and registers one, for each request: the model that the request names, or the
    /// shipped recipe, or another one in its place (<see cref="RecipeSelection"/>).</summary>
    public async IAsyncEnumerable<TrainingReport> TrainAsync(
        IEnumerable<TrainingRequest> requests, PromotionLimits limits, FailedTargets failed, IProgress<JobProgress>? progress,
        [EnumeratorCancellation] CancellationToken stop)
    {
        var before = failed.All.Count;
        var job = new TrainingJob(lake, registry.Value, calendar, clock, folds, RecipeChoices.By(limits));
        foreach (var (request, model) in Named(requests, one => one.Target, one => ModelName.For(one.Target.Value, one.Horizon)))
            if (await failed.TryAsync(
                request.Target.Value, "train", () => job.RunAsync(request, progress, stop), model) is { } report)
                yield return report;
        if (failed.All.Count == before)
            folds?.Remove();
    }

    /// <summary>Promotes the version of each request if its model has no champion yet and the version passes its gate. If
    /// a champion exists, nothing is judged or changed.</summary>
    public async IAsyncEnumerable<FirstPromotion> PromoteFirstAsync(
        IEnumerable<(AssetRoles Roles, PromotionRequest Request)> requests, FailedTargets failed, IProgress<JobProgress>? progress,
        [EnumeratorCancellation] CancellationToken stop)
    {
        foreach (var ((roles, request), model) in Named(requests, one => one.Roles.Target, one => one.Request.Model))
            if (await failed.TryAsync(
                roles.Target.Value, "promotion", () => PromoteFirstAsync(
                    new(registry.Value, lake, _ => roles, calendar, clock), request, progress, stop), model) is { } promotion)
                yield return promotion;
    }

    /// <summary>Forecasts from the newest settled session and stores the rows.</summary>
    /// <param name="requests">The forecasts.</param>
    /// <param name="failed">Receives those that fail.</param>
    /// <param name="stop">Stops between forecasts.</param>
    public async IAsyncEnumerable<ForecastReport> ForecastAsync(
        IEnumerable<ForecastRequest> requests, FailedTargets failed, [EnumeratorCancellation] CancellationToken stop)
    {
        var job = new ForecastJob(lake, registry.Value, calendar, clock);
        foreach (var (request, model) in Named(
            requests, one => one.Roles.Target, one => ModelName.For(one.Roles.Target.Value, one.Horizon)))
            if (await failed.TryAsync(
                request.Roles.Target.Value, "forecast", () => job.RunAsync(request, stop), model) is { } report)
                yield return report;
    }

    /// <summary>Stores the outcomes of the forecast periods that have ended, and the scores of their forecasts.</summary>
    public async IAsyncEnumerable<ScoredTarget> OutcomesAsync(
        IEnumerable<AssetRoles> targets, FailedTargets failed, [EnumeratorCancellation] CancellationToken stop)
    {
        var outcomes = new OutcomesJob(lake, calendar, clock);
        var scores = new ScoresJob(lake, registry.Value);
        foreach (var roles in targets)
            if (await failed.TryAsync(roles.Target.Value, "outcomes", async () => new ScoredTarget(
                await outcomes.RunAsync(roles.Target, stop), await scores.RunAsync(roles, stop))) is { } scored)
                yield return scored;
    }

    /// <summary>The requests, target by target, with the registered model's name where a target has several, so that one horizon
    /// does not stop the others; null where it has one.</summary>
    private static IEnumerable<(T Request, string? Model)> Named<T>(
        IEnumerable<T> requests, Func<T, Symbol> target, Func<T, string> model) =>
        from own in requests.GroupBy(target)
        let isAlone = own.Count() == 1
        from request in own
        select (request, isAlone ? null : model(request));

    private async Task<FirstPromotion> PromoteFirstAsync(
        PromotionJob job, PromotionRequest request, IProgress<JobProgress>? progress, CancellationToken stop) =>
        await registry.Value.FindByAliasAsync(request.Model, RegistryTags.Champion, stop) is { } champion
            ? new(request.Model, null, champion,
                await registry.Value.FindByAliasAsync(request.Model, RegistryTags.Challenger, stop))
            : new(request.Model, await job.PromoteAsync(request, progress, stop), null, null);

    public void Dispose()
    {
        if (registry.IsValueCreated)
            (registry.Value as IDisposable)?.Dispose();
    }
}
