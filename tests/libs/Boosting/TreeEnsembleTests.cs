using System.Text;
using System.Text.RegularExpressions;
using CsCheck;

namespace Volcast.Boosting.Tests;

/// <summary>The managed trees compared with the library's and with the definition.</summary>
public sealed class TreeEnsembleTests
{
    [Fact]
    public void A_margin_has_the_bits_of_the_librarys() => RandomModels.OfDepth(1, 6).Sample(problem =>
    {
        using var booster = problem.Train();
        var trees = TreeEnsemble.Of(booster);
        var data = problem.Data;
        var margins = booster.PredictMargin(data.Values, data.Rows);

        Assert.Equal((data.Columns, problem.Rounds), (trees.Columns, trees.Rounds));
        for (var row = 0; row < data.Rows; row++)
            Assert.Equal(Bits(margins[row]), Bits(trees.Margin(data.Row(row))));
    }, iter: 100);

    [Fact]
    public void A_value_at_a_condition_goes_right_and_its_neighbour_below_left()
    {
        var trees = TreeEnsemble.Read(TinyTree.Model(1, 2, 3, 4));
        Assert.Equal(4, trees.Margin([.5f, .5f]));
        Assert.Equal(2, trees.Margin([MathF.BitDecrement(.5f), .5f]));
        Assert.Equal(1, trees.Margin([-0f, 0f]));
    }

    [Fact]
    public void Contributions_are_the_librarys_within_single_precision() => RandomModels.OfDepth(1, 6).Sample(problem =>
    {
        using var booster = problem.Train();
        var trees = TreeEnsemble.Of(booster);
        var data = problem.Data;
        var theirs = booster.Contributions(data.Values, data.Rows);
        var ours = new double[data.Columns];
        for (var row = 0; row < data.Rows; row++)
        {
            Assert.Equal(trees.Margin(data.Row(row)), trees.Contributions(data.Row(row), ours));
            var their = theirs.AsSpan(row * (data.Columns + 1), data.Columns + 1);
            var tolerance = 2e-5 * Math.Max(1, Math.Abs(trees.Base) + ours.Sum(Math.Abs));
            Assert.Equal(their[^1], trees.Base, tolerance);
            for (var i = 0; i < ours.Length; i++)
                Assert.Equal(their[i], ours[i], tolerance);
        }
    }, iter: 60);

    [Theory]
    [InlineData(1, 3)]
    [InlineData(4, 6)]
    public void Contributions_are_the_shapley_values_of_the_definition(int least, int most) =>
        RandomModels.OfDepth(least, most).Sample(problem =>
        {
            using var booster = problem.Train();
            var model = booster.Save();
            var (trees, definition) = (TreeEnsemble.Read(model), new PathDependentShapley(model));
            var ours = new double[problem.Data.Columns];
            for (var row = 0; row < 5; row++)
            {
                trees.Contributions(problem.Data.Row(row), ours);
                var expected = definition.Explain(problem.Data.Row(row));
                for (var i = 0; i < ours.Length; i++)
                    Assert.Equal(expected[i], ours[i], 1e-12);
            }
        }, iter: 40);

    [Fact]
    public void Base_and_contributions_add_up_to_the_leaves_in_double() => RandomModels.OfDepth(1, 6).Sample(problem =>
    {
        using var booster = problem.Train();
        var model = booster.Save();
        var (trees, definition) = (TreeEnsemble.Read(model), new PathDependentShapley(model));
        // The base is the start of the margin plus the trees' expectation when no feature is known.
        var start = trees.Base - definition.Explain(problem.Data.Row(0))[^1];
        var ours = new double[problem.Data.Columns];
        for (var row = 0; row < problem.Data.Rows; row++)
        {
            trees.Contributions(problem.Data.Row(row), ours);
            Assert.Equal(start + definition.Leaves(problem.Data.Row(row)), trees.Base + ours.Sum(), 1e-12);
        }
    }, iter: 40);

    [Fact]
    public void Trees_of_many_levels_and_columns_add_up_and_agree_with_the_library()
    {
        const int explained = 20;
        var data = Synthetic.Create(51, rows: 800, columns: 20, missing: 0.1);
        using var booster = data.Train(3, ("max_depth", "14"), ("min_child_weight", "0"), ("lambda", "0"));
        var model = booster.Save();
        var (trees, definition) = (TreeEnsemble.Read(model), new PathDependentShapley(model));
        var theirs = booster.Contributions(data.Values.AsSpan(0, explained * data.Columns), explained);
        var ours = new double[data.Columns];
        for (var row = 0; row < explained; row++)
        {
            trees.Contributions(data.Row(row), ours);
            Assert.Equal(.5 + definition.Leaves(data.Row(row)), trees.Base + ours.Sum(), 1e-12);
            for (var i = 0; i < ours.Length; i++)
                Assert.Equal(theirs[row * (data.Columns + 1) + i], ours[i], 1e-4);
        }
    }

