using Volcast.Features;
using Volcast.Lake;
using Volcast.Market;

namespace Volcast.Prediction.Tests;

public sealed class ForecastInputsTests
{
    private const int Rows = 400;
    private static readonly Symbol Vix = AssetRoles.Vix;
    private static readonly Symbol Vxn = Symbol.Parse("^VXN");
    private static readonly DateOnly[] Sessions = [.. TradingCalendar.Nyse.Sessions(new(2015, 1, 2), new(2016, 12, 30)).Take(Rows)];

    private static MarketSeries Series(int seed, double level)
    {
        var random = new Random(seed);
        double[] returns = [double.NaN, .. Enumerable.Range(1, Rows - 1).Select(_ => .01 * (random.NextDouble() - .5))];
        double[] close = [.. returns.Select((_, row) => level * Math.Exp(returns.Skip(1).Take(row).Sum()))];
        return new(Sessions, returns, [.. returns.Select(_ => 1L)], close, close, close, close);
    }

    private static readonly Dictionary<Symbol, MarketSeries> Bars = new()
    {
        [Symbol.Parse("QQQ")] = Series(1, 100),
        [Symbol.Parse("TLT")] = Series(2, 120),
        [Symbol.Parse("HYG")] = Series(3, 80),
        [AssetRoles.Vix3M] = Series(4, 20),
        [Vix] = Series(5, 18),
        [Vxn] = Series(6, 25),
    };

    private static ForecastInputs Inputs(Symbol index, string setting = "")
    {
        var roles = AssetRoles.For(Symbol.Parse("QQQ"), ImpliedVolatilityIndex.Parse(setting));
        return ForecastInputs.Of(roles, new IndexedMarket(roles, Bars), index);
    }

    [Fact]
    public void A_model_gets_the_columns_of_its_own_index_bit_for_bit()
    {
        var inputs = Inputs(Vxn);
        Assert.Equal(Bars[Vxn].Close, inputs.Known.Column("vix").ToArray());
        var others = inputs.For("^VIX").Known;
        var market = new AlignedMarket(
            Bars[Symbol.Parse("QQQ")], Bars[Symbol.Parse("TLT")], Bars[Symbol.Parse("HYG")], Bars[Vix], Bars[AssetRoles.Vix3M]);
        var (l1, l2) = (L1Kernel.Compute(market.L1Inputs), L2Kernel.Compute(market.L2Inputs));
        Assert.Equal("^VIX", others.ImpliedIndex);
        foreach (var (name, column) in FeatureCatalog.L1.Names.Zip(l1).Concat(FeatureCatalog.L2.Names.Zip(l2)))
            Assert.Equal(column, others.Column(name).ToArray());
        Assert.Same(inputs, inputs.For("^VXN"));
    }

    [Theory]
    [InlineData("", "^VIX")]
    [InlineData("QQQ=^VXN", "^VXN")]
    public void A_model_without_a_record_learnt_from_the_index_of_the_setting_or_VIX(string setting, string index) =>
        Assert.Equal(index, Inputs(Vxn, setting).For((string?)null).Known.ImpliedIndex);

    [Fact]
    public void Rows_with_another_index_count_as_memory_once_they_are_made()
    {
        var inputs = Inputs(Vxn);
        var before = inputs.OtherBytes;
        inputs.For("^VXN");
        Assert.Equal(before, inputs.OtherBytes);
        inputs.For("^VIX");
        Assert.Equal(2 * before, inputs.OtherBytes);
    }

    [Fact]
    public void An_earlier_row_stays_the_origin()
    {
        var earlier = Inputs(Vxn).KnownAt(350);
        Assert.Equal((Sessions[350], 351), (earlier.For("^VIX").Origin, earlier.For("^VIX").Known.Rows));
        Assert.Equal(Inputs(Vxn).For("^VIX").Known.Column("vix")[350], earlier.For("^VIX").Known.Column("vix")[^1]);
    }

    [Fact]
    public void An_index_that_is_none_of_the_targets_is_refused_by_name() => Assert.Contains(
        "The implied-volatility index ^GVZ is none of those of QQQ.",
        Assert.Throws<LakeException>(() => Inputs(Vxn).For("^GVZ")).Message, StringComparison.Ordinal);
}
