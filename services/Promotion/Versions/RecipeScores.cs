using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;
using Volcast.Services.Promotion.Gates;

namespace Volcast.Services.Promotion.Versions;

/// <summary>The recipes of two versions, scored on the same origins.</summary>
internal static class RecipeScores
{
    /// <summary>The later of the last sessions that the searches of both versions' parameters read; null if neither was
    /// searched. Only origins after it are compared.</summary>
    internal static DateOnly? SearchedTo(RegisteredVersion first, RegisteredVersion second) =>
        new[] { first.SearchedTo, second.SearchedTo }.Max();

    /// <summary>Compares the walk-forwards that were stored when both versions were registered, on origins that no search of
    /// their parameters read.</summary>
    internal static ValueOrReason<PairedScores> OfStored(RegisteredVersion first, RegisteredVersion second) =>
        !first.WalkForward.TryGet(out var mine, out var reason) || !second.WalkForward.TryGet(out var theirs, out reason)
            ? new Reason(reason)
            : Pair(mine, first.Recipe.Name, theirs, second.Recipe.Name, SearchedTo(first, second));

    /// <summary>Compares a version's recipe with a baseline of the same stored walk-forward.</summary>
    internal static ValueOrReason<PairedScores> WithBaseline(RegisteredVersion version, string baseline) =>
        version.WalkForward.TryGet(out var walkForward, out var reason)
            ? Pair(walkForward, version.Recipe.Name, walkForward, baseline, version.SearchedTo)
            : new Reason(reason);

    /// <summary>Runs new walk-forwards of both recipes over the same sessions of a lake and compares them.</summary>
    /// <exception cref="InsufficientDataException">The history is too short.</exception>
    /// <exception cref="LakeException">The features are missing or do not belong to the bars.</exception>
    internal static async Task<ValueOrReason<PairedScores>> WalkAsync(
        RegisteredVersion first, RegisteredVersion second, RecipeWalker walker,
        PromotionRequest request, AssetRoles roles, IProgress<JobProgress>? progress, CancellationToken stop)
    {
        string[] both = [.. new[] { first.Recipe.Name, second.Recipe.Name }.Distinct()];
        return Pair(await Walk(first.Recipe), first.Recipe.Name, await Walk(second.Recipe), second.Recipe.Name,
            SearchedTo(first, second));

        Task<WalkForwardResult> Walk(RecipeIdentity recipe) => walker(
            new(roles, first.Horizon, recipe.Name, recipe.ParameterValues, both)
            {
                ImpliedIndex = recipe.ImpliedIndex,
                Seed = request.Seed,
                Threads = request.Threads,
            },
            progress, stop);
    }

    private static ValueOrReason<PairedScores> Pair(
        WalkForwardResult first, string model, WalkForwardResult second, string other, DateOnly? after)
    {
        foreach (var (result, name) in new[] { (first, model), (second, other) })
            if (result.Models.All(m => m.Name != name))
                return new Reason($"The walk-forward has no forecasts of {name}, only of "
                    + $"{string.Join(", ", result.Models.Select(m => m.Name))}.");
        return first.Symbol == second.Symbol && first.Horizon == second.Horizon
            ? PairedScores.Of(first, model, second, other, after)
            : new Reason($"One version forecasts {first.Symbol} over {Counted.Of(first.Horizon, "session")} and the other "
                + $"{second.Symbol} over {Counted.Of(second.Horizon, "session")}, so they cannot be compared.");
    }
}
