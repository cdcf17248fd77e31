using Volcast.Evaluation;
using Volcast.Evaluation.Promotion;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Services.Training.Promotion;

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

    /// <summary>Walks both recipes forward anew, over the same sessions of a lake.</summary>
    /// <exception cref="InsufficientDataException">The history is too short.</exception>
    /// <exception cref="LakeException">The features are missing or do not belong to the bars.</exception>
    internal static async Task<RecipePair> WalkAsync(RegisteredVersion first, RegisteredVersion second, DataLake lake,
        TrainingRequest request, TradingCalendar calendar, FoldStore? folds, IProgress<JobProgress>? progress,
        CancellationToken stop)
    {
        var data = await TrainingData.ReadAsync(lake, request.Target, stop);
        string[] both = [.. new[] { first.Recipe.Name, second.Recipe.Name }.Distinct()];
        return Pair(Walk(first.Recipe), first.Recipe.Name, Walk(second.Recipe), second.Recipe.Name) with { IsWalkedAgain = true };

        WalkForwardResult Walk(RecipeIdentity recipe)
        {
            var own = request with
            {
                TreeParameters = new Dictionary<string, IReadOnlyDictionary<string, string>>
                {
                    [recipe.Name] = recipe.ParameterValues,
                },
            };
            var options = WalkForwardEvidence.Options(data, own, both, calendar, folds);
            return WalkForwardEvidence.Run(data, own, [recipe.Name], options, progress, stop);
        }
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
