using Volcast.Market.Simulation;

namespace Volcast.Market.Tests.Simulation;

public sealed class SimulatedMarketTests
{
    private static readonly DateOnly Short = new(2005, 8, 31);
    private static readonly DateOnly Long = new(2006, 3, 3);
    private static readonly Symbol Spy = Symbol.Parse("SPY");

    public static TheoryData<string> Traded => ["SPY", "TLT", "HYG", "QQQ"];

    public static TheoryData<string> All => ["SPY", "^VIX", "^VIX3M", "TLT", "HYG", "QQQ"];

    [Theory]
    [MemberData(nameof(All))]
    public void A_longer_history_begins_with_the_shorter_one(string ticker)
    {
        var shorter = SimulatedMarket.Generate(11, Short).Bars(Symbol.Parse(ticker));
        var longer = SimulatedMarket.Generate(11, Long).Bars(Symbol.Parse(ticker))[..shorter.Count];
        Assert.Equal(shorter.Session, longer.Session);
        Assert.Equal(shorter.Open, longer.Open);
        Assert.Equal(shorter.High, longer.High);
        Assert.Equal(shorter.Low, longer.Low);
        Assert.Equal(shorter.Close, longer.Close);
        Assert.Equal(shorter.Volume, longer.Volume);
        Assert.Equal(shorter.Dividend, longer.Dividend);
        Assert.Equal(shorter.SplitRatio, longer.SplitRatio);
        Assert.Equal(shorter.Settled, longer.Settled);
        // The adjusted close is relative to the end: the two differ by one factor, the dividends since.
        var factor = longer.AdjustedClose[0] / shorter.AdjustedClose[0];
        Assert.InRange(factor, 0.9, 1);
        Assert.All(Enumerable.Range(0, shorter.Count), t =>
            Assert.Equal(factor, longer.AdjustedClose[t] / shorter.AdjustedClose[t], 1e-12));
    }

