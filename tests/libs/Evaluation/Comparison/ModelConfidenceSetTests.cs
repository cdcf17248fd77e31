using Volcast.Evaluation.Comparison;

namespace Volcast.Evaluation.Tests.Comparison;

public sealed class ModelConfidenceSetTests
{
    private static readonly BlockBootstrapOptions Options = new() { Draws = 4000, BlockLength = 10 };

    private static LossTable Table(int seed, int rows, params double[] means)
    {
        var random = new Random(seed);
        var common = Draws.Gaussian(random, rows);
        return new([.. means.Select((_, i) => $"m{i}")],
            [.. means.Select(mean => Draws.Gaussian(random, rows).Zip(common, (own, all) => mean + own + 2 * all).ToArray())]);
    }

    [Fact]
    public void A_clearly_worse_model_is_eliminated_and_equal_models_remain()
    {
        var set = ModelConfidenceSet.Of(Table(1, 800, 1, 1, 1.5, 1), Options).Value!;

        Assert.Equal(["m0", "m1", "m3"], set.At(.9));
        Assert.True(set.Models[2].PValue < .001);
        Assert.Equal(800, set.N);
        Assert.Equal(1, set.Models.MinBy(m => m.MeanLoss)!.PValue);
    }

    [Fact]
    public void P_values_rise_as_losses_fall_among_models_of_equal_noise()
    {
        var models = ModelConfidenceSet.Of(Table(2, 600, 1, 1.4, 1.1, 1.2, 1.3), Options).Value!.Models;
        var order = models.OrderByDescending(m => m.MeanLoss).Select(m => m.PValue).ToArray();
        Assert.Equal(order.Order(), order);
    }

    [Fact]
    public void Of_two_models_without_dependence_the_p_value_is_that_of_diebold_and_mariano()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var table = Table(seed, 250, 1, 1.06);
            var set = ModelConfidenceSet.Of(table, new() { BlockLength = 1 }).Value!;
            var test = DieboldMariano.Test(table.Columns[0], table.Columns[1], horizon: 1);
            Assert.Equal(test.PValue, set.Models.Min(m => m.PValue), .025); // five standard errors of 10,000 draws
        }
    }

    [Fact]
    public void Each_step_agrees_with_a_direct_implementation_of_the_paper()
    {
        var table = Table(7, 300, 1, 1.05, 1.12, 1.3);
        var deviations = BlockBootstrap.MeanDeviations(table.Columns, Options);
        var left = new List<int> { 0, 1, 2, 3 };
        var expected = new double[] { 1, 1, 1, 1 };
        var running = 0.0;
        while (left.Count > 1)
        {
            double[][] draws = [.. left.Select(i => Enumerable.Range(0, Options.Draws).Select(b =>
                deviations[b * 4 + i] - left.Average(j => deviations[b * 4 + j])).ToArray())];
            double[] errors = [.. draws.Select(d => Math.Sqrt(d.Average(v => v * v)))];
            double[] t = [.. left.Select((i, k) => (table.Means[i] - left.Average(j => table.Means[j])) / errors[k])];
            var exceeding = Enumerable.Range(0, Options.Draws)
                .Count(b => left.Select((_, k) => draws[k][b] / errors[k]).Max() >= t.Max());
            running = Math.Max(running, exceeding / (double)Options.Draws);
            var worst = left[Array.IndexOf(t, t.Max())];
            expected[worst] = running;
            left.Remove(worst);
        }
        Assert.Equal(expected, ModelConfidenceSet.Of(table, Options).Value!.Models.Select(m => m.PValue));
    }

    [Fact]
    public void Models_that_never_differ_all_remain()
    {
        double[] losses = [.. Enumerable.Range(0, 100).Select(row => .1 + row % 7 / 10.0)];
        var set = ModelConfidenceSet.Of(new(["a", "b", "c"], [losses, losses, losses]), Options).Value!;
        Assert.All(set.Models, m => Assert.Equal(1, m.PValue));
    }

    [Fact]
    public void A_model_that_is_always_worse_by_the_same_amount_is_eliminated()
    {
        double[] losses = [.. Enumerable.Range(0, 100).Select(row => .1 + row % 7 / 10.0)];
        var set = ModelConfidenceSet.Of(new(["a", "b"], [losses, [.. losses.Select(l => l + .5)]]), Options).Value!;
        Assert.Equal([1, 0], set.Models.Select(m => m.PValue));
    }

    [Fact]
    public void A_single_model_is_its_own_set() =>
        Assert.Equal(["only"],
            ModelConfidenceSet.Of(
                new(["only"], [[.. Enumerable.Range(0, 100).Select(row => row + 1.0)]]), Options).Value!.At(.9));

    [Fact]
    public void The_set_does_not_depend_on_parallelism()
    {
        var table = Table(3, 200, 1, 1.1, 1.2);
        Assert.Equal(ModelConfidenceSet.Of(table, Options with { DegreeOfParallelism = 1 }).Value!.Models,
            ModelConfidenceSet.Of(table, Options with { DegreeOfParallelism = 5 }).Value!.Models);
    }
}
