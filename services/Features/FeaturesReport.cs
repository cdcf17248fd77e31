using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Features;

/// <summary>What one run of features did for one target.</summary>
/// <param name="Target">The symbol that is forecast.</param>
/// <param name="Rows">Sessions in each of the two tables.</param>
/// <param name="CompleteRows">Sessions on which all features are present.</param>
/// <param name="FirstComplete">The first of them; null where there is none.</param>
/// <param name="LastSession">The newest session; null in an empty table.</param>
/// <param name="AbsentOnLast">Features that are absent on the newest session: no forecast can be made from it.</param>
/// <param name="HasChanged">Whether anything was written.</param>
public sealed record FeaturesReport(
    Symbol Target, int Rows, int CompleteRows, DateOnly? FirstComplete, DateOnly? LastSession,
    IReadOnlyList<string> AbsentOnLast, bool HasChanged)
{
    /// <summary>Symbols beside the target of which the lake holds no bars: what they would give is absent throughout.</summary>
    public IReadOnlyList<Symbol> WithoutBars { get; init; } = [];

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
