using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion;

/// <summary>Two versions' recipes, walked forward over the same origins.</summary>
public static class RecipePair
{
    /// <summary>Pairs the evidence that both versions were registered with.</summary>
    public static ValueOrReason<PairedScores> OfEvidence(RegisteredVersion first, RegisteredVersion second) =>
        !first.WalkForward.TryGet(out var mine, out var whyNot) || !second.WalkForward.TryGet(out var theirs, out whyNot)
            ? new Reason(whyNot)
            : Pair(mine, first.Recipe.Name, theirs, second.Recipe.Name);

    /// <summary>Pairs a version's recipe with a baseline of its own walk-forward.</summary>
    public static ValueOrReason<PairedScores> WithBaseline(RegisteredVersion version, string baseline) =>
        version.WalkForward.TryGet(out var walkForward, out var whyNot)
            ? Pair(walkForward, version.Recipe.Name, walkForward, baseline)
            : new Reason(whyNot);

    /// <summary>Walks both recipes forward again, over the same sessions of a lake.</summary>
    /// <exception cref="InsufficientDataException">The history is too short.</exception>
    /// <exception cref="LakeException">The features are missing or do not belong to the bars.</exception>
    internal static async Task<ValueOrReason<PairedScores>> WalkAsync(RegisteredVersion first, RegisteredVersion second, RecipeWalker walker,
        PromotionRequest request, Symbol target, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        string[] both = [.. new[] { first.Recipe.Name, second.Recipe.Name }.Distinct()];
        return Pair(await Walk(first.Recipe), first.Recipe.Name, await Walk(second.Recipe), second.Recipe.Name);

        Task<WalkForwardResult> Walk(RecipeIdentity recipe) => walker(
            new(target, first.Horizon, recipe.Name, recipe.ParameterValues, both) { Seed = request.Seed, Threads = request.Threads },
            progress, stop);
    }

    private static ValueOrReason<PairedScores> Pair(WalkForwardResult first, string model, WalkForwardResult second, string other)
    {
        foreach (var (result, name) in new[] { (first, model), (second, other) })
            if (result.Models.All(m => m.Name != name))
                return new Reason($"The walk-forward has no forecasts of {name}, only of "
                    + $"{string.Join(", ", result.Models.Select(m => m.Name))}.");
        return first.Symbol == second.Symbol && first.Horizon == second.Horizon
            ? PairedScores.Of(first, model, second, other)
            : new Reason($"One forecasts {first.Symbol} {first.Horizon} sessions ahead, the other {second.Symbol} "
                + $"{second.Horizon}: nothing can be compared.");
    }
}
