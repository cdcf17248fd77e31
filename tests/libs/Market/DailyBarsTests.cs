namespace Volcast.Market.Tests;

public sealed class DailyBarsTests
{
    private static readonly DateOnly[] Week =
        [new(2024, 1, 2), new(2024, 1, 3), new(2024, 1, 4), new(2024, 1, 5), new(2024, 1, 8)];

    private static DailyBars Bars() => new()
    {
        Session = Week,
        Open = [1, 2, 3, 4, 5],
        High = [11, 12, 13, 14, 15],
        Low = [21, 22, 23, 24, 25],
        Close = [31, 32, 33, 34, 35],
        AdjustedClose = [41, 42, 43, 44, 45],
        Volume = [51, 52, null, 54, 55],
        Dividend = [0, 0.5, 0, 0, 0],
        SplitRatio = [1, 1, 1, 4, 1],
        Settled = [true, true, true, true, false],
        HasEvents = true,
    };

    [Fact]
    public void A_range_cuts_every_column_alike()
    {
        var cut = Bars()[1..4];
        Assert.Equal(3, cut.Count);
        Assert.Equal(Week[1..4], cut.Session);
        Assert.Equal([2, 3, 4], cut.Open);
        Assert.Equal([12, 13, 14], cut.High);
        Assert.Equal([22, 23, 24], cut.Low);
        Assert.Equal([32, 33, 34], cut.Close);
        Assert.Equal([42, 43, 44], cut.AdjustedClose);
        Assert.Equal([52, null, 54], cut.Volume);
        Assert.Equal([0.5, 0, 0], cut.Dividend);
        Assert.Equal([1, 1, 4], cut.SplitRatio);
        Assert.Equal([true, true, true], cut.Settled);
        Assert.True(cut.HasEvents);
        Assert.False(Bars()[^1..].Settled[0]);
    }

    [Theory]
    [InlineData("2024-01-03", "2024-01-05", 1, 3)]
    [InlineData("2024-01-01", "2024-01-02", 0, 1)]
    [InlineData("2024-01-06", "2024-01-31", 4, 1)]
    [InlineData("2024-01-06", "2024-01-07", 4, 0)]
    [InlineData("2024-01-05", "2024-01-03", 3, 0)]
    [InlineData("2025-01-01", "2025-01-03", 5, 0)]
    public void Between_includes_both_ends_with_or_without_a_bar(string from, string to, int start, int count) =>
        Assert.Equal(Week.AsSpan(start, count).ToArray(), Bars().Between(DateOnly.Parse(from), DateOnly.Parse(to)).Session);

    [Fact]
    public void Valid_bars_are_returned_unchanged()
    {
        var bars = Bars();
        Assert.Same(bars, bars.Aligned());
    }

    [Fact]
    public void A_short_column_is_named()
    {
        var error = Assert.Throws<ArgumentException>(() => (Bars() with { Low = [1, 2] }).Aligned());
        Assert.Contains("Low has 2 rows, but Session has 5", error.Message);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1)]
    public void A_session_out_of_order_or_repeated_is_named(int place)
    {
        var sessions = (DateOnly[])Week.Clone();
        sessions[place] = Week[0];
        var error = Assert.Throws<ArgumentException>(() => (Bars() with { Session = sessions }).Aligned());
        Assert.Contains("2024-01-02 follows", error.Message);
    }
}
