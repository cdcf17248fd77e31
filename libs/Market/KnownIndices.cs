namespace Volcast.Market;

/// <summary>An implied-volatility index that Cboe computes for one ticker by the method of ^VIX.</summary>
/// <param name="Target">The ticker.</param>
/// <param name="Index">Its index.</param>
/// <param name="First">The first session of the series, as far as it has been verified; null where it has not.</param>
/// <param name="Ended">The last day of publication, as far as it has been verified; null where no end is known.</param>
public sealed record KnownIndex(Symbol Target, Symbol Index, DateOnly? First, DateOnly? Ended);

/// <summary>The implied-volatility indices that a target uses without a setting.</summary>
/// <remarks>The first sessions of ^VIX, ^VXN, ^EVZ, ^VXEEM, ^VXAPL and ^VXAZN are those of public copies of the series. ^GVZ and
/// ^OVX began earlier than the copies that were compared, and of the others no copy was at hand, so none is stated. No rule
/// depends on these dates: what counts is the bars that the lake holds (<see cref="IndexChoice"/>).</remarks>
public static class KnownIndices
{
    /// <summary>In the order of the tickers.</summary>
    public static IReadOnlyList<KnownIndex> All { get; } =
    [
        Known("AAPL", "^VXAPL", new(2011, 1, 7)),
        Known("AMZN", "^VXAZN", new(2011, 1, 7)),
        Known("DIA", "^VXD"),
        Known("EEM", "^VXEEM", new(2011, 3, 16)),
        Known("EFA", "^VXEFA"),
        Known("EWZ", "^VXEWZ"),
        Known("FXE", "^EVZ", new(2007, 11, 1), ended: new(2025, 3, 11)),
        Known("FXI", "^VXFXI"),
        Known("GDX", "^VXGDX"),
        Known("GLD", "^GVZ"),
        Known("GOOG", "^VXGOG"),
        Known("GOOGL", "^VXGOG"),
        Known("GS", "^VXGS"),
        Known("IBM", "^VXIBM"),
        Known("IWM", "^RVX"),
        Known("QQQ", "^VXN", new(2001, 2, 2)),
        Known("SLV", "^VXSLV"),
        Known("SPY", "^VIX", new(1990, 1, 2)),
        Known("USO", "^OVX"),
        Known("XLE", "^VXXLE"),
    ];

    private static readonly Dictionary<Symbol, KnownIndex> ByTarget = All.ToDictionary(one => one.Target);

    /// <summary>The index of a ticker; null if none is known.</summary>
    public static KnownIndex? Of(Symbol target) => ByTarget.GetValueOrDefault(target);

    private static KnownIndex Known(string target, string index, DateOnly? first = null, DateOnly? ended = null) =>
        new(Symbol.Parse(target), Symbol.Parse(index), first, ended);
}
