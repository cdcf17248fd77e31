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
    public void None_is_named_by_an_empty_text() => Assert.Null(IndexOf("SPY", ""));

    [Theory]
    [InlineData("SPY")]
    [InlineData("SPY=")]
    [InlineData("=^VIX")]
    [InlineData("SPY=^VIX=^VXN")]
    [InlineData("SPY=../etc")]
    public void Anything_else_than_pairs_is_refused_with_an_example(string text)
    {
        Assert.False(ImpliedVolatilityIndex.TryParse(text, out _));
        var error = Assert.Throws<FormatException>(() => ImpliedVolatilityIndex.Parse(text));
        Assert.Contains("SPY=^VIX,QQQ=^VXN", error.Message, StringComparison.Ordinal);
    }
}
