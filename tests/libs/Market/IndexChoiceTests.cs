namespace Volcast.Market.Tests;

public sealed class IndexChoiceTests
{
    private static readonly Symbol Qqq = Symbol.Parse("QQQ");
    private static readonly Symbol Vxn = Symbol.Parse("^VXN");
    private static readonly DateOnly First = new(2010, 1, 4);

    private static DateOnly[] Sessions(int count, int from = 0) =>
        [.. TradingCalendar.Nyse.Sessions(TradingCalendar.Nyse.Add(First, from), TradingCalendar.Nyse.Add(First, from + count - 1))];

    private static IndexChoice Choose(DateOnly[] target, DateOnly[] own, DateOnly? to = null) =>
        IndexChoice.Of(Qqq, Vxn, target, own, to);

    [Fact]
    public void The_own_index_is_used_where_it_reaches_the_newest_session() =>
        Assert.Equal(new(Vxn, null), Choose(Sessions(2000), Sessions(2000)));

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    public void A_source_may_be_a_week_late(int behind, bool isOwn) =>
        Assert.Equal(isOwn, Choose(Sessions(2000), Sessions(2000 - behind)).Index == Vxn);

    [Fact]
    public void An_index_that_ended_is_replaced_and_the_reason_names_its_end() => Assert.Equal(
        new(AssetRoles.Vix, $"QQQ uses ^VIX in place of its own index ^VXN: the bars of ^VXN end on "
            + $"{Sessions(1000)[^1]:yyyy-MM-dd}, 1,000 sessions before those of QQQ."),
        Choose(Sessions(2000), Sessions(1000)));

    [Theory]
    [InlineData(756, true)]
    [InlineData(755, false)]
    public void An_index_needs_the_sessions_of_a_training(int held, bool isOwn)
    {
        var choice = Choose(Sessions(2000), Sessions(held, 2000 - held));
        Assert.Equal(isOwn, choice.Index == Vxn);
        Assert.Equal(isOwn, choice.Because is null);
        if (!isOwn)
            Assert.Contains("has ^VXN on 755 sessions of QQQ, and 756 are needed", choice.Because, StringComparison.Ordinal);
    }

    [Fact]
    public void A_short_history_needs_no_longer_index() =>
        Assert.Equal(Vxn, Choose(Sessions(300), Sessions(300)).Index);

    [Fact]
    public void A_hole_counts_only_by_the_sessions_that_it_takes_away()
    {
        var sessions = Sessions(2000);
        Assert.Equal(Vxn, Choose(sessions, [.. sessions[..600], .. sessions[852..]]).Index);
        Assert.Equal(AssetRoles.Vix, Choose(sessions, [.. sessions[..600], .. sessions[1900..]]).Index);
    }

    [Fact]
    public void An_index_without_bars_is_replaced() => Assert.Equal(
        "QQQ uses ^VIX in place of its own index ^VXN: the lake has no bars of ^VXN.", Choose(Sessions(2000), []).Because);

    [Fact]
    public void A_choice_of_a_past_day_does_not_depend_on_what_came_later()
    {
        var (target, own, day) = (Sessions(2000), Sessions(1000), Sessions(900)[^1]);
        Assert.Equal(Vxn, Choose(target, own, day).Index);
        Assert.Equal(Choose(Sessions(900), Sessions(900)), Choose(target, own, day));
        Assert.Equal(AssetRoles.Vix, Choose(target, Sessions(1600, 300), day).Index);
    }

    [Fact]
    public void VIX_replaces_nothing() =>
        Assert.Equal(new(AssetRoles.Vix, null), IndexChoice.Of(Qqq, AssetRoles.Vix, Sessions(10), []));
}
