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
    /// <summary>Reads them from the lake and from the stored walk-forwards.</summary>
    /// <param name="candidate">One version.</param>
    /// <param name="champion">The other, of the same target and horizon.</param>
    /// <param name="lake">Null where there is none.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="now">The clock's time.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="UnsettledBarException">The newest bar settles after <paramref name="now"/>.</exception>
    internal static async Task<KnownOutcomes> ReadAsync(RegisteredVersion candidate, RegisteredVersion champion, DataLake? lake,
        TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        var walked = new[] { candidate, champion }.Max(Walked);
        if (lake is null || candidate.Horizon < 1 || candidate.Roles is not { } roles)
            return new(walked, null);
        TargetHistory data;
        try
        {
            data = await TargetHistory.ReadAsync(lake, roles, calendar, now, stop);
        }
        catch (LakeException missing) when (missing is not UnsettledBarException)
        {
            return new(walked, null); // New walk-forwards would report it.
        }
        if (candidate.Horizon >= data.Rows.Rows)
            return new(walked, 0);
        (TargetHistory Data, string[] Inputs)[] complete = [.. new[] { candidate.Recipe, champion.Recipe }.Select(recipe =>
            (recipe.ImpliedIndex is { } index ? data.With(index) : data, recipe.InputNames.Intersect(data.Rows.ColumnNames).ToArray()))];
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
