namespace Volcast.Reports.Tests;

public sealed class CellTests
{
    [Theory]
    [InlineData(.25, ".000", ".250")]
    [InlineData(-.25, ".00", "−.25")]
    [InlineData(-.0001, ".00", ".00")]
    [InlineData(.8123, "0.0 %", "81.2 %")]
    [InlineData(.0004, "p", "<.001")]
    [InlineData(.05, "p", ".050")]
    [InlineData(1, "p", "1.000")]
    [InlineData(double.NaN, ".000", "–")]
    [InlineData(double.PositiveInfinity, ".000", "∞")]
    [InlineData(double.NegativeInfinity, ".000", "−∞")]
    [InlineData(3016, "#,0", "3,016")]
    public void A_number_is_shown_in_the_format_of_its_column(double number, string format, string shown) =>
        Assert.Equal(shown, ((Cell)number).Show(format));

    [Fact]
    public void A_number_that_does_not_exist_is_a_dash()
    {
        Assert.Equal("–", ((Cell)(double?)null).Show(".000"));
        Assert.Equal(.25, ((Cell)(double?).25).Number);
    }

    [Fact]
    public void A_word_is_shown_as_it_is_whatever_the_format() => Assert.Equal("har", ((Cell)"har").Show(".000"));
}
