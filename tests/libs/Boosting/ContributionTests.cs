using CsCheck;

namespace Volcast.Boosting.Tests;

public sealed class ContributionTests
{
    private static readonly string[] Objectives = ["reg:squarederror", "reg:gamma", "binary:logistic"];
    private static readonly string[] TreeMethods = ["exact", "hist", "approx"];

    private static readonly Gen<(Synthetic Data, int Rounds, (string, string)[] Parameters)> Problems =
        from seed in Gen.Int[0, 100_000]
        from rows in Gen.Int[20, 120]
        from columns in Gen.Int[1, 6]
        from missing in Gen.Double[0, 0.5]
        from objective in Gen.Int[0, 2].Select(i => Objectives[i])
        from depth in Gen.Int[1, 6]
        from rounds in Gen.Int[1, 60]
        from eta in Gen.Double[0.01, 1]
        from lambda in Gen.Double[0, 20]
        from subsample in Gen.Double[0.3, 1]
        from method in Gen.Int[0, 2].Select(i => TreeMethods[i])
        let data = Synthetic.Create(seed, rows, columns, missing)
        select (objective == "binary:logistic" ? data.Binary() : data, rounds, new[]
        {
            ("objective", objective), ("max_depth", $"{depth}"), ("eta", $"{eta:F4}"), ("lambda", $"{lambda:F4}"),
            ("subsample", $"{subsample:F4}"), ("tree_method", method), ("seed", $"{seed}"), ("base_score", "0.7"),
        });

    [Fact]
    public void Contributions_and_base_add_up_to_the_margin() => Problems.Sample(problem =>
    {
        var (data, rounds, parameters) = problem;
        using var booster = data.Train(rounds, parameters);
        AssertAddsUp(booster.Contributions(data.Values, data.Rows), booster.PredictMargin(data.Values, data.Rows), data.Columns);

        var start = data.Labels;
        AssertAddsUp(booster.Contributions(data.Values, data.Rows, start), booster.PredictMargin(data.Values, data.Rows, start),
            data.Columns);
    }, iter: 150);

    [Fact]
    public void Contributions_are_the_shapley_values_of_the_definition()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            var data = Synthetic.Create(seed, rows: 60, columns: 5, missing: 0.2);
            using var booster = data.Train(4, ("max_depth", "4"), ("tree_method", "exact"), ("objective", Objectives[seed % 2]));
            var definition = new PathDependentShapley(booster.Save());

            var contributions = booster.Contributions(data.Values, data.Rows, new float[data.Rows]);
            for (var row = 0; row < data.Rows; row++)
            {
                var expected = definition.Explain(data.Values.AsSpan(row * data.Columns, data.Columns));
                for (var i = 0; i < expected.Length; i++)
                    Assert.Equal(expected[i], contributions[row * expected.Length + i], 1e-6);
            }
        }
    }

    [Theory]
    [InlineData("AND", 0.375, -0.125, 0.25)]
    [InlineData("OR", 0.125, -0.375, 0.75)]
    [InlineData("XOR", -0.25, -0.25, 0.5)]
    public void Logic_gates_have_their_known_shapley_values(string gate, double bothOn, double bothOff, double expectedBase)
    {
        float[] leaves = gate switch
        {
            "AND" => [0, 0, 0, 1],
            "OR" => [0, 1, 1, 1],
            _ => [0, 1, 1, 0],
        };
        using var booster = Booster.Load(TinyTree.Model(leaves));

        Assert.Equal(leaves, booster.Predict([0, 0, 0, 1, 1, 0, 1, 1], 4));
        var contributions = booster.Contributions([1, 1, 0, 0], 2);
        double[] expected = [bothOn, bothOn, expectedBase, bothOff, bothOff, expectedBase];
        for (var i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], contributions[i], 1e-7);
    }

    [Fact]
    public void The_base_of_a_trained_model_is_the_mean_margin_of_its_training_rows()
    {
        // Squared error weighs every row alike, so averaging by cover is averaging over the rows.
        var data = Synthetic.Create(12, missing: 0);
        using var booster = data.Train(10);

        var contributions = booster.Contributions(data.Values, data.Rows);
        var mean = booster.PredictMargin(data.Values, data.Rows).Select(m => (double)m).Average();
        Assert.Equal(mean, contributions[data.Columns], 1e-5);
    }

    [Fact]
    public void Interactions_are_symmetric_and_their_rows_add_up_to_the_contributions()
    {
        var data = Synthetic.Create(13, rows: 30, columns: 4);
        using var booster = data.Train(10, ("max_depth", "3"));
        var contributions = booster.Contributions(data.Values, data.Rows);
        var interactions = booster.Interactions(data.Values, data.Rows);

        var side = data.Columns + 1;
        Assert.Equal(data.Rows * side * side, interactions.Length);
        for (var row = 0; row < data.Rows; row++)
            for (var i = 0; i < side; i++)
            {
                var line = Enumerable.Range(0, side).Select(j => (double)interactions[(row * side + i) * side + j]);
                Assert.Equal(contributions[row * side + i], line.Sum(), 1e-5);
                for (var j = 0; j < i; j++)
                    Assert.Equal(interactions[(row * side + i) * side + j], interactions[(row * side + j) * side + i], 1e-6);
            }
    }

    [Fact]
    public void The_XOR_gate_has_interactions_only()
    {
        // XOR at (1,1): each feature's −1/4 comes from the pair alone, which is shared equally: φ12 = φ21 = −1/4, φ11 = φ22 = 0.
        using var booster = Booster.Load(TinyTree.Model(0, 1, 1, 0));

        var interactions = booster.Interactions([1, 1], 1);
        Assert.Equal(0, interactions[0], 1e-6);
        Assert.Equal(-0.25, interactions[1], 1e-6);
        Assert.Equal(-0.25, interactions[3], 1e-6);
        Assert.Equal(0, interactions[4], 1e-6);
    }

    private static void AssertAddsUp(float[] contributions, float[] margins, int columns)
    {
        Assert.Equal(margins.Length * (columns + 1), contributions.Length);
        for (var row = 0; row < margins.Length; row++)
        {
            var sum = 0.0;
            for (var i = 0; i <= columns; i++)
                sum += contributions[row * (columns + 1) + i];
            Assert.True(Math.Abs(sum - margins[row]) <= 1e-5 * Math.Max(1, Math.Abs(margins[row])),
                $"row {row}: {sum} is not {margins[row]}");
        }
    }
}
