using CsCheck;

namespace Volcast.Features.Tests;

/// <summary>The laws: nothing from the future, one day at a time as in one go, no memory beyond the window.</summary>
public sealed class FeatureWindowTests
{
    private static readonly MarketColumns Market = MarketColumns.RandomWithGaps(3000, 21, 0.0005);
    private static readonly double[][] AllRows = Market.Compute();
    private static readonly Gen<int> AnyRow = Gen.Int[0, Market.Rows];

    [Fact]
    public void Removing_later_sessions_changes_nothing_before_them() =>
        AnyRow.Sample(cut => Bits.AssertEqual(AllRows, Market.Until(cut).Compute()), iter: 25, threads: 1);

    [Fact]
    public void Different_later_sessions_change_nothing_before_them() =>
        AnyRow.Sample(
            cut =>
            {
                var changed = Market.Map(column => [.. column[..cut], .. column[cut..].Select(value => value * 1.5)]).Compute();
                Bits.AssertEqual(AllRows, [.. changed.Select(column => column[..cut])]);
            },
            iter: 25, threads: 1);

    [Fact]
    public void One_session_at_a_time_gives_the_same_bits_as_all_at_once()
    {
        var values = new double[21];
        for (var row = 0; row < Market.Rows; row += row < 700 ? 1 : 7)
        {
            L1Kernel.ComputeRow(Market.Until(row + 1).Inputs, row, values);
            for (var feature = 0; feature < values.Length; feature++)
                Bits.AssertEqual(AllRows[feature][row], values[feature], $"{FeatureCatalog.L1.Names[feature]} in row {row}");
        }
    }

    [Fact]
    public void Any_range_of_last_rows_gives_the_same_bits_as_all_rows() =>
        AnyRow.Sample(
            start =>
            {
                var output = Enumerable.Range(0, 21).Select(_ => new double[Market.Rows - start]).ToArray();
                L1Kernel.Compute(Market.Inputs, start, output);
                Bits.AssertEqual(AllRows, output, offset: start);
            },
            iter: 25, threads: 1);

    [Fact]
    public void The_start_of_the_history_changes_no_bit_after_warm_up() =>
        Gen.Int[1, Market.Rows - 1].Sample(
            start =>
            {
                var later = Market.From(start);
                later.TargetReturns[0] = later.TltReturns[0] = later.HygReturns[0] = double.NaN;
                Bits.AssertEqual(AllRows, later.Compute(), offset: start, from: FeatureCatalog.L1.HistorySessions - 1);
            },
            iter: 25, threads: 1);

    [Fact]
    public void A_value_during_warm_up_equals_the_value_from_the_full_history() =>
        Gen.Int[1, Market.Rows - 300].Sample(
            start =>
            {
                var later = Market.From(start);
                later.TargetReturns[0] = later.TltReturns[0] = later.HygReturns[0] = double.NaN;
                var output = later.Compute();
                for (var feature = 0; feature < output.Length; feature++)
                    for (var row = 1; row < 300; row++)
                        if (!double.IsNaN(output[feature][row]))
                            Bits.AssertEqual(
                                AllRows[feature][start + row], output[feature][row], FeatureCatalog.L1.Names[feature]);
            },
            iter: 25, threads: 1);

    [Theory]
    [InlineData(4.0, 0)]
    [InlineData(1.0 / 1024, 0)]
    [InlineData(3.7, 1e-9)]
    public void The_price_level_changes_nothing(double factor, double tolerance)
    {
        var closes = new double[600];
        closes[0] = 100;
        for (var i = 1; i < closes.Length; i++)
            closes[i] = closes[i - 1] * Math.Exp(Market.TltReturns[i] is var r && double.IsNaN(r) ? 0 : r);
        double[][] At(double level) => (Market.Until(closes.Length) with
        {
            TargetReturns = MarketColumns.LogReturns([.. closes.Select(close => close * level)]),
        }).Compute();
        var (one, other) = (At(1), At(factor));
        for (var feature = 0; feature < 21; feature++)
            for (var row = 0; row < closes.Length; row++)
                if (tolerance == 0)
                    Bits.AssertEqual(one[feature][row], other[feature][row], FeatureCatalog.L1.Names[feature]);
                else
                    Assert.Equal(one[feature][row], other[feature][row], tolerance);
    }

    [Fact]
    public void The_number_of_rows_in_a_block_changes_no_bit()
    {
        foreach (var rows in new[] { 1, 7, 8, 9, 263, 264, 265, 2559, 2560, 2561 })
            Bits.AssertEqual(AllRows, Market.Until(rows).Compute());
    }
}
