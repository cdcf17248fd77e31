using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Features;

/// <summary>What one run of features did for one target.</summary>
/// <param name="Target">The symbol that is forecast.</param>
/// <param name="Rows">Sessions in the table.</param>
/// <param name="CompleteRows">Sessions on which all features are present.</param>
/// <param name="FirstComplete">The first of them; null where there is none.</param>
/// <param name="LastSession">The newest session; null in an empty table.</param>
/// <param name="AbsentOnLast">Features that are absent on the newest session: no forecast can be made from it.</param>
/// <param name="HasChanged">Whether anything was written.</param>
public sealed record FeaturesReport(
    Symbol Target, int Rows, int CompleteRows, DateOnly? FirstComplete, DateOnly? LastSession,
    IReadOnlyList<string> AbsentOnLast, bool HasChanged)
{
    internal static FeaturesReport Of(FeaturesL1Table table, bool hasChanged)
    {
        var complete = Enumerable.Range(0, table.Count)
            .Where(row => table.Values.All(column => double.IsFinite(column[row])))
            .ToArray();
        return new FeaturesReport(
            table.Symbol,
            table.Count,
            complete.Length,
            complete.Length > 0 ? table.Session[complete[0]] : null,
            table.Count > 0 ? table.Session[^1] : null,
            table.Count > 0 ? [.. FeaturesL1Table.FeatureNames.Where((_, i) => double.IsNaN(table.Values[i][^1]))] : [],
            hasChanged);
    }
}
