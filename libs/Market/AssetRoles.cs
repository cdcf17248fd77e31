namespace Volcast.Market;

/// <summary>
/// The symbols and their roles in forecasting one target. Features are named by these roles, so that they are defined for any
/// target. The default is SPY with ^VIX, ^VIX3M, TLT and HYG.
/// </summary>
/// <param name="Target">The symbol whose volatility is forecast.</param>
/// <param name="Implied">Its 30-day implied-volatility index, in points.</param>
/// <param name="Implied3M">The three-month index beside it, in points.</param>
/// <param name="Bonds">Long government bonds, which investors buy when they leave risky assets.</param>
/// <param name="Credit">High-yield corporate bonds, which measure the demand for credit risk.</param>
public sealed record AssetRoles(Symbol Target, Symbol Implied, Symbol Implied3M, Symbol Bonds, Symbol Credit)
{
    private static readonly Symbol Vix = Symbol.Parse("^VIX");
    private static readonly Symbol Vix3M = Symbol.Parse("^VIX3M");
    private static readonly Symbol Tlt = Symbol.Parse("TLT");
    private static readonly Symbol Hyg = Symbol.Parse("HYG");

    /// <summary>Whether <see cref="Implied"/> is the target's own. Otherwise it is ^VIX, that of the S&amp;P 500: an input of the
    /// forecast, but not comparable with it.</summary>
    public bool HasOwnImplied { get; private init; } = true;

    /// <summary>The roles for a target, with its implied-volatility index, or ^VIX if it has none.</summary>
    public static AssetRoles For(Symbol target, ImpliedVolatilityIndex implied)
    {
        var hasOwn = implied.TryGet(target, out var index);
        return new(target, hasOwn ? index : Vix, Vix3M, Tlt, Hyg) { HasOwnImplied = hasOwn };
    }

    /// <summary>The five symbols, each once: a target may be one of the others.</summary>
    public IReadOnlyList<Symbol> Symbols => [.. new[] { Target, Implied, Implied3M, Bonds, Credit }.Distinct()];
}
