using Volcast.Market;

namespace Volcast.Features.Tests;

public sealed class AlignedMarketTests
{
    private static DateOnly Day(int day) => new(2024, 1, day);

    /// <summary>Returns and closes begin with <paramref name="mark"/>, so that each number says whose it is.</summary>
    private static MarketSeries Of(double mark, params (int Day, long Spanned)[] bars) => new(
        [.. bars.Select(bar => Day(bar.Day))],
        [.. bars.Select((bar, i) => i == 0 ? double.NaN : mark + bar.Day / 100.0)],
        [.. bars.Select(bar => bar.Spanned)],
        [.. bars.Select(bar => 20 * mark + bar.Day)],
        [.. bars.Select(bar => 40 * mark + bar.Day)],
        [.. bars.Select(bar => 10 * mark + bar.Day)],
        [.. bars.Select(bar => mark + bar.Day / 100.0)]);

    [Fact]
    public void Every_column_is_aligned_on_the_targets_sessions()
    {
        (int, long)[] all = [(2, 1), (3, 1), (4, 1)];
        var market = new AlignedMarket(Of(1, all), Of(2, all), Of(3, all), Of(4, all), Of(5, all));
        Assert.Equal([double.NaN, 1.03, 1.04], market.L1Inputs.TargetReturns);
        Assert.Equal([double.NaN, 2.03, 2.04], market.L1Inputs.TltReturns);
        Assert.Equal([double.NaN, 3.03, 3.04], market.L1Inputs.HygReturns);
        Assert.Equal([4.02, 4.03, 4.04], market.L1Inputs.Vix);
        Assert.Equal([5.02, 5.03, 5.04], market.L1Inputs.Vix3M);
    }

    [Fact]
    public void The_targets_prices_reach_the_second_kernel_in_the_right_columns()
    {
        (int, long)[] bars = [.. Enumerable.Range(1, 30).Select(day => (day, 1L))];
        var target = Of(1, bars) with
        {
            LogReturn = [double.NaN, .. Enumerable.Repeat(.01, 29)],
            Open = [.. Enumerable.Repeat(100.0, 30)],
            High = [.. Enumerable.Repeat(102.0, 30)],
            Low = [.. Enumerable.Repeat(99.0, 30)],
            Close = [.. Enumerable.Repeat(101.0, 30)],
        };
        var market = new AlignedMarket(target, Of(2, bars), Of(3, bars), Of(4, bars), Of(5, bars));
        var session = Math.Log(101 / 100.0);
        var expected = 252 * (Math.Pow(.01 - session, 2)
            + Math.Pow(Math.Log(102 / 99.0), 2) / 2 - (2 * Math.Log(2) - 1) * session * session);
        Assert.Equal(Math.Sqrt(expected), L2Kernel.Compute(market.L2Inputs)[0][^1], 1e-12);
    }

    [Fact]
    public void A_session_that_another_symbol_lacks_is_missing_and_its_extra_sessions_are_left_out()
    {
        var target = Of(1, (2, 1), (3, 1), (4, 1));
        var market = new AlignedMarket(
            target, Of(2, (2, 1), (4, 2)), Of(3, (1, 1), (2, 1), (3, 1), (4, 1), (5, 1)), Of(4, (3, 1)), Of(5));
        Assert.Equal([double.NaN, double.NaN, double.NaN], market.L1Inputs.TltReturns);
        Assert.Equal([3.02, 3.03, 3.04], market.L1Inputs.HygReturns);
        Assert.Equal([double.NaN, 4.03, double.NaN], market.L1Inputs.Vix);
        Assert.Equal([double.NaN, double.NaN, double.NaN], market.L1Inputs.Vix3M);
    }

    [Fact]
    public void A_gap_of_the_target_has_no_row_and_only_returns_across_the_same_gap_are_aligned_with_its()
    {
        var target = Of(1, (2, 1), (4, 2));
        var market = new AlignedMarket(
            target, Of(2, (2, 1), (3, 1), (4, 1)), Of(3, (2, 1), (4, 2)), Of(4, (2, 1), (3, 1), (4, 1)), Of(5, (4, 1)));
        Assert.Equal([Day(2), Day(4)], market.Target.Session);
        Assert.Equal([double.NaN, double.NaN], market.L1Inputs.TltReturns);
        Assert.Equal([double.NaN, 3.04], market.L1Inputs.HygReturns);
        Assert.Equal([4.02, 4.04], market.L1Inputs.Vix);
        Assert.Equal([double.NaN, 5.04], market.L1Inputs.Vix3M);
    }
}
