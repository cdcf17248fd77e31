namespace Volcast.Market.Tests;

public sealed class MarketSeriesTests
{
    private static DateOnly Day(int day) => new(2024, 1, day);

    /// <summary>Returns are the day / 100, closes the day × 10, so that each number identifies its day.</summary>
    private static MarketSeries Of(params (int Day, long Spanned)[] bars) => new(
        [.. bars.Select(bar => Day(bar.Day))],
        [.. bars.Select((bar, i) => i == 0 ? double.NaN : bar.Day / 100.0)],
        [.. bars.Select(bar => bar.Spanned)],
        [.. bars.Select(bar => bar.Day * 9.0)],
        [.. bars.Select(bar => bar.Day * 11.0)],
        [.. bars.Select(bar => bar.Day * 8.0)],
        [.. bars.Select(bar => bar.Day * 10.0)]);

    [Fact]
    public void Closes_are_aligned_to_the_other_symbols_sessions_and_NaN_without_a_bar() =>
        Assert.Equal(
            [double.NaN, 30, double.NaN, 50, double.NaN],
            Of((3, 1), (5, 2)).CloseOn([Day(2), Day(3), Day(4), Day(5), Day(8)]));

    [Fact]
    public void Sessions_that_the_other_symbol_lacks_are_skipped() =>
        Assert.Equal([20, 50], Of((2, 1), (3, 1), (4, 1), (5, 1)).CloseOn([Day(2), Day(5)]));

    [Fact]
    public void Empty_series_give_empty_results() =>
        Assert.Equal((0, 1), (Of((2, 1)).CloseOn([]).Length, Of().CloseOn([Day(2)]).Count(double.IsNaN)));

    [Fact]
    public void Returns_of_the_same_sessions_are_aligned_also_across_a_common_hole()
    {
        var other = Of((2, 1), (3, 1), (5, 2));
        Assert.Equal([double.NaN, .03, .05], Of((2, 1), (3, 1), (5, 2)).LogReturnOn(other));
    }

    [Fact]
    public void A_return_that_covers_other_sessions_than_the_others_is_absent()
    {
        var whole = Of((2, 1), (3, 1), (4, 1), (5, 1));
        var holed = Of((2, 1), (3, 1), (5, 2));
        Assert.Equal([double.NaN, .03, double.NaN], whole.LogReturnOn(holed));
        Assert.Equal([double.NaN, .03, double.NaN, double.NaN], holed.LogReturnOn(whole));
    }

    [Fact]
    public void A_bar_that_comes_later_changes_no_row_before_it()
    {
        var other = Of((2, 1), (3, 1), (4, 1), (5, 1));
        var early = Of((2, 1), (3, 1), (4, 1)).LogReturnOn(other);
        Assert.Equal(early[..3], Of((2, 1), (3, 1), (4, 1), (5, 1)).LogReturnOn(other)[..3]);
        Assert.True(double.IsNaN(early[3]));
    }
}
