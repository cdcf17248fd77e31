using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Registry.Aliases;
using Volcast.Volatility;

namespace Volcast.Services.Training;

/// <summary>Fits the champion's recipe again, or recalibrates its level, and registers the result as challenger. The forecasts of
/// the recipe's walk-forward, continued by those of its champions, are the errors that the intervals start from.</summary>
/// <param name="lake">The features.</param>
/// <param name="registry">The champion, and where the new version is stored.</param>
/// <param name="calendar">The settlement of the newest session.</param>
/// <param name="clock">The time of the run.</param>
public sealed class RefitJob(DataLake lake, IModelRegistry registry, TradingCalendar calendar, TimeProvider clock)
{
    /// <returns>The new version, or why the champion's recipe cannot be refitted; then a full training is needed.</returns>
    /// <exception cref="UnsettledBarException">The newest bar settles after the clock's time.</exception>
    /// <exception cref="EstimationException">Neither the newest rows nor any earlier ones determine the model.</exception>
    /// <exception cref="LakeException">The features are missing or do not belong to the current bars.</exception>
    /// <exception cref="RegistryException">The champion is damaged, or the version could not be stored.</exception>
    public async Task<ValueOrReason<TrainingReport>> RunAsync(RefitRequest request, CancellationToken stop)
    {
        var started = clock.GetUtcNow();
        var model = ModelName.For(request.Roles.Target.Value, request.Horizon);
        if (await registry.FindByAliasAsync(model, RegistryTags.Champion, stop) is not { } version)
            return new Reason($"{model} has no champion, so there is no recipe to refit.");
        if (RecipeOf(version) is not { } recipe)
            return new Reason($"{version} was registered with another revision of its recipe than this build has.");
        using var champion = await RegisteredForecaster.LoadAsync(registry, version, RegistryTags.Champion, stop);
        champion.RequireDataKind(lake.Kind);
        var training = RequestOf(request, version, champion, recipe);
        var held = await TargetHistory.ReadAsync(lake, request.Roles, calendar, started, stop);
        var data = held.For(champion.Artifact.Spec);
        if (held.HasLostIndexOf(champion.Artifact.Spec))
            return new Reason($"{version} learnt from {data.Rows.ImpliedIndex}, which has no value on the newest sessions.");
        var digest = TrainingDigest.Of(recipe, training, data, basedOn: $"{request.Kind} of {champion.Digest}");
        if ((await registry.ListVersionsAsync(model, stop)).FirstOrDefault(known =>
            known.Tags.GetValueOrDefault(RegistryTags.TrainingDigest) == digest
            && !known.Tags.ContainsKey(RegistryTags.PendingAliases)) is { } same)
            return Report(same.Number, isNew: false);

        await registry.RequireRegistrableAsync(model, digest, stop);
        champion.Artifact.Distribution?.Follow(data.Rows, champion.Artifact.Forecaster);
        var (made, reused, reason) = request.Kind == RefitKind.Retrain
            ? Retrained(recipe, training, data, champion, stop)
            : Recalibrated(request, champion);
        if (made is null)
            return new Reason(reason!);
        using var artifact = made;
        var evidence = await InheritedEvidence.ReadAsync(registry, version, champion, artifact.Distribution, stop);
        if (evidence.Reason is { } missing)
            return new Reason(missing);
        var registered = await registry.RegisterAsync(
            RegistrationOf.Training(new FinishedTraining(training, data, digest, model, ChoiceOf(version, recipe), lake.Kind,
                started, clock.GetUtcNow(), calendar.SettlesAt(data.Rows.Sessions[^1]), artifact.Forecaster, evidence.Value!)),
            stop);
        await registry.RepairAliasesAsync(model, clock.GetUtcNow(), stop);
        return Report(registered.Version.Number, isNew: true) with { ReusedParameters = reused is null ? [] : [reused] };

        TrainingReport Report(int number, bool isNew) => new(model, number, isNew, null, null, []) { Recipe = recipe };
    }

    private static (ForecasterArtifact? Artifact, ReusedParameters? Reused, string? Reason) Retrained(string recipe,
        TrainingRequest training, TargetHistory data, RegisteredForecaster champion, CancellationToken stop)
    {
        var forecaster = TrainingWalkForward.Forecaster(data, training, recipe);
        var newest = NewestFit.Of(
            forecaster, data.Rows, training.Horizon, new WalkForwardOptions().RefitEvery, stop);
        return (new(newest.Fitted, champion.Artifact.Distribution), newest.Warning, null);
    }

    private static (ForecasterArtifact? Artifact, ReusedParameters? Reused, string? Reason) Recalibrated(
        RefitRequest request, RegisteredForecaster champion)
    {
        var (name, distribution) = (champion.Version, champion.Artifact.Distribution);
        if (champion.Artifact.Forecaster.WithLevel(1) is null)
            return (null, null, $"{name} is a {champion.Artifact.Spec.Name}, which has no constant in log variance: train it again.");
        if (distribution?.Correction(request.LargestStep) is not { } correction)
            return (null, null, $"{name} has fewer than {ForecastDistribution.MinimumResiduals} known errors, too few for a level.");
        if (correction.Factor == 1)
            return (null, null, $"The mean of realised divided by forecast variance is {correction.Estimate:0.00} over the newest "
                + $"{correction.Origins} forecasts of {name}, within one standard error of 1: there is no level to correct.");
        return (champion.Artifact.WithLevel(correction.Factor), null, null);
    }

    private static string? RecipeOf(ModelVersion version) =>
        version.Tags.GetValueOrDefault(RegistryTags.Recipe) is { } recipe && ForecasterCatalog.Names.Contains(recipe)
            && version.Count(RegistryTags.RecipeRevision) == ForecasterCatalog.RecipeRevision
            ? recipe
            : null;

    private static RecipeChoice ChoiceOf(ModelVersion version, string recipe) => new(
        recipe, version.Tags.GetValueOrDefault(RegistryTags.ChosenBecause),
        version.Count(RegistryTags.ChosenByTests) ?? 1);

    /// <summary>The request that trained the champion.</summary>
    private static TrainingRequest RequestOf(
        RefitRequest request, ModelVersion version, RegisteredForecaster champion, string recipe) =>
        new TrainingRequest(request.Roles, request.Horizon)
        {
            Model = recipe,
            Seed = champion.Artifact.Spec.Seed ?? 0,
            TreeParameters = version.Tags.GetValueOrDefault(RegistryTags.RecipeParameters) is { Length: > 0 } parameters
                ? new Dictionary<string, IReadOnlyDictionary<string, string>> { [recipe] = TreeParameters.Parse(parameters) }
                : new Dictionary<string, IReadOnlyDictionary<string, string>>(),
            SearchedTo = version.Day(RegistryTags.SearchedTo),
        }.For(recipe);
}
