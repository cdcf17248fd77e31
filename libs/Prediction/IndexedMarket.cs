using System.Collections.Concurrent;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The bars of a target, of its companions and of every implied-volatility index that its models may have learnt from. The
/// kernels compute the rows with one of these indices when they are first needed.</summary>
/// <param name="roles">The target and its companions.</param>
/// <param name="bars">Gives the bars of each symbol; empty for a symbol without.</param>
public sealed class IndexedMarket(AssetRoles roles, IReadOnlyDictionary<Symbol, MarketSeries> bars)
{
    private readonly ConcurrentDictionary<string, Lazy<ForecastingData?>> rows = new(StringComparer.Ordinal);

    /// <summary>The symbols whose bars are needed.</summary>
    /// <param name="roles">The target and its companions.</param>
    public static IEnumerable<Symbol> SymbolsOf(AssetRoles roles) =>
        roles.Indices.Concat([roles.Target, roles.Bonds, roles.Credit, roles.Implied3M]).Distinct();

    /// <summary>Estimated memory of the rows that have been computed.</summary>
    public long Bytes => rows.Values.Where(one => one.IsValueCreated).Select(one => one.Value).OfType<ForecastingData>()
        .Sum(made => (long)made.Rows * sizeof(double) * (made.ColumnNames.Count() + 1));

    /// <summary>The bars of a symbol; empty if there are none.</summary>
    public MarketSeries BarsOf(Symbol symbol) => bars.GetValueOrDefault(symbol, MarketSeries.Empty);

    /// <summary>The index that the features have by these bars.</summary>
    /// <param name="to">The last day that counts; null for all days.</param>
    public IndexChoice Choice(DateOnly? to = null) => IndexChoice.Of(
        roles.Target, roles.Implied, BarsOf(roles.Target).Session, BarsOf(roles.Implied).Session, to);

    /// <summary>The rows with an index; null if it is no index of the target.</summary>
    public ForecastingData? With(string index) => rows.GetOrAdd(index, one => new(() => Computed(one))).Value;

    private ForecastingData? Computed(string index)
    {
        if (!Symbol.TryParse(index, out var symbol) || !bars.TryGetValue(symbol, out var implied))
            return null;
        var market = new AlignedMarket(
            BarsOf(roles.Target), BarsOf(roles.Bonds), BarsOf(roles.Credit), implied, BarsOf(roles.Implied3M));
        return HistoryRows.Of(roles.Target, market.Target, FeatureSnapshot.ColumnsOf(
            L1Kernel.Compute(market.L1Inputs), L2Kernel.Compute(market.L2Inputs)), symbol, roles.IsOwn(index));
    }
}
