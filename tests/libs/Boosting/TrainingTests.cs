namespace Volcast.Boosting.Tests;

/// <summary>Leaves of one round with eta = 1 and lambda = 0 are −Σg/Σh over the leaf's rows, which can be calculated by
/// hand.</summary>
public sealed class TrainingTests
{
    private static readonly float[] TwoGroups = [0, 0, 0, 1, 1];

    [Fact]
    public void Squared_error_puts_the_mean_of_the_labels_in_each_leaf()
    {
        using var booster = OneRound("reg:squarederror", "0", [1, 2, 6, 10, 20]);

        Assert.Equal([3f, 15f], booster.Predict([0, 1], 2));
        Assert.Equal(1, booster.Rounds);
        Assert.Equal(1, booster.Columns);
    }

    [Fact]
    public void Lambda_shrinks_a_leaf_by_n_over_n_plus_lambda()
    {
        using var booster = OneRound("reg:squarederror", "0", [1, 2, 6, 10, 20], parameters: ("lambda", "1"));

        Assert.Equal([9f / 4, 30f / 3], booster.Predict([0, 1], 2));
    }

    [Fact]
    public void Weights_make_a_leaf_the_weighted_mean()
    {
        using var booster = OneRound("reg:squarederror", "0", [1, 2, 6, 10, 20], m => m.SetWeights([1, 1, 2, 3, 1]));

        Assert.Equal([15f / 4, 50f / 4], booster.Predict([0, 1], 2));
    }

    [Fact]
    public void Gamma_starts_at_the_log_of_the_base_score_and_predicts_the_exponential_of_the_margin()
    {
        // With margin 0: g = 1 − y, h = y, so the leaf is (Σy − n)/Σy.
        using var booster = OneRound("reg:gamma", "1", [1, 2, 6, 0.5f, 1.5f]);

        var margins = booster.PredictMargin([0, 1], 2);
        Assert.Equal(6.0 / 9, margins[0], 1e-6);
        Assert.Equal(0, margins[1], 1e-6);
        Assert.Equal(Math.Exp(6.0 / 9), booster.Predict([0, 1], 2)[0], 1e-6);
    }

    [Fact]
    public void Logistic_predicts_the_probability_of_the_logit()
    {
        // With margin 0: g = 1/2 − y, h = 1/4, so the leaf is (Σy − n/2)/(n/4).
        using var booster = OneRound("binary:logistic", "0.5", [0, 0, 1, 1, 1]);

        var margins = booster.PredictMargin([0, 1], 2);
        Assert.Equal(-2.0 / 3, margins[0], 1e-6);
        Assert.Equal(2.0, margins[1], 1e-6);
        Assert.Equal(1 / (1 + Math.Exp(2.0 / 3)), booster.Predict([0, 1], 2)[0], 1e-6);
    }

    [Fact]
    public void With_a_base_margin_only_the_residual_is_learnt()
    {
        using var booster = OneRound("reg:squarederror", "0", [1, 2, 6, 10, 20], m => m.SetBaseMargin([1, 1, 1, 5, 5]));

        Assert.Equal([2f, 10f], booster.PredictMargin([0, 1], 2, [0, 0]));
        Assert.Equal([3f, 15f], booster.PredictMargin([0, 1], 2, [1, 5]));
    }

    [Theory]
    [InlineData("reg:squarederror", 7)]
    [InlineData("reg:gamma", 7)]
    [InlineData("binary:logistic", 0.9)]
    public void A_base_margin_at_prediction_replaces_the_base_score(string objective, double baseScore)
    {
        var data = Synthetic.Create(3);
        if (objective == "binary:logistic")
            data = data.Binary();
        using var booster = data.Train(20, ("objective", objective), ("base_score", $"{baseScore}"));
        var start = objective switch
        {
            "reg:gamma" => Math.Log(baseScore),
            "binary:logistic" => Math.Log(baseScore / (1 - baseScore)),
            _ => baseScore,
        };

        var withScore = booster.PredictMargin(data.Values, data.Rows);
        var treesAlone = booster.PredictMargin(data.Values, data.Rows, new float[data.Rows]);
        for (var row = 0; row < data.Rows; row++)
            Assert.Equal(withScore[row] - start, treesAlone[row], 1e-5);
    }

    [Fact]
    public void Boosting_from_the_margins_of_the_first_rounds_equals_boosting_all_rounds()
    {
        var data = Synthetic.Create(4);
        using var whole = data.Train(20, ("max_depth", "3"));
        using var first = data.Train(12, ("max_depth", "3"));
        using var matrix = data.Matrix();
        var margin = first.PredictMargin(data.Values, data.Rows);
        matrix.SetBaseMargin(margin);
        using var rest = Booster.Train(matrix, Synthetic.Parameters(("max_depth", "3")), 8);

        var expected = whole.PredictMargin(data.Values, data.Rows);
        var actual = rest.PredictMargin(data.Values, data.Rows, margin);
        for (var row = 0; row < data.Rows; row++)
            Assert.Equal(expected[row], actual[row], 1e-5);
    }

