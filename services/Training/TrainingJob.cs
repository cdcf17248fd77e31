using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Services.Training.Artifact;
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
/// <param name="chooser">Chooses another recipe where the shipped one cannot run or would not pass its first gate; null always
/// trains the shipped one.</param>
public sealed class TrainingJob(
    DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock, FoldStore? folds = null,
    RecipeChooser? chooser = null)
{
    /// <exception cref="ArgumentException">The request names a model that does not exist; the message lists all
    /// names.</exception>
    /// <exception cref="UnsettledBarException">The newest bar settles after the clock's time; nothing is computed or
    /// registered.</exception>
    /// <exception cref="InsufficientDataException">The history is too short, or no origin can be scored.</exception>
    /// <exception cref="EstimationException">Neither the newest rows nor any earlier ones determine the model.</exception>
    /// <exception cref="LakeException">The features are missing or do not belong to the current bars.</exception>
    /// <exception cref="RegistryException">The version could not be stored.</exception>
    public async Task<TrainingReport> RunAsync(TrainingRequest request, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        var started = clock.GetUtcNow();
        var history = await TargetHistory.ReadAsync(
            lake, request.Roles, calendar, started, stop, request.To, request.ImpliedIndex);
        var data = history.Until(request.To);
        var named = request.Model ?? ForecasterCatalog.Shipped;
        var asked = request;
        request = request.For(named);
        var forecaster = TrainingWalkForward.Forecaster(data, request, named);
        var model = ModelName.For(request.Target.Value, request.Horizon);
        var digest = TrainingDigest.Of(named, request, data);
        var versions = await registry.ListVersionsAsync(model, stop);
        var substitution = Substitution.Of(asked, versions, chooser);
        if (await FindKnownAsync(versions, digest, substitution, request, data, stop) is { } known)
            return new TrainingReport(model, known.Number, IsNew: false, null, null, [])
            {
                Recipe = known.Tags.GetValueOrDefault(RegistryTags.Recipe, named),
                ChosenBecause = known.Tags.GetValueOrDefault(RegistryTags.ChosenBecause),
            };

        var unable = substitution is null ? null : WalkForwardStart.WhyNotTrainable(data, request, forecaster);
        if (unable is null)
            WalkForwardStart.RequireTrainable(data, request, forecaster);
        await registry.RequireRegistrableAsync(model, digest, stop);
        var models = unable is not null ? Substitution.Able(data, request)
            : substitution is not null ? Substitution.Models(data, request)
            : TrainingWalkForward.ModelsFor(named);
        var walkForward = TrainingWalkForward.Run(data, request, models, calendar, folds, progress, stop);
        var choice = substitution?.Choose(walkForward, unable) ?? new(named);
        if (choice.Recipe != named)
        {
            walkForward = Substitution.First(walkForward, choice.Recipe);
            request = request.For(choice.Recipe);
            forecaster = TrainingWalkForward.Forecaster(data, request, choice.Recipe);
            digest = TrainingDigest.Of(choice.Recipe, request, data, isSubstitute: true);
            await registry.RequireRegistrableAsync(model, digest, stop);
        }
        var judged = CommonOrigins.Of(walkForward);
        var scores = Scores.Compare(walkForward);
        progress?.Report(new JobProgress($"{request.Target} final fit of {forecaster.Name}", 0, 1));
        var newest = NewestFit.Of(forecaster, data.Rows, request.Horizon, new WalkForwardOptions().RefitEvery, stop);
        using var fitted = newest.Fitted;
        var registration = RegistrationOf.Training(
            new FinishedTraining(request, data, digest, model, choice, lake.Kind, started, clock.GetUtcNow(),
                calendar.SettlesAt(data.Rows.Sessions[^1]), fitted,
                TrainingEvidence.Of(
                    ValidationRecord.Of(fitted.Spec, request, lake.Kind, walkForward, scores), choice.Recipe, walkForward,
                    scores)));
        var registered = await registry.RegisterAsync(registration, stop);
        await registry.RepairAliasesAsync(model, clock.GetUtcNow(), stop);
        progress?.Report(new JobProgress($"{request.Target} final fit of {forecaster.Name}", 1, 1));
        return new TrainingReport(
            model, registered.Version.Number, IsNew: true, judged.First, judged.Last, scores)
        {
            Recipe = choice.Recipe,
            ChosenBecause = choice.Because,
            SkippedOrigins = [.. walkForward.Models.SelectMany(m => m.SkippedOrigins)],
            RestoredAliases = registered.Created ? null : registered.Version.Aliases,
            ReusedParameters = [.. walkForward.Models.SelectMany(m => m.ReusedParameters), .. ReusedBy(newest)],
        };
    }

    private static ReusedParameters[] ReusedBy(NewestFit newest) => newest.Warning is { } warning ? [warning] : [];

    /// <summary>The version that the same training registered before, if it is whole; null if there is none. A version of the
    /// shipped recipe counts if that is still the recipe to train.</summary>
    private async Task<ModelVersion?> FindKnownAsync(IReadOnlyList<ModelVersion> versions, string digest,
        Substitution? substitution, TrainingRequest request, TargetHistory data, CancellationToken stop)
    {
        string[] substitutes = substitution is null ? [] : [.. Substitution.Digests(request, data)];
        foreach (var version in versions.Where(version => !version.Tags.ContainsKey(RegistryTags.PendingAliases)))
        {
            var trained = version.Tags.GetValueOrDefault(RegistryTags.TrainingDigest, "");
            if ((substitutes.Contains(trained) || trained == digest) && await IsWholeAsync(version, stop)
                && (trained != digest || substitution is null || await WalkForwardOfAsync(version, stop) is not { } walkForward
                    || substitution.Choose(walkForward, unable: null).Recipe == ForecasterCatalog.Shipped))
                return version;
        }
        return null;
    }

    /// <summary>The walk-forward that a version was registered with; null if its run does not have it.</summary>
    private async Task<WalkForwardResult?> WalkForwardOfAsync(ModelVersion version, CancellationToken stop)
    {
        const string Path = Registration.WalkForwardPath;
        return await registry.FindArtifactAsync(version.RunId, Path, stop) is { } content
            ? BacktestFile.Read($"{Path} of {version}", content)
            : null;
    }

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
