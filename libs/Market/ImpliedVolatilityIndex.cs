namespace Volcast.Market;

/// <summary>The implied-volatility indices that a setting names, in place of the known ones
/// (<see cref="KnownIndices"/>).</summary>
public sealed class ImpliedVolatilityIndex
{
    private readonly Dictionary<Symbol, Symbol> byTarget;

    private ImpliedVolatilityIndex(Dictionary<Symbol, Symbol> byTarget) => this.byTarget = byTarget;

    /// <summary>No setting.</summary>
    public static ImpliedVolatilityIndex None { get; } = new([]);

    public bool TryGet(Symbol target, out Symbol index) => byTarget.TryGetValue(target, out index);

    /// <summary>Reads <c>SPY=^VIX,QQQ=^VXN</c>. The right side must be an index: the price of a traded symbol is no
    /// volatility.</summary>
    /// <exception cref="FormatException">The text is not a list of such pairs.</exception>
    public static ImpliedVolatilityIndex Parse(string text) => TryParse(text, out var index)
        ? index
        : throw new FormatException($"'{text}' is not a list of TARGET=INDEX pairs such as SPY=^VIX,QQQ=^VXN.");

    public static bool TryParse(string text, out ImpliedVolatilityIndex index)
    {
        var pairs = new Dictionary<Symbol, Symbol>();
        index = new ImpliedVolatilityIndex(pairs);
        foreach (var pair in text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var sides = pair.Split('=', StringSplitOptions.TrimEntries);
            if (sides.Length != 2 || !Symbol.TryParse(sides[0], out var target) || !Symbol.TryParse(sides[1], out var implied)
                || !implied.IsIndex)
                return false;
            pairs[target] = implied;
        }
        return true;
    }
}
