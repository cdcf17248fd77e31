using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion;

/// <summary>Two versions' recipes, walked forward over the same origins.</summary>
/// <param name="Scores">The first recipe paired with the second's; null where they cannot be compared.</param>
/// <param name="WhyNot">Why they cannot.</param>
/// <param name="IsWalkedAgain">Whether both were walked forward for this comparison; else the evidence of each served.</param>
public sealed record RecipePair(PairedScores? Scores, string? WhyNot, bool IsWalkedAgain = false)
{
    /// <summary>Pairs the evidence that both versions were registered with.</summary>
    public static RecipePair OfEvidence(RegisteredVersion first, RegisteredVersion second)
    {
        var whyNot = first.WhyNoWalkForward ?? second.WhyNoWalkForward;
        return first.WalkForward is { } mine && second.WalkForward is { } theirs
            ? Pair(mine, first.Recipe.Name, theirs, second.Recipe.Name)
            : new(null, whyNot);
    }

    /// <summary>Pairs a version's recipe with a baseline of its own walk-forward.</summary>
    public static RecipePair WithBaseline(RegisteredVersion version, string baseline) => version.WalkForward is { } walkForward
        ? Pair(walkForward, version.Recipe.Name, walkForward, baseline)
        : new(null, version.WhyNoWalkForward);

    /// <summary>Walks both recipes forward again, over the same sessions of a lake.</summary>
    /// <exception cref="InsufficientDataException">The history is too short.</exception>
    /// <exception cref="LakeException">The features are missing or do not belong to the bars.</exception>
    internal static async Task<RecipePair> WalkAsync(RegisteredVersion first, RegisteredVersion second, RecipeWalker walker,
        PromotionRequest request, Symbol target, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        string[] both = [.. new[] { first.Recipe.Name, second.Recipe.Name }.Distinct()];
        return Pair(await Walk(first.Recipe), first.Recipe.Name, await Walk(second.Recipe), second.Recipe.Name)
            with
        { IsWalkedAgain = true };

        Task<WalkForwardResult> Walk(RecipeIdentity recipe) => walker(
            new(target, first.Horizon, recipe.Name, recipe.ParameterValues, both) { Seed = request.Seed, Threads = request.Threads },
            progress, stop);
    }

    private static RecipePair Pair(WalkForwardResult first, string model, WalkForwardResult second, string other)
    {
        foreach (var (result, name) in new[] { (first, model), (second, other) })
            if (result.Models.All(m => m.Name != name))
                return new(null, $"The walk-forward has no forecasts of {name}, only of "
                    + $"{string.Join(", ", result.Models.Select(m => m.Name))}.");
        return first.Symbol == second.Symbol && first.Horizon == second.Horizon
            ? new(PairedScores.Of(first, model, second, other), null)
            : new(null, $"One forecasts {first.Symbol} {first.Horizon} sessions ahead, the other {second.Symbol} "
                + $"{second.Horizon}: nothing can be compared.");
    }
}
