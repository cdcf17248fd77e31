using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Tests.Tables;

public sealed class FeaturesL1Tests
{
    /// <summary>DESIGN's list of the 21 features, in its order.</summary>
    private static readonly string[] Names =
    [
        "ret_1d", "ret_5d", "ret_10d", "ret_20d", "ret_60d", "vol_5d", "vol_10d", "vol_20d", "vol_60d", "drawdown_60d", "vix",
        "vix3m", "vix_term", "rsi_14", "corr_tlt_20d", "corr_hyg_20d", "corr_tlt_60d", "corr_hyg_60d", "hyg_tlt_spread",
        "rv_vix_spread_20d", "corr_tlt_hyg_20d",
    ];

    private static readonly DateOnly[] Sessions = [.. TradingCalendar.Nyse.Sessions(new(2021, 12, 30), new(2021, 12, 31))];

    [Fact]
    public void The_table_has_exactly_the_21_features_in_their_order()
    {
        Assert.Equal(Names, FeaturesL1Table.FeatureNames);
        Assert.Equal(["symbol", "session", .. Names], FeaturesL1Table.Schema.Columns.Select(c => c.Name));
    }

    [Fact]
    public void Absent_values_of_the_warm_up_pass_and_impossible_ones_do_not()
    {
        var values = Names.Select(_ => new[] { double.NaN, 0.5 }).ToArray();
        Assert.Empty(FeaturesL1Table.Schema.Validate(Frame(values)).Failures);
        values[13][1] = 100.1;
        values[14][1] = -1.1;
        values[10][1] = 0;
        values[5][1] = -0.1;
        values[9][1] = 1;
        Assert.Equal(
            ["corr_tlt_20d", "drawdown_60d", "rsi_14", "vix", "vol_5d"],
            FeaturesL1Table.Schema.Validate(Frame(values)).Errors.Select(e => e.Column).Order());
    }

    [Fact]
    public void A_feature_is_had_by_its_name()
    {
        double[][] values = [.. Names.Select((_, i) => new double[] { i, -i })];
        var table = new FeaturesL1Table { Symbol = Sample.Spy, Session = Sessions, Values = values };
        Assert.Equal([13, -13], table["rsi_14"]);
        Assert.Equal([13, -13], FeaturesL1Table.FromFrame(Sample.Spy, table.ToFrame())["rsi_14"]);
        Assert.Contains("'rsi_15'", Assert.Throws<ArgumentException>(() => table["rsi_15"]).Message);
    }

    private static ColumnFrame Frame(double[][] values) =>
        new FeaturesL1Table { Symbol = Sample.Spy, Session = Sessions, Values = values }.ToFrame();
}