    [Theory]
    [InlineData(9, 9)]
    [InlineData(1, 3)]
    public void A_missing_value_goes_where_its_training_rows_belonged(float labelOfMissing, float expected)
    {
        using var matrix = TrainingMatrix.FromRowMajor([0, 0, 1, 1, float.NaN, float.NaN], 6, 1);
        matrix.SetLabels([1, 5, 9, 9, labelOfMissing, labelOfMissing == 9 ? 9 : 5]);
        using var booster = Booster.Train(matrix, OneRoundParameters("reg:squarederror", "0"), 1);

        Assert.Equal(expected, booster.Predict([float.NaN], 1)[0]);
        Assert.Equal(9f, booster.Predict([1], 1)[0]);
    }

    [Fact]
    public void Several_classes_give_one_probability_each()
    {
        using var matrix = TrainingMatrix.FromRowMajor([0, 0, 1, 1, 2, 2], 6, 1);
        matrix.SetLabels([0, 0, 1, 1, 2, 2]);
        using var booster = Booster.Train(matrix,
            Synthetic.Parameters(("objective", "multi:softprob"), ("num_class", "3"), ("min_child_weight", "0")), 20);

        var probabilities = booster.Predict([0, 1, 2], 3);
        Assert.Equal(9, probabilities.Length);
        for (var row = 0; row < 3; row++)
        {
            Assert.Equal(1, probabilities.Skip(3 * row).Take(3).Sum(), 1e-5);
            Assert.True(probabilities[3 * row + row] > 0.9);
        }
        Assert.Equal(3 * 3 * 2, booster.Contributions([0, 1, 2], 3).Length);
        var margins = booster.PredictMargin([0], 1, [0, 0, 1]);
        Assert.Equal(booster.PredictMargin([0], 1, [0, 0, 0])[2] + 1, margins[2], 1e-6);
    }

    [Fact]
    public void A_linear_booster_predicts_too()
    {
        using var matrix = TrainingMatrix.FromRowMajor([0, 1, 2, 3], 4, 1);
        matrix.SetLabels([1, 3, 5, 7]);
        var parameters = new Dictionary<string, string>
        {
            ["booster"] = "gblinear",
            ["base_score"] = "0",
            ["nthread"] = "1",
            ["lambda"] = "0",
        };
        using var booster = Booster.Train(matrix, parameters, 200);

        Assert.Equal(9, booster.Predict([4], 1)[0], 1e-2);
    }

    [Fact]
    public void One_thread_and_two_give_the_same_model_bytes()
    {
        var data = Synthetic.Create(5, rows: 3000, columns: 8);
        byte[] Model(string threads)
        {
            using var booster = data.Train(8, ("nthread", threads), ("max_depth", "4"), ("subsample", "0.7"),
                ("colsample_bytree", "0.5"), ("seed", "11"));
            return booster.Save();
        }

        Assert.Equal(Model("1"), Model("2"));
    }

    [Fact]
    public void The_random_seed_determines_the_sampled_rows()
    {
        var data = Synthetic.Create(6);
        byte[] Model(string seed)
        {
            using var booster = data.Train(5, ("subsample", "0.5"), ("seed", seed));
            return booster.Save();
        }

        Assert.Equal(Model("1"), Model("1"));
        Assert.NotEqual(Model("1"), Model("2"));
    }

    [Fact]
    public void Training_stops_between_rounds_when_it_is_cancelled()
    {
        using var matrix = Synthetic.Create(7).Matrix();
        using var source = new CancellationTokenSource();
        var lines = 0;
        void CancelOnFirstLine(string line)
        {
            lines++;
            source.Cancel();
        }

        Assert.Throws<OperationCanceledException>(() =>
            Booster.Train(matrix, Synthetic.Parameters(("verbosity", "3")), 1_000_000, CancelOnFirstLine, source.Token));
        Assert.True(lines > 0);
    }

    [Fact]
    public void The_librarys_log_goes_to_the_callers_receiver_only_when_verbosity_asks_for_it()
    {
        using var matrix = Synthetic.Create(8).Matrix();
        var lines = new List<string>();
        Booster.Train(matrix, Synthetic.Parameters(), 2, lines.Add).Dispose();
        Assert.Empty(lines);

        Booster.Train(matrix, Synthetic.Parameters(("verbosity", "3")), 2, lines.Add).Dispose();
        Assert.NotEmpty(lines);
    }

    private static Dictionary<string, string> OneRoundParameters(string objective, string baseScore,
        params (string, string)[] more) =>
        Synthetic.Parameters([("objective", objective), ("base_score", baseScore), ("tree_method", "exact"), ("eta", "1"),
            ("lambda", "0"), ("min_child_weight", "0"), .. more]);

    private static Booster OneRound(string objective, string baseScore, float[] labels, Action<TrainingMatrix>? prepare = null,
        params (string, string)[] parameters)
    {
        using var matrix = TrainingMatrix.FromRowMajor(TwoGroups, TwoGroups.Length, 1);
        matrix.SetLabels(labels);
        prepare?.Invoke(matrix);
        return Booster.Train(matrix, OneRoundParameters(objective, baseScore, parameters), 1);
    }
}
