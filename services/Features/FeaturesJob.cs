using Volcast.Features;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Features;

/// <summary>Computes <c>features.L1</c> of one target from the settled bars of its five symbols, and <c>features.L2</c> from the
/// bars of the target and its index. Features that need a symbol without bars in the lake are missing. The index is the target's
/// own if the lake has enough of it, and else ^VIX (<see cref="IndexChoice"/>).</summary>
public sealed class FeaturesJob(DataLake lake, TradingCalendar calendar, TimeProvider clock)
{
    /// <exception cref="UnsettledBarException">The target's newest bar settles after the clock's time.</exception>
    /// <exception cref="MissingTableException">The lake has no bars of the target.</exception>
    public async Task<FeaturesReport> RunAsync(AssetRoles roles, CancellationToken stop)
    {
        await using var lease = await lake.LeaseAsync(roles.Target, stop);
        var held = new Dictionary<Symbol, (MarketSeries Series, string Digest)>();
        foreach (var symbol in roles.Symbols)
            held[symbol] = await ReadAsync(symbol);
        var choice = IndexChoice.Of(
            roles.Target, roles.Implied, held[roles.Target].Series.Session, held[roles.Implied].Series.Session);
        var used = roles.Using(choice.Index.Value);
        var market = new AlignedMarket(
            held[roles.Target].Series, held[roles.Bonds].Series, held[roles.Credit].Series, held[used.Implied].Series,
            held[roles.Implied3M].Series);
        // The choice depends on both indices, so the features are out of date when the bars of either change.
        var inputs = roles.Symbols.Where(symbol => used.Symbols.Contains(symbol) || HasBars(symbol))
            .ToDictionary(FeatureSnapshot.InputOf, symbol => held[symbol].Digest);
        if (market.Target.Session is [.., var last])
            UnsettledBarException.ThrowIfUnsettled(roles.Target, last, calendar, clock.GetUtcNow());
        var l1 = new FeatureTable
        {
            Catalog = FeatureCatalog.L1,
            Symbol = roles.Target,
            Session = market.Target.Session,
            Values = L1Kernel.Compute(market.L1Inputs),
        };
        var l2 = new FeatureTable
        {
            Catalog = FeatureCatalog.L2,
            Symbol = roles.Target,
            Session = market.Target.Session,
            Values = L2Kernel.Compute(market.L2Inputs),
        };
        var l2Inputs = new[] { roles.Target, used.Implied }.Select(FeatureSnapshot.InputOf)
            .ToDictionary(input => input, input => inputs[input]);
        var l1Commit = await lake.CommitAsync(
            FeatureTable.L1, roles.Target, l1.ToFrame(), inputs, cancellationToken: stop);
        var l2Commit = await lake.CommitAsync(
            FeatureTable.L2, roles.Target, l2.ToFrame(), l2Inputs, cancellationToken: stop);
        return FeaturesReport.Of(l1, l2, l1Commit.HasChanged || l2Commit.HasChanged) with
        {
            WithoutBars = [.. used.Symbols.Where(symbol => !HasBars(symbol))],
            Index = choice,
        };

        bool HasBars(Symbol symbol) => held[symbol].Digest != FeatureSnapshot.NoBars;

        async Task<(MarketSeries Series, string Digest)> ReadAsync(Symbol symbol)
        {
            if (symbol != roles.Target && await lake.SnapshotAsync(CuratedMarketTable.Schema, symbol, stop) is null)
                return (MarketSeries.Empty, FeatureSnapshot.NoBars);
            var (frame, manifest) = await lake.ReadSnapshotAsync(CuratedMarketTable.Schema, symbol, cancellationToken: stop);
            return (CuratedMarketTable.FromFrame(symbol, frame).ToSeries(), manifest.Digest);
        }
    }
}
