namespace Volcast.Market.Tests;

public sealed class AssetRolesTests
{
    private static AssetRoles Of(string target, string setting = "") =>
        AssetRoles.For(Symbol.Parse(target), ImpliedVolatilityIndex.Parse(setting));

    private static string[] Names(IEnumerable<Symbol> symbols) => [.. symbols.Select(symbol => symbol.Value)];

    [Fact]
    public void SPY_has_the_five_default_symbols() =>
        Assert.Equal(["SPY", "^VIX", "^VIX3M", "TLT", "HYG"], Names(Of("SPY").Symbols));

    [Fact]
    public void A_target_with_its_own_index_needs_VIX_too() =>
        Assert.Equal(["QQQ", "^VXN", "^VIX", "^VIX3M", "TLT", "HYG"], Names(Of("QQQ").Symbols));

    [Fact]
    public void A_target_without_one_uses_VIX() =>
        Assert.Equal(("^VIX", false), (Of("XLF").Implied.Value, Of("XLF").HasOwnImplied));

    [Fact]
    public void The_setting_goes_before_the_known_index() => Assert.Equal(
        ("^VIX", "^VXXLF", "^VXN"),
        (Of("QQQ", "QQQ=^VIX").Implied.Value, Of("XLF", "XLF=^VXXLF").Implied.Value, Of("QQQ", "XLF=^VXXLF").Implied.Value));

    [Fact]
    public void Two_targets_can_share_an_index() => Assert.Equal(Of("GOOG").Implied, Of("GOOGL").Implied);

    [Fact]
    public void A_target_that_has_another_role_too_is_listed_once() =>
        Assert.Equal(["TLT", "^VIX", "^VIX3M", "HYG"], Names(Of("TLT").Symbols));

    [Fact]
    public void An_index_that_is_decided_has_no_other_in_its_place()
    {
        var own = Of("QQQ").Using("^VXN");
        Assert.Equal(["QQQ", "^VXN", "^VIX3M", "TLT", "HYG"], Names(own.Symbols));
        Assert.True(own.HasOwnImplied);
        var other = Of("QQQ").Using("^VIX");
        Assert.Equal(["QQQ", "^VIX", "^VIX3M", "TLT", "HYG"], Names(other.Symbols));
        Assert.False(other.HasOwnImplied);
    }

    [Theory]
    [InlineData("QQQ", "", "^VXN", true)]
    [InlineData("QQQ", "", "^VIX", false)]
    [InlineData("QQQ", "", null, false)]
    [InlineData("QQQ", "QQQ=^VXN", null, true)]
    [InlineData("SPY", "", null, true)]
    [InlineData("XLF", "", "^VIX", false)]
    public void An_index_is_the_target_s_own_by_its_record(string target, string setting, string? recorded, bool isOwn)
    {
        Assert.Equal(isOwn, Of(target, setting).IsOwn(recorded));
        Assert.Equal(isOwn, Of(target, setting).Using(recorded).IsOwn(recorded));
    }

    [Fact]
    public void Without_a_record_the_index_is_that_of_the_setting_or_VIX() => Assert.Equal(
        ("^VIX", "^VXN", "^VIX"),
        (Of("QQQ").Using(null).Implied.Value, Of("QQQ", "QQQ=^VXN").Using(null).Implied.Value,
            Of("SPY").Using(null).Implied.Value));

    [Fact]
    public void A_model_may_have_learnt_from_the_known_index_although_the_setting_names_another() =>
        Assert.Equal(["^VIX", "^VXN"], Names(Of("QQQ", "QQQ=^VIX").Indices));
}
