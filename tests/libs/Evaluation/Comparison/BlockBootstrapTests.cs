using Volcast.Evaluation.Comparison;
using Volcast.Volatility;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class BlockBootstrapTests
{
    [Fact]
    public void Every_row_is_drawn_equally_often_also_at_the_edges()
    {
        const int rows = 23;
        double[][] indicators = [.. Enumerable.Range(0, rows)
            .Select(row => Enumerable.Range(0, rows).Select(t => t == row ? 1.0 : 0).ToArray())];
        var options = new BlockBootstrapOptions { BlockLength = 5, Draws = 20_000 };
        var deviations = BlockBootstrap.MeanDeviations(indicators, options);

        for (var row = 0; row < rows; row++)
        {
            var drawn = Enumerable.Range(0, options.Draws).Average(draw => deviations[draw * rows + row]);
            Assert.Equal(0, drawn, .0015); // of 1/23 = .0435; five standard errors of about .0003
        }
        for (var draw = 0; draw < 100; draw++)
            Assert.Equal(0, deviations.AsSpan(draw * rows, rows).ToArray().Sum(), 12); // always 23 rows
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_variance_of_resampled_means_is_the_circular_bartlett_variance(int block)
    {
        const int n = 400;
        var series = Draws.MovingAverage(new Random(9), n, 5);
        var mean = series.Average();
        double Gamma(int l) => Enumerable.Range(0, n).Sum(t => (series[t] - mean) * (series[(t + l) % n] - mean)) / n;
        var expected = (Gamma(0) + 2 * Enumerable.Range(1, block - 1).Sum(l => (1 - l / (double)block) * Gamma(l))) / n;

        var deviations = BlockBootstrap.MeanDeviations([series], new() { BlockLength = block, Draws = 20_000 });

        Assert.Equal(1, deviations.Average(d => d * d) / expected, .05); // five standard errors
    }

    [Fact]
    public void The_draws_depend_on_the_seed_and_not_on_parallelism_or_other_columns()
    {
        var random = new Random(2);
        double[][] columns = [.. Enumerable.Range(0, 7).Select(_ => Draws.Gaussian(random, 101))];
        var options = new BlockBootstrapOptions { Draws = 1300, Seed = 4, DegreeOfParallelism = 1 };
        var alone = BlockBootstrap.MeanDeviations(columns, options);

        Assert.Equal(alone, BlockBootstrap.MeanDeviations(columns, options with { DegreeOfParallelism = 7 }));
        Assert.NotEqual(alone, BlockBootstrap.MeanDeviations(columns, options with { Seed = 5 }));
        var third = BlockBootstrap.MeanDeviations([columns[2]], options);
        Assert.Equal(third, Enumerable.Range(0, 1300).Select(draw => alone[draw * 7 + 2]));
    }

    [Fact]
    public void A_block_as_long_as_the_series_repeats_it() =>
        Assert.All(BlockBootstrap.MeanDeviations([[1, 2, 6]], new() { Draws = 50 }), d => Assert.Equal(0, d, 12));

    [Fact]
    public void Missing_or_unequal_columns_are_refused()
    {
        Assert.Throws<ArgumentException>(() => BlockBootstrap.MeanDeviations([], new()));
        Assert.Throws<ArgumentException>(() => BlockBootstrap.MeanDeviations([[]], new()));
        Assert.Throws<ArgumentException>(() => BlockBootstrap.MeanDeviations([[1, 2], [1]], new()));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockBootstrap.MeanDeviations([[1]], new() { BlockLength = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockBootstrap.MeanDeviations([[1]], new() { Draws = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => BlockBootstrap.MeanDeviations([[1]], new() { DegreeOfParallelism = 0 }));
    }

    [Fact]
    public void The_interval_of_a_ratio_agrees_with_the_delta_method()
    {
        var random = new Random(12);
        var below = Draws.Gaussian(random, 2000).Select(z => Math.Exp(.5 * z)).ToArray();
        var above = below.Zip(Draws.Gaussian(random, 2000), (b, z) => .8 * b * Math.Exp(.3 * z)).ToArray();
        var table = new LossTable(["har", "volcast"], [below, above]);

        var ratios = LossRatio.Against(table, "har", new() { BlockLength = 1 });

        // se² of ā/b̄ = Var(a − r·b)/(n b̄²)
        var ratio = above.Average() / below.Average();
        var linear = above.Zip(below, (a, b) => a - ratio * b).ToArray();
        var error = Math.Sqrt(NeweyWest.LongRunVariance(linear, 0) / 2000) / below.Average();
        Assert.Equal(ratio, ratios[1].Ratio, 12);
        var interval = ratios[1].Interval.Value!;
        Assert.Equal(ratio - 1.6449 * error, interval.Lower, .08 * error);
        Assert.Equal(ratio + 1.6449 * error, interval.Upper, .08 * error);
        Assert.Equal(new LossRatio("har", 1, new RatioInterval(1, 1)), ratios[0]);
    }

    [Fact]
    public void A_loss_of_always_half_the_benchmarks_has_no_sampling_error()
    {
        double[] benchmark = [.. Enumerable.Range(1, 20)];
        var table = new LossTable(["har", "half"], [benchmark, [.. benchmark.Select(l => l / 2)]]);
        var ratio = LossRatio.Against(table, "har", new() { BlockLength = 2 })[1];
        var interval = ratio.Interval.Value!;
        Assert.Equal((.5, .5, .5), (ratio.Ratio, Math.Round(interval.Lower, 12), Math.Round(interval.Upper, 12)));
    }

    [Fact]
    public void A_benchmark_without_loss_has_no_ratio_and_no_interval()
    {
        var table = new LossTable(["perfect", "other"],
            [new double[300], [.. Enumerable.Range(0, 300).Select(row => 1.0 + row % 3)]]);
        foreach (var ratio in LossRatio.Against(table, "perfect", new()))
        {
            Assert.Equal(double.NaN, ratio.Ratio);
            Assert.Contains("The loss of perfect is 0 on every origin", ratio.Interval.Reason, StringComparison.Ordinal);
        }
        Assert.Equal(0, LossRatio.Against(table, "other", new())[0].Ratio);
        Assert.Throws<ArgumentOutOfRangeException>(() => LossRatio.Against(table, "other", new(), 1));
    }

    [Fact]
    public void A_benchmark_that_loses_on_few_origins_has_a_ratio_without_an_interval()
    {
        var table = new LossTable(["rare", "other"], [[1, .. new double[299]], [.. Enumerable.Repeat(2.0, 300)]]);
        var ratio = LossRatio.Against(table, "rare", new())[1];
        Assert.Equal(600, ratio.Ratio, 9);
        Assert.Contains("some resamplings have none", ratio.Interval.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 17, false)] // One block: every resampling is the series itself, and the interval had no width.
    [InlineData(5, 199, false)]
    [InlineData(5, 200, true)]
    [InlineData(10, 399, false)]
    [InlineData(10, 400, true)]
    [InlineData(22, 504, false)]
    [InlineData(22, 879, false)]
    [InlineData(22, 880, true)]
    public void An_interval_and_a_set_need_ten_blocks_of_four_horizons(int horizon, int rows, bool exist)
    {
        var random = new Random(rows);
        double[] Column() => [.. Draws.Gaussian(random, rows).Select(z => Math.Exp(.5 * z))];
        var table = new LossTable(["har", "equal"], [Column(), Column()]);
        var options = new BlockBootstrapOptions { Draws = 200 }.For(horizon);
        var ratio = LossRatio.Against(table, "har", options)[1];
        var set = ModelConfidenceSet.Of(table, options);

        Assert.True(double.IsFinite(ratio.Ratio));
        Assert.Equal((exist, exist), (ratio.Interval.Value is not null, set.Value is not null));
        if (exist)
        {
            Assert.True(ratio.Interval.Value!.Upper - ratio.Interval.Value.Lower > .01);
            return;
        }
        var least = Math.Max(20, 4 * horizon);
        Assert.Equal(
            $"{rows} origins are fewer than 10 blocks of {least}, too few to resample; at least {10 * least} are needed.",
            set.Reason);
        Assert.Equal(set.Reason, ratio.Interval.Reason);
    }
}