    [Fact]
    public void The_true_and_the_expected_variance_of_a_longer_history_begin_with_those_of_the_shorter()
    {
        var (shorter, longer) = (SimulatedMarket.Generate(11, Short), SimulatedMarket.Generate(11, Long));
        var n = shorter.Sessions.Count;
        Assert.Equal(shorter.TrueVariance(Spy), longer.TrueVariance(Spy)[..n]);
        Assert.Equal(shorter.ExpectedVariance(5), longer.ExpectedVariance(5)[..n]);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_seed_gives_the_same_bars_and_another_seed_others(string ticker)
    {
        var symbol = Symbol.Parse(ticker);
        var bars = SimulatedMarket.Generate(3, Short).Bars(symbol);
        var again = SimulatedMarket.Generate(3, Short);
        again.Bars(Spy); // computing one symbol first changes no other
        Assert.Equal(bars.Close, again.Bars(symbol).Close);
        Assert.Equal(bars.Volume, again.Bars(symbol).Volume);
        Assert.NotEqual(bars.Close, SimulatedMarket.Generate(4, Short).Bars(symbol).Close);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_candle_holds_its_open_and_close_and_is_on_every_session(string ticker)
    {
        var bars = SimulatedMarket.Generate(5, Long).Bars(Symbol.Parse(ticker));
        Assert.Equal(TradingCalendar.Nyse.Sessions(new DateOnly(2000, 1, 3), Long), bars.Session);
        Assert.All(Enumerable.Range(0, bars.Count), t =>
        {
            Assert.True(bars.Low[t] > 0);
            Assert.True(bars.Low[t] <= Math.Min(bars.Open[t], bars.Close[t]));
            Assert.True(bars.High[t] >= Math.Max(bars.Open[t], bars.Close[t]));
            Assert.Equal(bars.Close[t], Math.Round(bars.Close[t], 2));
        });
        Assert.True(bars.HasEvents);
        Assert.All(bars.Settled, Assert.True);
    }

    [Theory]
    [MemberData(nameof(Traded))]
    public void Adjusted_closes_and_dividend_events_give_the_same_returns(string ticker)
    {
        var bars = SimulatedMarket.Generate(6, Long).Bars(Symbol.Parse(ticker));
        var returns = bars.LogReturns();
        for (var t = 1; t < bars.Count; t++)
            Assert.Equal(Math.Log(bars.AdjustedClose[t] / bars.AdjustedClose[t - 1]), returns[t - 1], 1e-12);
        Assert.Equal(bars.Close[^1], bars.AdjustedClose[^1]);
        Assert.All(bars.Volume, volume => Assert.True(volume > 0));
    }

    [Fact]
    public void SPY_goes_ex_dividend_on_third_Fridays_of_the_quarter_and_bonds_on_the_first_session_of_the_month()
    {
        var market = SimulatedMarket.Generate(1, new DateOnly(2008, 12, 31));
        var spy = market.Bars(Spy).Between(new(2008, 1, 1), new(2008, 12, 31));
        // The third Friday of March 2008 was Good Friday.
        Assert.Equal([new(2008, 3, 24), new(2008, 6, 20), new(2008, 9, 19), new(2008, 12, 19)], ExDates(spy));
        var tlt = market.Bars(Symbol.Parse("TLT")).Between(new(2008, 1, 1), new(2008, 12, 31));
        Assert.Equal(
            Enumerable.Range(1, 12).Select(month => TradingCalendar.Nyse.Next(new DateOnly(2008, month, 1).AddDays(-1))),
            ExDates(tlt));

        static IEnumerable<DateOnly> ExDates(DailyBars bars) => bars.Session.Where((_, t) => bars.Dividend[t] > 0);
    }

    [Fact]
    public void An_index_has_neither_volume_nor_dividend_nor_true_variance()
    {
        var market = SimulatedMarket.Generate(1, Short);
        var vix = market.Bars(Symbol.Parse("^VIX"));
        Assert.All(vix.Volume, volume => Assert.Null(volume));
        Assert.All(vix.Dividend, dividend => Assert.Equal(0, dividend));
        Assert.Equal(vix.Close, vix.AdjustedClose);
        Assert.Contains("^VIX", Assert.Throws<ArgumentException>(() => market.TrueVariance(Symbol.Parse("^VIX"))).Message);
    }

    [Fact]
    public void Every_other_ticker_is_a_separate_stock()
    {
        var market = SimulatedMarket.Generate(1, new DateOnly(2014, 12, 31));
        var spy = market.Bars(Spy).LogReturns();
        var stocks = new[] { "AAPL", "MSFT", "XOM", "GS2C.DE" }.Select(t => market.Bars(Symbol.Parse(t)).LogReturns()).ToArray();
        Assert.Equal(4, stocks.Select(r => r[0]).Distinct().Count());
        // Single stocks are more volatile than the index and partly correlated with it.
        Assert.All(stocks, stock =>
        {
            Assert.InRange(stock.Average(r => r * r) / spy.Average(r => r * r), 1.05, 10);
            Assert.InRange(SeriesStatistics.Correlation(spy, stock), 0.15, 0.9);
        });
    }

    [Theory]
    [InlineData("^VXN")]
    [InlineData("^GSPC")]
    public void An_index_that_is_not_simulated_is_refused_by_name(string ticker)
    {
        var market = SimulatedMarket.Generate(1, SimulatedMarket.FirstSession);
        Assert.Contains(ticker, Assert.Throws<ArgumentException>(() => market.Bars(Symbol.Parse(ticker))).Message);
        Assert.False(SimulatedMarket.Has(Symbol.Parse(ticker)));
        Assert.False(SimulatedMarket.Has(default));
        Assert.All(SimulatedMarket.Symbols, symbol => Assert.True(SimulatedMarket.Has(symbol)));
    }

    [Fact]
    public void A_history_ends_on_the_last_session_of_the_requested_days()
    {
        Assert.Equal(new DateOnly(2024, 1, 12), SimulatedMarket.Generate(1, new DateOnly(2024, 1, 15)).Sessions[^1]);
        Assert.Single(SimulatedMarket.Generate(1, SimulatedMarket.FirstSession).Bars(Spy).Session);
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => SimulatedMarket.Generate(1, new DateOnly(1999, 12, 31)));
        Assert.Contains("2000-01-03", error.Message);
    }

    [Fact]
    public void A_parameter_out_of_range_is_named()
    {
        SimulationParameters[] wrong =
        [
            new() { VarianceJump = 1 }, new() { FastLeverage = -1.01 }, new() { OvernightShare = 0 },
            new() { StepsPerSession = 0 }, new() { SlowMeanReversion = 0 }, new() { LongRunVolatility = double.NaN },
            new() { PremiumDeviation = -1 },
        ];
        string[] names =
        [
            "VarianceJump", "FastLeverage", "OvernightShare", "StepsPerSession", "SlowMeanReversion", "LongRunVolatility",
            "PremiumDeviation",
        ];
        Assert.Equal(names, wrong.Select(p => Assert.Throws<ArgumentOutOfRangeException>(
            () => SimulatedMarket.Generate(1, Short, p)).ParamName));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_break_changes_nothing_before_its_session_and_afterwards_only_the_indices(string ticker)
    {
        var symbol = Symbol.Parse(ticker);
        var market = SimulatedMarket.Generate(11, Long);
        var first = market.Sessions.Count - 100;
        var broken = SimulatedMarket.Generate(11, Long, new() { Break = market.Sessions[first] });
        var (with, without) = (broken.Bars(symbol), market.Bars(symbol));
        var same = symbol.IsIndex ? first : without.Count;
        Assert.All(Enumerable.Range(0, same), row => Assert.True(without.IsSame(row, with, row)));
        // The default break divides the variance that the indices state by 8. Points are rounded to two decimals.
        Assert.All(Enumerable.Range(same, without.Count - same), row =>
            Assert.Equal(without.Close[row] / Math.Sqrt(8), with.Close[row], .0101));
        Assert.Equal(market.ExpectedVariance(5), broken.ExpectedVariance(5));
    }
}
