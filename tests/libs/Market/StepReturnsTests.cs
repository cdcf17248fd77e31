namespace Volcast.Market.Tests;

public sealed class StepReturnsTests
{
    private static readonly IReadOnlyList<DateOnly> Sessions = TradingCalendar.Nyse.Sessions(new(2021, 10, 1), new(2022, 3, 1));

    private static DailyBars Bars(double[] closes, double[]? adjusted = null, bool hasEvents = true) => new()
    {
        Session = [.. Sessions.Take(closes.Length)],
        Open = closes,
        High = closes,
        Low = closes,
        Close = closes,
        AdjustedClose = adjusted ?? closes,
        Volume = new long?[closes.Length],
        Dividend = new double[closes.Length],
        SplitRatio = [.. closes.Select(_ => 1.0)],
        Settled = [.. closes.Select(_ => true)],
        HasEvents = hasEvents,
    };

    private static DailyBars With(DailyBars bars, int row, double dividend = 0, double split = 1)
    {
        bars.Dividend[row] = dividend;
        bars.SplitRatio[row] = split;
        return bars;
    }

    private static StepReturn Last(DailyBars bars, bool isIndex = false, bool isAccepted = false) =>
        new StepReturns(bars, isIndex).Measure(bars.Count - 2, bars.Count - 1, isAccepted);

    [Fact]
    public void A_dividend_that_the_adjusted_close_knows_too_is_no_fault()
    {
        // SPY, 2021-12-17.
        var step = Last(With(Bars([466.45, 459.87], [437.355168, 432.700442]), 1, dividend: 1.633));
        Assert.Equal(StepFault.None, step.Fault);
        Assert.Equal(Math.Log(459.87 / (466.45 - 1.633)), step.Used);
        Assert.Equal(step.ByClose, step.ByAdjustedClose, 1e-5);
    }

    /// <summary>A dividend that is ten times too large, without an adjusted close: the price fell by the true one only.</summary>
    [Fact]
    public void A_dividend_that_is_not_in_the_price_is_a_fault_where_no_adjusted_close_confirms_it()
    {
        double[] closes = [470.74, 466.57, 463.36, 470.6, 463.36, 466.45, 459.87];
        var nothing = Array.ConvertAll(closes, _ => double.NaN);
        var tenfold = Last(With(Bars(closes, nothing), 6, dividend: 33.3));
        Assert.Equal((StepFault.DividendNotInPrice, Math.Log(459.87 / 466.45)), (tenfold.Fault, tenfold.Used));
        var stated = Last(With(Bars(closes, nothing), 6, dividend: 1.633));
        Assert.Equal((StepFault.None, Math.Log(459.87 / (466.45 - 1.633))), (stated.Fault, stated.Used));
        // A special dividend by which the price did fall.
        closes[^1] = 433.1;
        var special = Last(With(Bars(closes, nothing), 6, dividend: 33.3));
        Assert.Equal((StepFault.None, Math.Log(433.1 / (466.45 - 33.3))), (special.Fault, special.Used));
    }

    [Theory]
    [InlineData(0, -.010700)] // Missing from the events: the adjusted close is right.
    [InlineData(16.33, -.010700)] // Ten times too large.
    [InlineData(23, -.010700)]
    public void Where_events_and_adjusted_close_differ_the_smaller_move_is_used(double dividend, double used)
    {
        var bars = With(Bars([466.45, 459.87], [437.355168, 432.700442]), 1, dividend);
        var step = Last(bars);
        Assert.Equal((StepFault.EventsDisagree, used), (step.Fault, Math.Round(step.Used, 6)));
        Assert.Equal(step.ByClose, Last(bars, isAccepted: true).Used);
    }

    [Fact]
    public void A_difference_that_rounding_explains_is_no_fault()
    {
        // Adjusted closes with two decimals: .004 of .51 is rounding.
        var step = Last(Bars([10.00, 10.10], [.51, .52]));
        Assert.Equal(StepFault.None, step.Fault);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1.231)]
    [InlineData(.1)]
    public void A_split_that_the_prices_before_do_not_reflect_is_a_fault_even_where_the_adjusted_close_has_it_too(double ratio)
    {
        double[] closes = [100 * ratio, 101 * ratio, 100 * ratio, 101 * ratio, 100 * ratio, 101 * ratio, 102];
        var step = Last(With(Bars(closes), 6, split: ratio));
        Assert.Equal(StepFault.SplitNotApplied, step.Fault);
        Assert.Equal(Math.Log(102 / 101.0), step.Used, 1e-12);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1.015)]
    public void A_split_that_the_prices_reflect_is_no_fault(double ratio)
    {
        var step = Last(With(Bars([100, 101, 100, 101, 100, 101, 102]), 6, split: ratio));
        Assert.Equal((StepFault.None, Math.Log(102 / 101.0)), (step.Fault, step.Used));
    }

    [Fact]
    public void Without_events_a_falling_ratio_of_adjusted_close_to_close_is_a_fault()
    {
        // SPY, 2021-11-30 and 12-01, with one adjusted close multiplied by 1.1.
        double[] closes = [464.60, 455.56, 450.50];
        double[] adjusted = [435.620562, 469.8589, 422.400104];
        var returns = new StepReturns(Bars(closes, adjusted, hasEvents: false), isIndex: false);
        var (rise, fall) = (returns.Measure(0, 1), returns.Measure(1, 2));
        Assert.Equal((StepFault.AdjustmentJumps, -.019649), (rise.Fault, Math.Round(rise.Used, 6)));
        Assert.Equal((StepFault.AdjustmentFalls, -.011169), (fall.Fault, Math.Round(fall.Used, 6)));
    }

    [Fact]
    public void Without_events_a_large_dividend_is_believed_where_it_makes_the_move_smaller()
    {
        // Microsoft's special dividend of 2004-11-15.
        var step = Last(Bars([29.97, 27.39], [20.1, 20.45], hasEvents: false));
        Assert.Equal((StepFault.None, Math.Log(20.45 / 20.1)), (step.Fault, step.Used));
    }

    [Fact]
    public void An_index_is_measured_by_its_close_alone()
    {
        var step = Last(With(Bars([22.96, 27.19], [22.96, 245397], hasEvents: false), 1, dividend: 3), isIndex: true);
        Assert.Equal((StepFault.None, Math.Log(27.19 / 22.96)), (step.Fault, step.Used));
    }

    [Fact]
    public void A_return_depends_on_no_later_bar()
    {
        double[] closes = [100, 101, 100, 101, 202, 203, 101, 100];
        double[] adjusted = [90, 91, 95, 91, 182, 190, 91, 90];
        var whole = With(Bars(closes, adjusted, hasEvents: false), 4, split: .5);
        for (var count = 2; count <= closes.Length; count++)
            Assert.Equal(Last(whole.Slice(0, count)), new StepReturns(whole, false).Measure(count - 2, count - 1));
    }
}
