using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Volatility;

namespace Volcast.Services.Training;

/// <summary>Walk-forward, final fit and registration: turns features into a version of <c>volcast-SYMBOL-Hd</c> with its
/// evidence.</summary>
/// <param name="lake">The features.</param>
/// <param name="registry">The registry that stores the model.</param>
/// <param name="calendar">The end of each target.</param>
/// <param name="clock">The time of the run.</param>
/// <param name="folds">Where finished folds are stored, so that a killed run can resume; null stores none. The caller removes
/// them when everything is done.</param>
public sealed class TrainingJob(
    DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock, FoldStore? folds = null)
{
    /// <summary>The forecaster that is fitted and registered; the other models of the walk-forward are its baselines.</summary>
    public static string Model => TrainingWalkForward.Models[0];

    /// <exception cref="UnsettledBarException">The newest bar settles after the clock's time; nothing is computed or
    /// registered.</exception>
    /// <exception cref="InsufficientDataException">The history is too short, or no origin can be scored.</exception>
    /// <exception cref="EstimationException">Neither the newest rows nor any earlier ones determine the model.</exception>
    /// <exception cref="LakeException">The features are missing or do not belong to the current bars.</exception>
    /// <exception cref="RegistryException">The version could not be stored.</exception>
    public async Task<TrainingReport> RunAsync(TrainingRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var started = clock.GetUtcNow();
        request = request.For(Model);
        var history = await TargetHistory.ReadAsync(lake, request.Target, calendar, started, stop);
        var data = history.Until(request.To);
        var forecaster = TrainingWalkForward.Forecasters(data, request)[0];
        var model = ModelName.For(request.Target.Value, request.Horizon);
        var digest = TrainingDigest.Of(forecaster.Name, request, data);
        if (await registry.FindVersionByTagAsync(model, RegistryTags.TrainingDigest, digest, stop) is { } known
            && !known.Tags.ContainsKey(RegistryTags.PendingAliases) && await IsWholeAsync(known, stop))
            return new TrainingReport(model, known.Number, IsNew: false, null, null, []);

        WalkForwardStart.RequireTrainable(data, request, forecaster);
        await registry.RequireRegistrableAsync(model, digest, stop);
        var walkForward = TrainingWalkForward.Run(data, request, calendar, folds, progress, stop);
        var judged = CommonOrigins.Of(walkForward);
        var scores = Scores.Compare(walkForward);
        progress?.Report(new JobProgress($"{request.Target} final fit of {forecaster.Name}", 0, 1));
        var newest = NewestFit.Of(forecaster, data.Rows, request.Horizon, new WalkForwardOptions().RefitEvery, stop);
        using var fitted = newest.Fitted;
        var registration = RegistrationOf.Training(
            new FinishedTraining(request, data, digest, model, lake.Kind, started, clock.GetUtcNow(),
                calendar.SettlesAt(data.Rows.Sessions[^1]), fitted, walkForward, scores));
        var registered = await registry.RegisterAsync(registration, stop);
        await registry.RepairAliasesAsync(model, clock.GetUtcNow(), stop);
        progress?.Report(new JobProgress($"{request.Target} final fit of {forecaster.Name}", 1, 1));
        return new TrainingReport(
            model, registered.Version.Number, IsNew: true, judged.First, judged.Last, scores)
        {
            SkippedOrigins = [.. walkForward.Models.SelectMany(m => m.SkippedOrigins)],
            RestoredAliases = registered.Created ? null : registered.Version.Aliases,
            ReusedParameters = [.. walkForward.Models.SelectMany(m => m.ReusedParameters), .. ReusedBy(newest)],
        };
    }

    private static ReusedParameters[] ReusedBy(NewestFit newest) => newest.Warning is { } warning ? [warning] : [];

    /// <summary>Whether the files of a version are the registered ones and its run exists; repeating the training restores
    /// them.</summary>
    private async Task<bool> IsWholeAsync(ModelVersion version, CancellationToken stop)
    {
        if ((await registry.FindRunsAsync([version.RunId], stop)).Count == 0)
            return false;
        try
        {
            await registry.ReadModelAsync(version, stop);
            return true;
        }
        catch (RegistryException damaged) when (damaged.Problem is RegistryProblem.Tampered
            or RegistryProblem.NotFound or RegistryProblem.Corrupt)
        {
            return false;
        }
    }
}
