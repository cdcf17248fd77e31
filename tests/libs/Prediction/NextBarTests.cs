using Volcast.Market;

namespace Volcast.Prediction.Tests;

public sealed class NextBarTests
{
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private static readonly DateOnly Friday = new(2021, 3, 5);

    private static readonly MarketSeries Settled = new(
        [Friday.AddDays(-1), Friday], [double.NaN, .01], [1, 1], [10, 11], [12, 13], [9, 10], [11, 12]);

    [Fact]
    public void A_bar_is_appended_with_its_return_and_the_sessions_that_the_return_covers()
    {
        var bar = new NextBar(12, 14, 11, 13, .08);
        var next = bar.AppendTo(Settled, Friday.AddDays(3), Calendar);
        Assert.Equal([Friday.AddDays(-1), Friday, Friday.AddDays(3)], next.Session);
        Assert.Equal((.08, 1L, 12, 14, 11, 13),
            (next.LogReturn[^1], next.SessionsSpanned[^1], next.Open[^1], next.High[^1], next.Low[^1], next.Close[^1]));
        Assert.Equal(2, bar.AppendTo(Settled, Friday.AddDays(4), Calendar).SessionsSpanned[^1]);
    }

    [Fact]
    public void Only_the_requested_number_of_newest_settled_bars_is_kept() =>
        Assert.Equal([Friday, Friday.AddDays(3)],
            new NextBar(12, 14, 11, 13, .08).AppendTo(Settled, Friday.AddDays(3), Calendar, kept: 1).Session);
}
