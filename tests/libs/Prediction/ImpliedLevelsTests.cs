using Volcast.Market;

namespace Volcast.Prediction.Tests;

/// <summary>The implied-volatility indices of a session.</summary>
public sealed class ImpliedLevelsTests
{
    private static readonly DateOnly Session = new(2024, 7, 2);

    private static MarketSeries Bars(DateOnly session, double close) =>
        new([session], [0], [1], [close], [close], [close], [close]);

    [Fact]
    public void Each_index_that_has_a_close_on_the_session_is_there_by_what_it_covers()
    {
        var bars = new Dictionary<string, MarketSeries>
        {
            ["^VIX"] = Bars(Session, 20),
            ["^VIX3M"] = Bars(Session, 22),
            ["^VXN"] = Bars(Session, 25),
            ["^VIX9D"] = Bars(Session, 18),
        };
        var levels = ImpliedLevels.Of(AssetRoles.For(Symbol.Parse("QQQ")), Session, index => bars.GetValueOrDefault(index.Value));
        Assert.Equal([("^VIX9D", 9, .18), ("^VIX", 30, .20), ("^VXN", 30, .25), ("^VIX3M", 93, .22)],
            levels.Held.Select(level => (level.Index.Value, level.CalendarDays, level.Volatility)));
        Assert.Empty(levels.Missing);
    }

    [Fact]
    public void An_index_that_is_not_held_or_ends_earlier_is_missing_with_the_reason()
    {
        var levels = ImpliedLevels.Of(AssetRoles.For(Symbol.Parse("SPY")), Session, index => index.Value switch
        {
            "^VIX" => Bars(Session, 20),
            "^VIX3M" => Bars(Session.AddDays(-1), 22),
            _ => null,
        });
        Assert.Equal("^VIX", Assert.Single(levels.Held).Index.Value);
        Assert.Equal(
            [("^VIX9D", "the lake has no bars of ^VIX9D."), ("^VIX3M", "^VIX3M has no close on 2024-07-02.")],
            levels.Missing.Select(one => (one.Index.Value, one.Reason)));
    }
}
