using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Lake.Tests.Tables;

public sealed class FeaturesL2Tests
{
    private static readonly string[] Names =
    [
        "range_vol_1d", "range_vol_5d", "range_vol_10d", "range_vol_22d", "range_vol_66d", "range_vol_250d",
        "scaled_ret_1d", "scaled_ret_5d", "scaled_ret_20d", "overnight_share_22d", "vix_mean_22d",
    ];

    private static readonly DateOnly[] Sessions = [.. TradingCalendar.Nyse.Sessions(new(2021, 12, 30), new(2021, 12, 31))];

    [Fact]
    public void The_table_has_the_inputs_of_the_shipped_models_in_their_order()
    {
        Assert.Equal(Names, FeaturesL2Table.FeatureNames);
        Assert.Equal(["symbol", "session", .. Names], FeaturesL2Table.Schema.Columns.Select(c => c.Name));
    }

    [Fact]
    public void Absent_values_of_the_warm_up_pass_and_a_volatility_of_zero_does_not()
    {
        var values = Names.Select(_ => new[] { double.NaN, .2 }).ToArray();
        Assert.Empty(FeaturesL2Table.Schema.Validate(Frame(values)).Failures);
        values[1][1] = 0;
        values[6][1] = -6;
        Assert.Equal(["range_vol_5d"], FeaturesL2Table.Schema.Validate(Frame(values)).Errors.Select(e => e.Column));
    }

    [Fact]
    public void What_went_into_a_frame_comes_out_of_it()
    {
        double[][] values = [.. Names.Select((_, i) => new double[] { i, i + .5 })];
        Assert.Equal(values, FeaturesL2Table.FromFrame(Sample.Spy, Frame(values)).Values);
    }

    private static ColumnFrame Frame(double[][] values) =>
        new FeaturesL2Table { Symbol = Sample.Spy, Session = Sessions, Values = values }.ToFrame();
}
