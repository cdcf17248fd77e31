using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Features;

/// <summary>The result of one run of the features job for one target.</summary>
/// <param name="Target">The target.</param>
/// <param name="Rows">Sessions in each of the two tables.</param>
/// <param name="CompleteRows">Sessions with a value of every feature.</param>
/// <param name="FirstComplete">The first of these sessions; null if there are none.</param>
/// <param name="LastSession">The newest session; null in an empty table.</param>
/// <param name="MissingOnLast">Features that are missing on the newest session. A model that needs one of them cannot forecast
/// from it.</param>
/// <param name="HasChanged">Whether the run wrote anything.</param>
public sealed record FeaturesReport(
    Symbol Target, int Rows, int CompleteRows, DateOnly? FirstComplete, DateOnly? LastSession,
    IReadOnlyList<string> MissingOnLast, bool HasChanged)
{
    /// <summary>Symbols, other than the target, without bars in the lake. Features that need them are missing on every
    /// session.</summary>
    public IReadOnlyList<Symbol> WithoutBars { get; init; } = [];

    /// <summary>The implied-volatility index of the features, and why it is not the preferred one.</summary>
    public IndexChoice? Index { get; init; }

    internal static FeaturesReport Of(FeatureTable l1, FeatureTable l2, bool hasChanged)
    {
        var columns = FeatureSnapshot.ColumnsOf(l1.Values, l2.Values);
        var complete = Enumerable.Range(0, l1.Count)
            .Where(row => columns.Values.All(column => double.IsFinite(column[row])))
            .ToArray();
        return new FeaturesReport(
            l1.Symbol,
            l1.Count,
            complete.Length,
            complete.Length > 0 ? l1.Session[complete[0]] : null,
            l1.Count > 0 ? l1.Session[^1] : null,
            l1.Count > 0 ? [.. columns.Where(column => double.IsNaN(column.Value[^1])).Select(column => column.Key)] : [],
            hasChanged);
    }
}
