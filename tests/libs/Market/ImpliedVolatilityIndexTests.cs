namespace Volcast.Market.Tests;

public sealed class ImpliedVolatilityIndexTests
{
    private static string? IndexOf(string target, string text) =>
        ImpliedVolatilityIndex.Parse(text).TryGet(Symbol.Parse(target), out var index) ? index.Value : null;

    [Theory]
    [InlineData("SPY=^VIX,QQQ=^VXN")]
    [InlineData(" spy = ^vix , qqq=^vxn ,")]
    public void Each_target_has_its_index(string text) =>
        Assert.Equal(("^VIX", "^VXN", null), (IndexOf("SPY", text), IndexOf("QQQ", text), IndexOf("IWM", text)));

    [Fact]
    public void An_empty_text_names_no_index() => Assert.Null(IndexOf("SPY", ""));

    [Theory]
    [InlineData("SPY")]
    [InlineData("SPY=")]
    [InlineData("SPY=TLT")] // A traded symbol is no implied volatility.
    [InlineData("SPY=SPY")]
    [InlineData("=^VIX")]
    [InlineData("SPY=^VIX=^VXN")]
    [InlineData("SPY=../etc")]
    public void A_text_without_pairs_is_refused_with_an_example(string text)
    {
        Assert.False(ImpliedVolatilityIndex.TryParse(text, out _));
        var error = Assert.Throws<FormatException>(() => ImpliedVolatilityIndex.Parse(text));
        Assert.Contains("SPY=^VIX,QQQ=^VXN", error.Message, StringComparison.Ordinal);
    }
}
