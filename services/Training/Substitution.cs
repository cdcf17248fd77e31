using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Registry;

namespace Volcast.Services.Training;

/// <summary>The choice of another recipe in place of the shipped one.</summary>
/// <param name="chooser">Makes the choice.</param>
/// <param name="champion">The recipe of the present champion; null without a champion.</param>
internal sealed class Substitution(RecipeChooser chooser, string? champion)
{
    /// <summary>The models that may take the place of the shipped recipe.</summary>
    private static IEnumerable<string> Others => TrainingWalkForward.Models.Append(ForecasterCatalog.Universal)
        .Where(model => model != ForecasterCatalog.Shipped);

    /// <summary>The choice that a training may make; null if it trains a given recipe: one that the request names or gives
    /// parameters to, or the shipped one while a champion has it, which its own gate compares with the champion.</summary>
    public static Substitution? Of(TrainingRequest request, IEnumerable<ModelVersion> versions, RecipeChooser? chooser)
    {
        if (chooser is null || request.Model is not null || request.TreeParameters.Count > 0)
            return null;
        var champion = versions.FirstOrDefault(version => version.Aliases.Contains(RegistryTags.Champion));
        // A version without the tag is of a Volcast that only trained the shipped recipe.
        var recipe = champion?.Tags.GetValueOrDefault(RegistryTags.Recipe, ForecasterCatalog.Shipped);
        return recipe == ForecasterCatalog.Shipped ? null : new(chooser, recipe);
    }

    /// <summary>The digests of the trainings that register another recipe in place of the shipped one.</summary>
    public static IEnumerable<string> Digests(TrainingRequest request, TargetHistory data) => Others
        .Select(model => TrainingDigest.Of(model, request.For(model), data, isSubstitute: true));

    /// <summary>The models that can be trained where the shipped recipe cannot.</summary>
    /// <exception cref="InsufficientDataException">Not even the benchmark can be trained.</exception>
    public static IReadOnlyList<string> Able(TargetHistory data, TrainingRequest request)
    {
        WalkForwardStart.RequireTrainable(
            data, request, TrainingWalkForward.Forecaster(data, request, ForecasterCatalog.Benchmark));
        var others = Others.Select(model => TrainingWalkForward.Forecaster(data, request, model));
        return [.. WalkForwardStart.Trainable(data, request, others).Select(model => model.Name)];
    }

    /// <summary>The models of the walk-forward of the shipped recipe. On a short history the model of universal slopes takes part
    /// too, because it may be judged on other tickers.</summary>
    public static IReadOnlyList<string> Models(TargetHistory data, TrainingRequest request)
    {
        var universal = TrainingWalkForward.Forecaster(data, request, ForecasterCatalog.Universal);
        var shipped = TrainingWalkForward.Forecaster(data, request, ForecasterCatalog.Shipped);
        return WalkForwardStart.IsShort(data, request, shipped) && WalkForwardStart.CanRun(data, request, universal)
            ? [.. TrainingWalkForward.Models, ForecasterCatalog.Universal] : TrainingWalkForward.Models;
    }

    /// <summary>The same walk-forward with the registered model first.</summary>
    public static WalkForwardResult First(WalkForwardResult walkForward, string recipe) => walkForward with
    {
        Models = [walkForward.Model(recipe), .. walkForward.Models.Where(model => model.Name != recipe)],
    };

    /// <inheritdoc cref="RecipeChooser"/>
    public RecipeChoice Choose(WalkForwardResult walkForward, string? unable) => chooser(walkForward, unable, champion);
}
