using CsCheck;
using Volcast.Volatility.Ranges;

namespace Volcast.Volatility.Tests.Ranges;

public sealed class RangeVarianceTests
{
    // vectors/README.md: ten bars, estimates over the last five.
    private static readonly PriceBar[] Bars =
    [
        new(100, 101.5, 99.2, 101), new(101.2, 102.8, 100.9, 102.5), new(102.4, 103, 101.1, 101.6),
        new(101.4, 102.2, 99.8, 100.1),
        new(100.4, 101.9, 100.2, 101.7), new(101.9, 104, 101.8, 103.6), new(103.2, 103.9, 102.5, 102.9),
        new(103, 103.1, 100.6, 100.9),
        new(101.2, 102.3, 100.8, 102), new(102.1, 102.6, 101.3, 101.5),
    ];

    [Fact]
    public void The_estimators_have_the_reference_values()
    {
        Assert.Equal(.171844928829, Math.Sqrt(RangeVariance.Parkinson(Bars.AsSpan(5))), 5e-13);
        Assert.Equal(.159056152378, Math.Sqrt(RangeVariance.GarmanKlass(Bars.AsSpan(5))), 5e-13);
        Assert.Equal(.146464538253, Math.Sqrt(RangeVariance.RogersSatchell(Bars.AsSpan(5))), 5e-13);
        Assert.Equal(.163252362693, Math.Sqrt(RangeVariance.YangZhang(Bars[4].Close, Bars.AsSpan(5))), 5e-13);
    }

    [Fact]
    public void Every_possible_bar_has_a_nonnegative_variance() =>
        Gen.Double[-.2, .2].Select(Gen.Double[0, .1], Gen.Double[0, .1]).Sample((body, above, below) =>
        {
            var (open, close) = (100.0, 100 * Math.Exp(body));
            var (high, low) = (Math.Max(open, close) * Math.Exp(above), Math.Min(open, close) * Math.Exp(-below));
            PriceBar[] bar = [new(open, high, low, close)];
            return RangeVariance.Parkinson(bar) >= 0 && RangeVariance.GarmanKlass(bar) >= 0
                && RangeVariance.RogersSatchell(bar) >= -1e-15;
        });

    /// <summary>A close that is two units of the last digit below the open, whose inverse ratio rounds to one unit.</summary>
    [Fact]
    public void A_range_of_the_last_digit_has_no_variance_to_Garman_and_Klass()
    {
        var close = Math.BitDecrement(Math.BitDecrement(100.0));
        Assert.Equal(0, RangeVariance.GarmanKlass([new(100, 100, close, close)]));
    }

    [Fact]
    public void The_unit_of_the_prices_does_not_matter()
    {
        PriceBar[] tenfold = [.. Bars.Select(b => new PriceBar(10 * b.Open, 10 * b.High, 10 * b.Low, 10 * b.Close))];
        Assert.Equal(RangeVariance.GarmanKlass(Bars), RangeVariance.GarmanKlass(tenfold), 1e-15);
        Assert.Equal(RangeVariance.YangZhang(99, Bars), RangeVariance.YangZhang(990, tenfold), 1e-15);
    }

    [Fact]
    public void A_steady_trend_has_no_variance_to_Rogers_and_Satchell() =>
        Assert.Equal(0, RangeVariance.RogersSatchell([new(100, 103, 100, 103), new(103, 103, 99, 99)]), 1e-15);

    [Fact]
    public void A_missing_price_makes_the_variance_NaN()
    {
        PriceBar[] bars = [Bars[0], Bars[1] with { High = double.NaN }];
        Assert.True(double.IsNaN(RangeVariance.Parkinson(bars)));
        Assert.True(double.IsNaN(RangeVariance.YangZhang(100, bars)));
    }

    [Theory]
    [InlineData(100, 100.5, 99, 101)]
    [InlineData(100, 102, 100.5, 101)]
    [InlineData(100, 102, 0, 101)]
    public void An_impossible_bar_is_refused_and_shown(double open, double high, double low, double close) =>
        Assert.Contains($"High = {high}", Assert.Throws<ArgumentException>(
            () => RangeVariance.Parkinson([new(open, high, low, close)])).Message);

    [Fact]
    public void Too_few_bars_are_refused()
    {
        Assert.Throws<ArgumentException>(() => RangeVariance.GarmanKlass([]));
        Assert.Throws<ArgumentException>(() => RangeVariance.YangZhang(100, [Bars[0]]));
    }
}