    [Fact]
    public void Trees_with_the_same_splits_add_up_in_any_order()
    {
        // The second model splits on the other feature first; it has the same leaves.
        var single = TreeEnsemble.Read(TinyTree.Model(1, 2, 4, 8));
        var turned = TreeEnsemble.Read(TinyTree.Model([0, 1, 1], [1, 2, 4, 8], [1, 0, 0], [1, 4, 2, 8]));
        Assert.Equal((1, 2), (single.Trees, turned.Trees));
        var (once, twice) = (new double[2], new double[2]);
        foreach (var row in new float[][] { [0, 0], [0, 1], [1, 0], [1, 1], [float.NaN, 1] })
        {
            single.Contributions(row, once);
            turned.Contributions(row, twice);
            Assert.Equal(2 * single.Margin(row), turned.Margin(row));
            Assert.Equal(2 * once[0], twice[0], 1e-12);
            Assert.Equal(2 * once[1], twice[1], 1e-12);
        }
    }

    [Fact]
    public void Trees_with_more_splits_than_a_table_holds_are_evaluated_too()
    {
        const int trees = 1500;
        var condition = 0;
        string Next() => $"{++condition / 5000f}";
        var alike = TinyTree.Model([.. Enumerable.Repeat<float[][]>([[0, 1, 1], [1, 2, 4, 8]], trees).SelectMany(tree => tree)]);
        var text = Regex.Replace(Encoding.UTF8.GetString(alike), @"(?<=""split_conditions"":\[)0.5,0.5,0.5",
            _ => $"{Next()},{Next()},{Next()}");
        Assert.Equal(3 * trees, condition);
        var model = Encoding.UTF8.GetBytes(text);
        var (all, definition) = (TreeEnsemble.Read(model), new PathDependentShapley(model));
        using var booster = Booster.Load(model);
        var ours = new double[2];
        foreach (var row in new float[][] { [.2f, .8f], [.5f, .5f], [.99f, float.NaN] })
        {
            Assert.Equal(booster.PredictMargin(row, 1)[0], all.Contributions(row, ours));
            var expected = definition.Explain(row);
            Assert.Equal(expected[0], ours[0], 1e-9);
            Assert.Equal(expected[1], ours[1], 1e-9);
        }
    }

    [Fact]
    public void A_leaf_alone_contributes_to_the_base_only()
    {
        var data = Synthetic.Create(52, rows: 20, columns: 2);
        using var booster = data.Train(3, ("gamma", "1000"), ("base_score", "0.25"));
        var trees = TreeEnsemble.Of(booster);
        var contributions = new[] { 1.0, 1.0 };
        trees.Contributions([0, 0], contributions);

        Assert.Equal([0.0, 0.0], contributions);
        Assert.Equal(booster.PredictMargin([0, 0], 1)[0], trees.Base, 1e-6);
    }

    [Fact]
    public void A_row_costs_no_memory()
    {
        var data = Synthetic.Create(53, rows: 200, columns: 6);
        foreach (var depth in new[] { "2", "6" })
        {
            using var booster = data.Train(20, ("max_depth", depth));
            var trees = TreeEnsemble.Of(booster);
            var contributions = new double[data.Columns];
            void Explain()
            {
                for (var row = 0; row < data.Rows; row++)
                {
                    trees.Margin(data.Row(row));
                    trees.Contributions(data.Row(row), contributions);
                }
            }

            long Allocated()
            {
                var before = GC.GetAllocatedBytesForCurrentThread();
                Explain();
                return GC.GetAllocatedBytesForCurrentThread() - before;
            }

            Explain();
            // A collection that another test causes moves the count of one try.
            Assert.Contains(0, Enumerable.Range(0, 5).Select(_ => Allocated()));
        }
    }

    [Fact]
    public void Threads_can_share_an_ensemble()
    {
        var data = Synthetic.Create(54, rows: 100, columns: 6);
        using var booster = data.Train(30, ("max_depth", "5"));
        var trees = TreeEnsemble.Of(booster);
        var alone = Enumerable.Range(0, data.Rows).Select(Explain).ToArray();

        Parallel.For(0, 20 * data.Rows, i => Assert.Equal(alone[i % data.Rows], Explain(i % data.Rows)));

        double[] Explain(int row)
        {
            var contributions = new double[data.Columns];
            trees.Contributions(data.Row(row), contributions);
            return contributions;
        }
    }

    [Fact]
    public void Columns_have_their_names()
    {
        using var matrix = Synthetic.Create(55, columns: 2).Matrix();
        matrix.SetFeatureNames(["vix", "vol_5d"]);
        using var booster = Booster.Train(matrix, Synthetic.Parameters(), 3);
        var trees = TreeEnsemble.Of(booster);

        Assert.Equal(["vix", "vol_5d"], trees.FeatureNames);
        Assert.Equal(3, trees.Trees);
        var error = Assert.Throws<ArgumentException>(() => trees.Margin([1, float.PositiveInfinity]));
        Assert.Contains("Column 1, vol_5d, is infinite", error.Message);
    }

    private static int Bits(float value) => BitConverter.SingleToInt32Bits(value);

    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        var trees = TreeEnsemble.Read(TinyTree.Model(1, 2, 3, 4));
        Assert.Contains("2 columns", Assert.Throws<ArgumentException>(() => trees.Margin([1])).Message);
        Assert.Contains("2 columns", Assert.Throws<ArgumentException>(() => trees.Contributions([1], new double[2])).Message);
        Assert.Contains("room for 3", Assert.Throws<ArgumentException>(() => trees.Contributions([1, 1], new double[3])).Message);
        Assert.Contains("Column 0 is infinite",
            Assert.Throws<ArgumentException>(() => trees.Contributions([float.NegativeInfinity, 1], new double[2])).Message);
    }
}
