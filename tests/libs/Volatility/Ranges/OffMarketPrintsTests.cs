using Volcast.Volatility.Ranges;

namespace Volcast.Volatility.Tests.Ranges;

public sealed class OffMarketPrintsTests
{
    /// <summary>Sessions of a 1 % log range around 100.</summary>
    private static PriceBar[] Calm(int count = 30)
    {
        var half = Math.Exp(.005);
        return [.. Enumerable.Repeat(new PriceBar(100, 100 * half, 100 / half, 100), count)];
    }

    [Fact]
    public void Calm_sessions_do_not_change() => Assert.Equal(Calm(), OffMarketPrints.Limit(Calm()));

    [Fact]
    public void A_lone_high_and_a_lone_low_are_pulled_in_to_two_median_ranges()
    {
        var bars = Calm();
        bars[25] = bars[25] with { High = 110 };
        bars[27] = bars[27] with { Low = 50 };
        var limited = OffMarketPrints.Limit(bars);

        Assert.Equal(100 * Math.Exp(.02), limited[25].High, 1e-10);
        Assert.Equal(100 * Math.Exp(-.02), limited[27].Low, 1e-10);
        Assert.Equal(bars[25].Low, limited[25].Low);
        Assert.Equal(bars[26], limited[26]);
    }

    [Fact]
    public void A_fall_that_the_close_confirms_is_accepted()
    {
        var bars = Calm();
        bars[25] = new(100, 100.2, 88, 88.5);
        Assert.Equal(bars[25], OffMarketPrints.Limit(bars)[25]);
    }

    [Fact]
    public void A_gap_from_the_previous_close_is_accepted()
    {
        var bars = Calm();
        bars[25] = new(90, 100, 89.5, 90);
        Assert.Equal(bars[25], OffMarketPrints.Limit(bars)[25]);
    }

    [Fact]
    public void A_split_does_not_change_the_limits()
    {
        var whole = Calm();
        whole[26] = whole[26] with { High = 110 };
        PriceBar[] split = [.. whole.Select((bar, i) =>
            i < 24 ? new PriceBar(4 * bar.Open, 4 * bar.High, 4 * bar.Low, 4 * bar.Close) : bar)];
        double[] previousCloses = [double.NaN, .. split[..^1].Select((bar, i) => i == 23 ? bar.Close / 4 : bar.Close)];
        Assert.Equal(OffMarketPrints.Limit(whole)[24..], OffMarketPrints.Limit(split, previousCloses)[24..]);
        Assert.Throws<ArgumentException>(() => OffMarketPrints.Limit(split, previousCloses.AsSpan(1)));
    }

    [Fact]
    public void With_fewer_than_22_past_sessions_nothing_is_limited()
    {
        var bars = Calm();
        bars[21] = bars[21] with { High = 150 };
        Assert.Equal(bars, OffMarketPrints.Limit(bars));
        Assert.Equal(bars[..3], OffMarketPrints.Limit(bars.AsSpan(0, 3)));
    }

    [Fact]
    public void Closes_alone_and_missing_prices_give_no_scale()
    {
        PriceBar[] closes = [.. Enumerable.Repeat(new PriceBar(100, 100, 100, 100), 30)];
        closes[28] = new(100, 120, 100, 100);
        Assert.Equal(closes, OffMarketPrints.Limit(closes));

        var holed = Calm(45);
        for (var i = 5; i < 20; i++)
            holed[i] = new(double.NaN, double.NaN, double.NaN, double.NaN);
        holed[22] = holed[22] with { High = 150 };
        Assert.Equal(150, OffMarketPrints.Limit(holed)[22].High);
        holed[44] = holed[44] with { High = 150 };
        Assert.Equal(100 * Math.Exp(.02), OffMarketPrints.Limit(holed)[44].High, 1e-10);
    }

    [Fact]
    public void Later_sessions_change_nothing()
    {
        var bars = Calm();
        bars[23] = bars[23] with { High = 108 };
        bars[26] = bars[26] with { Low = 80 };
        for (var count = 1; count <= bars.Length; count++)
            Assert.Equal(OffMarketPrints.Limit(bars)[..count], OffMarketPrints.Limit(bars.AsSpan(0, count)));
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void On_SPY_the_known_off_market_highs_are_limited_and_few_sessions_change()
    {
        var lines = File.ReadLines(Path.Combine(SharedData.Require("data", "market"), "SPY.csv")).Skip(1)
            .Select(line => line.Split(',')).ToArray();
        PriceBar[] bars = [.. lines.Select(f =>
            new PriceBar(double.Parse(f[1]), double.Parse(f[2]), double.Parse(f[3]), double.Parse(f[4])))];
        var limited = OffMarketPrints.Limit(bars);
        var touched = lines.Where((_, i) => bars[i] != limited[i]).Select(f => f[0]).ToArray();

        // 212.97 and 378.46, before the opening, when no session traded so high in the weeks around.
        Assert.Contains("2014-12-18", touched);
        Assert.Contains("2020-12-21", touched);
        Assert.InRange(touched.Length, 2, bars.Length / 200);
    }
}
