using Volcast.Lake;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Volatility;

namespace Volcast.Services.Promotion.Versions;

/// <summary>The origins on which two recipes can be compared: those with the inputs of both and a known outcome.</summary>
/// <param name="Newest">The newest of them, in the lake or in a stored walk-forward.</param>
/// <param name="InLake">The number of them in the lake that no search read; null without a readable lake.</param>
internal sealed record KnownOutcomes(DateOnly? Newest, int? InLake)
{
    /// <summary>Those of the lake and of the stored walk-forwards.</summary>
    /// <param name="candidate">One version.</param>
    /// <param name="champion">The other, of the same target and horizon.</param>
    /// <param name="history">That of the target, or why there is none; new walk-forwards would report it.</param>
    /// <exception cref="LakeException">A recipe has an index that neither the settings nor the known indices name for the target.</exception>
    internal static KnownOutcomes Of(
        RegisteredVersion candidate, RegisteredVersion champion, ValueOrReason<TargetHistory> history)
    {
        var walked = new[] { candidate, champion }.Max(Walked);
        if (candidate.Horizon < 1 || history.Value is not { } data)
            return new(walked, null);
        if (candidate.Horizon >= data.Rows.Rows)
            return new(walked, 0);
        (TargetHistory Data, string[] Inputs)[] complete =
        [
            .. new[] { candidate.Recipe, champion.Recipe }.Select(recipe => (
                recipe.ImpliedIndex is { } index ? data.With(index) : data,
                recipe.InputNames.Intersect(data.Rows.ColumnNames).ToArray())),
        ];
        var labels = RealizedVariance.Labels(data.Rows.TargetReturns, candidate.Horizon);
        int[] rows = [.. Enumerable.Range(0, labels.Length)
            .Where(row => double.IsFinite(labels[row])
                && complete.All(one => one.Data.IsComplete(one.Inputs, row)))];
        DateOnly? newest = rows is [.., var last] ? data.Rows.Sessions[last] : null;
        var after = RecipeScores.SearchedTo(candidate, champion);
        return new(new[] { walked, newest }.Max(), rows.Count(row => !(data.Rows.Sessions[row] <= after)));
    }

    /// <summary>The newest origin with an outcome in a version's stored walk-forward.</summary>
    private static DateOnly? Walked(RegisteredVersion version) => version.WalkForward.Value is { } result
        && Array.FindLastIndex(result.RealizedVariance, double.IsFinite) is >= 0 and var row ? result.Origins[row] : null;
}
