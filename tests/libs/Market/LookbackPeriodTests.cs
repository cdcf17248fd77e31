namespace Volcast.Market.Tests;

public sealed class LookbackPeriodTests
{
    [Theory]
    [InlineData("1y", 1)]
    [InlineData("10y", 10)]
    [InlineData(" 15Y ", 15)]
    [InlineData("50y", 50)]
    public void Years_are_read(string text, int years) => Assert.Equal(years, LookbackPeriod.Parse(text).Years);

    [Theory]
    [InlineData("max")]
    [InlineData("MAX")]
    public void Max_is_the_whole_history(string text)
    {
        Assert.Equal(LookbackPeriod.Max, LookbackPeriod.Parse(text));
        Assert.Null(LookbackPeriod.Parse(text).StartFrom(new DateOnly(2024, 6, 14)));
    }

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("y")]
    [InlineData("0y")]
    [InlineData("-1y")]
    [InlineData("51y")]
    [InlineData("10")]
    [InlineData("6m")]
    [InlineData("1.5y")]
    [InlineData("99999999999y")]
    public void Other_texts_are_refused(string? text) => Assert.False(LookbackPeriod.TryParse(text, out _));

    [Fact]
    public void An_invalid_text_is_reported_with_what_was_expected()
    {
        var error = Assert.Throws<FormatException>(() => LookbackPeriod.Parse("ten years"));
        Assert.Contains("'ten years'", error.Message, StringComparison.Ordinal);
        Assert.Contains("a whole number of years from 1y to 50y, or max", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2024-06-14", "2014-06-14")]
    [InlineData("2024-02-29", "2014-02-28")]
    public void It_begins_as_many_years_before_its_end(string end, string start) =>
        Assert.Equal(DateOnly.Parse(start), LookbackPeriod.Parse("10y").StartFrom(DateOnly.Parse(end)));

    [Theory]
    [InlineData("5y")]
    [InlineData("max")]
    public void Writing_and_reading_give_the_same_text(string text) => Assert.Equal(text, LookbackPeriod.Parse(text).ToString());
}
