namespace Volcast.Market;

/// <summary>
/// The symbols and their roles in forecasting one target. Features are named by these roles, so that they are defined for any
/// target. The default is SPY with ^VIX, ^VIX3M, TLT and HYG.
/// </summary>
/// <param name="Target">The symbol whose volatility is forecast.</param>
/// <param name="Implied">Its 30-day implied-volatility index, in points. Where the lake has too little of it, ^VIX takes its place
/// (<see cref="IndexChoice"/>).</param>
/// <param name="Implied3M">The three-month index beside it, in points.</param>
/// <param name="Bonds">Long government bonds, which investors buy when they leave risky assets.</param>
/// <param name="Credit">High-yield corporate bonds, which measure the demand for credit risk.</param>
public sealed record AssetRoles(Symbol Target, Symbol Implied, Symbol Implied3M, Symbol Bonds, Symbol Credit)
{
    /// <summary>The index that stands in for a target's own, and that of a target without one.</summary>
    public static Symbol Vix { get; } = Symbol.Parse("^VIX");

    /// <summary>The three-month index of every target.</summary>
    public static Symbol Vix3M { get; } = Symbol.Parse("^VIX3M");

    private static readonly Symbol Tlt = Symbol.Parse("TLT");
    private static readonly Symbol Hyg = Symbol.Parse("HYG");

    /// <summary>Whether the index is decided, so that nothing stands in for it.</summary>
    private bool IsDecided { get; init; }

    /// <summary>Whether <see cref="Implied"/> is the target's own. Otherwise it is ^VIX, that of the S&amp;P 500: an input of the
    /// forecast, but not comparable with it.</summary>
    public bool HasOwnImplied { get; private init; } = true;

    /// <summary>The index of models and forecasts that do not record theirs: that of the setting, or ^VIX.</summary>
    public Symbol Unrecorded { get; private init; } = Vix;

    /// <summary>The roles for a target without a setting.</summary>
    public static AssetRoles For(Symbol target) => For(target, ImpliedVolatilityIndex.None);

    /// <summary>The roles for a target: with the index of the setting, or else the known one, or else ^VIX.</summary>
    public static AssetRoles For(Symbol target, ImpliedVolatilityIndex implied)
    {
        var isNamed = implied.TryGet(target, out var named);
        var own = isNamed ? named : KnownIndices.Of(target)?.Index;
        return new(target, own ?? Vix, Vix3M, Tlt, Hyg)
        {
            HasOwnImplied = own is not null,
            Unrecorded = isNamed ? named : Vix,
        };
    }

    /// <summary>The roles with the index that a model, a stored forecast or a table was made with; no other stands in for
    /// it.</summary>
    /// <param name="index">The recorded index; null for <see cref="Unrecorded"/>.</param>
    public AssetRoles Using(string? index)
    {
        var used = index is null ? Unrecorded : Symbol.Parse(index);
        return this with { Implied = used, HasOwnImplied = HasOwnImplied && used == Implied, IsDecided = true };
    }

    /// <summary>Whether the index of a model or a stored forecast is the target's own.</summary>
    /// <param name="recorded">As the model or the forecast records it; null for <see cref="Unrecorded"/>.</param>
    public bool IsOwn(string? recorded) => HasOwnImplied && (recorded ?? Unrecorded.Value) == Implied.Value;

    /// <summary>Every index that a model of the target may have learnt from, the preferred one first.</summary>
    public IReadOnlyList<Symbol> Indices =>
        [.. new[] { Implied, Vix, Unrecorded, KnownIndices.Of(Target)?.Index ?? Vix }.Distinct()];

    /// <summary>The symbols, each once: a target may be one of the others. ^VIX is among them, unless the index is
    /// decided.</summary>
    public IReadOnlyList<Symbol> Symbols =>
        [.. new[] { Target, Implied, IsDecided ? Implied : Vix, Implied3M, Bonds, Credit }.Distinct()];
}
