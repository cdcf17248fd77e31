using Volcast.Evaluation.Search;
using Volcast.Forecasting;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests.Search;

public sealed class ValidationBlockTests
{
    private const int Horizon = 5;
    private static readonly ForecastingData Data = SyntheticTarget.Create(600);
    private static readonly double[] Labels = RealizedVariance.Labels(Data.LogReturns, Horizon);

    [Fact]
    public void Blocks_are_in_time_order_and_have_equal_numbers_of_usable_rows()
    {
        // vol_20d begins in row 20, and the last five rows have no label: 575 rows, 115 a block.
        var blocks = ValidationBlock.Plan(Data, Labels, SyntheticTarget.Features, 0, 5);
        Assert.Equal([new(20, 135), new(135, 250), new(250, 365), new(365, 480), new(480, 595)], blocks);
    }

    [Fact]
    public void No_row_before_the_first_allowed_one_is_held_out() =>
        Assert.Equal(300, ValidationBlock.Plan(Data, Labels, SyntheticTarget.Features, 300, 5)[0].FirstRow);

    [Fact]
    public void Too_few_rows_are_refused_with_their_number()
    {
        var error = Assert.Throws<InsufficientDataException>(
            () => ValidationBlock.Plan(Data, Labels, SyntheticTarget.Features, 500, 5));
        Assert.Contains("TEST has 95 rows", error.Message);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(5, 0)]
    [InlineData(5, 22)]
    [InlineData(22, 10)]
    public void No_training_label_shares_a_day_with_a_label_of_the_block(int horizon, int embargo)
    {
        var block = new ValidationBlock(200, 300);
        var labels = RealizedVariance.Labels(Data.LogReturns, horizon);
        var training = block.TrainingLabels(labels, horizon, embargo);

        var heldOut = Enumerable.Range(block.FirstRow, 100).SelectMany(row => Enumerable.Range(row + 1, horizon)).ToHashSet();
        for (var row = 0; row < training.Length; row++)
        {
            var touches = Enumerable.Range(row + 1, horizon).Any(heldOut.Contains) || (row >= 200 && row < 300);
            var isEmbargoed = row >= 300 && row < 300 + embargo;
            if (touches || isEmbargoed)
                Assert.True(double.IsNaN(training[row]), $"row {row}");
            else if (row < 200 - horizon || row >= 300 + Math.Max(horizon, embargo))
                Assert.Equal(labels[row], training[row]);
        }
        Assert.Equal(labels.Length, training.Length);
    }

    [Fact]
    public void Blocks_at_either_end_purge_the_existing_rows()
    {
        // The last five of 600 rows have no label; rows 1 to 3 are purged, and rows 585 to 599.
        Assert.Equal(592, new ValidationBlock(2, 3).TrainingLabels(Labels, 1, 0).Count(v => !double.IsNaN(v)));
        Assert.Equal(585, new ValidationBlock(590, 600).TrainingLabels(Labels, 5, 22).Count(v => !double.IsNaN(v)));
    }
}
