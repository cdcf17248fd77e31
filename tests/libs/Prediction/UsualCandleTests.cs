using Volcast.Market;
using Volcast.Market.Simulation;
using Volcast.Volatility.Ranges;

namespace Volcast.Prediction.Tests;

public sealed class UsualCandleTests
{
    private static readonly Lazy<MarketSeries> Spy = new(() =>
    {
        var bars = SimulatedMarket.Generate(7, new(2020, 12, 31)).Bars(Symbol.Parse("SPY"));
        var returns = new double[bars.Count];
        for (var i = 0; i < bars.Count; i++)
            returns[i] = i == 0 ? double.NaN : Math.Log(bars.Close[i] / (bars.Close[i - 1] - bars.Dividend[i]));
        return new(bars.Session, returns, [.. returns.Select(_ => 1L)], bars.Open, bars.High, bars.Low, bars.Close);
    });

    private static MarketSeries Until(int row) => new(
        Spy.Value.Session[..row], Spy.Value.LogReturn[..row], Spy.Value.SessionsSpanned[..row], Spy.Value.Open[..row],
        Spy.Value.High[..row], Spy.Value.Low[..row], Spy.Value.Close[..row]);

    /// <summary>Log of the squared overnight return plus Garman–Klass.</summary>
    private static double LogVariance(PriceBar bar, double previous) =>
        Math.Log(Math.Pow(Math.Log(bar.Open / previous), 2) + RangeVariance.GarmanKlass([bar]) / 252);

    [Fact]
    public void Completed_sessions_are_as_volatile_as_the_real_ones_with_the_same_close()
    {
        var differences = new List<double>();
        for (var row = 2000; row < Spy.Value.Session.Length; row += 9)
        {
            var made = UsualCandle.Complete(Until(row), Spy.Value.Close[row], Spy.Value.LogReturn[row])!.Value;
            var real = new PriceBar(Spy.Value.Open[row], Spy.Value.High[row], Spy.Value.Low[row], Spy.Value.Close[row]);
            differences.Add(LogVariance(new(made.Open, made.High, made.Low, made.Close), Spy.Value.Close[row - 1])
                - LogVariance(real, Spy.Value.Close[row - 1]));
        }
        Assert.InRange(differences.Average(), -.1, .1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-.1)]
    [InlineData(.05)]
    public void The_prices_are_possible_and_the_close_and_the_return_are_as_given(double logReturn)
    {
        var history = Until(3000);
        var close = history.Close[^1] * Math.Exp(logReturn);
        var bar = UsualCandle.Complete(history, close, logReturn)!.Value;
        Assert.Equal((close, logReturn), (bar.Close, bar.LogReturn));
        Assert.True(bar.Low < Math.Min(bar.Open, bar.Close) && bar.High > Math.Max(bar.Open, bar.Close));
    }

    [Fact]
    public void One_candle_completes_several_sessions_after_the_same_history()
    {
        var candle = UsualCandle.Of(Until(3000));
        foreach (var logReturn in new[] { .02, -.03, .02 })
        {
            var close = Spy.Value.Close[2999] * Math.Exp(logReturn);
            Assert.Equal(UsualCandle.Complete(Until(3000), close, logReturn), candle.Complete(close, logReturn));
        }
    }

    [Fact]
    public void It_depends_on_earlier_sessions_only_and_is_unknown_for_a_short_history()
    {
        Assert.Equal(
            UsualCandle.Complete(Until(3000), 100, -.01), UsualCandle.Complete(Until(3000), 100, -.01));
        Assert.Null(UsualCandle.Complete(Until(60), Spy.Value.Close[60], 0));
    }
}
