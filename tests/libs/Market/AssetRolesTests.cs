namespace Volcast.Market.Tests;

public sealed class AssetRolesTests
{
    private static readonly ImpliedVolatilityIndex Implied = ImpliedVolatilityIndex.Parse("SPY=^VIX,QQQ=^VXN");

    private static string[] SymbolsOf(string target) =>
        [.. AssetRoles.For(Symbol.Parse(target), Implied).Symbols.Select(symbol => symbol.Value)];

    [Fact]
    public void SPY_has_the_five_default_symbols() =>
        Assert.Equal(["SPY", "^VIX", "^VIX3M", "TLT", "HYG"], SymbolsOf("SPY"));

    [Fact]
    public void A_target_with_its_own_index_uses_it() => Assert.Equal("^VXN", SymbolsOf("QQQ")[1]);

    [Fact]
    public void A_target_without_one_uses_VIX() => Assert.Equal("^VIX", SymbolsOf("XLE")[1]);

    [Fact]
    public void A_target_that_has_another_role_too_is_listed_once() =>
        Assert.Equal(["TLT", "^VIX", "^VIX3M", "HYG"], SymbolsOf("TLT"));
}
