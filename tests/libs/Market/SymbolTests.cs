namespace Volcast.Market.Tests;

public sealed class SymbolTests
{
    [Theory]
    [InlineData("SPY", "SPY")]
    [InlineData("spy", "SPY")]
    [InlineData("  ^vix3m ", "^VIX3M")]
    [InlineData("BRK-B", "BRK-B")]
    [InlineData("GS2C.DE", "GS2C.DE")]
    [InlineData("EURUSD=X", "EURUSD=X")]
    [InlineData("ABCDEFGHIJKLMNOP", "ABCDEFGHIJKLMNOP")]
    [InlineData("^ABCDEFGHIJKLMNOP", "^ABCDEFGHIJKLMNOP")]
    public void A_ticker_is_read_in_upper_case(string text, string expected)
    {
        Assert.True(Symbol.TryParse(text, out var symbol));
        Assert.Equal(expected, symbol.Value);
        Assert.Equal(expected, symbol.ToString());
        Assert.Equal(symbol, Symbol.Parse(text));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("^")]
    [InlineData("^^VIX")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../SPY")]
    [InlineData("A/B")]
    [InlineData("A\\B")]
    [InlineData("A B")]
    [InlineData("A%2F")]
    [InlineData("SPY?x")]
    [InlineData("ÄPFEL")]
    [InlineData("ABCDEFGHIJKLMNOPQR")]
    public void A_text_that_is_not_a_ticker_or_not_safe_as_a_path_is_refused(string? text) =>
        Assert.False(Symbol.TryParse(text, out _));

    [Fact]
    public void The_message_shows_the_text_and_what_is_expected()
    {
        var error = Assert.Throws<FormatException>(() => Symbol.Parse("S P Y"));
        Assert.Contains("'S P Y'", error.Message);
        Assert.Contains("^VIX", error.Message);
    }

    [Fact]
    public void A_caret_marks_an_index_and_is_left_out_of_the_file_name()
    {
        Assert.True(Symbol.Parse("^VIX").IsIndex);
        Assert.Equal("VIX", Symbol.Parse("^VIX").FileName);
        Assert.False(Symbol.Parse("SPY").IsIndex);
        Assert.Equal("SPY", Symbol.Parse("SPY").FileName);
    }

    [Fact]
    public void Symbols_are_ordered_by_code_unit_in_any_culture()
    {
        var (a, b, index) = (Symbol.Parse("A"), Symbol.Parse("B"), Symbol.Parse("^A"));
        Assert.True(a < b && b > a && a <= b && b >= a);
        Assert.True(b < index); // '^' is 94, 'B' is 66
        Assert.Equal(0, a.CompareTo(Symbol.Parse("a")));
    }

    [Fact]
    public void The_default_symbol_is_empty()
    {
        Assert.Equal("", default(Symbol).Value);
        Assert.NotEqual(Symbol.Parse("A"), default);
    }
}
