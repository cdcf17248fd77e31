using Volcast.Boosting.Interop;

namespace Volcast.Boosting.Tests;

public sealed class RefusalTests
{
    private readonly Synthetic data = Synthetic.Create(31, rows: 20, columns: 3, missing: 0);

    [Fact]
    public void An_unknown_objective_is_refused_with_the_librarys_message()
    {
        var exception = Assert.Throws<XGBoostException>(() => data.Train(1, ("objective", "reg:wishful")));

        Assert.StartsWith("Unknown objective function", exception.Message);
        Assert.Contains("reg:wishful", exception.Message);
        Assert.DoesNotContain("Stack trace", exception.Message);
        Assert.Contains("Unknown objective function", exception.NativeText);
    }

    [Fact]
    public void A_parameter_value_out_of_range_is_refused_in_the_librarys_words()
    {
        var exception = Assert.Throws<XGBoostException>(() => data.Train(1, ("subsample", "2")));
        Assert.Contains("subsample", exception.Message);
    }

    [Fact]
    public void Gamma_refuses_a_label_of_zero_with_the_librarys_message()
    {
        data.Labels[3] = 0;
        var exception = Assert.Throws<XGBoostException>(() => data.Train(1, ("objective", "reg:gamma")));
        Assert.Contains("label must be positive", exception.Message);
    }

    [Fact]
    public void A_misspelt_parameter_is_named()
    {
        var exception = Assert.Throws<ArgumentException>(() => data.Train(1, ("max_dept", "3")));
        Assert.Contains("max_dept", exception.Message);

        data.Train(1, ("max_dept", "3"), ("validate_parameters", "0")).Dispose();
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void A_label_that_is_not_a_number_is_reported_with_its_row(float label)
    {
        data.Labels[7] = label;
        var exception = Assert.Throws<ArgumentException>(() => data.Matrix());
        Assert.Contains("label of row 7", exception.Message);
    }

    [Fact]
    public void An_impossible_weight_or_margin_is_reported_with_its_row()
    {
        using var matrix = data.Matrix();
        var values = new float[data.Rows];
        values[4] = -1;
        Assert.Contains("row 4", Assert.Throws<ArgumentException>(() => matrix.SetWeights(values)).Message);
        values[4] = float.NaN;
        Assert.Contains("row 4", Assert.Throws<ArgumentException>(() => matrix.SetWeights(values)).Message);
        Assert.Contains("row 4", Assert.Throws<ArgumentException>(() => matrix.SetBaseMargin(values)).Message);
    }

    [Fact]
    public void An_infinite_feature_is_reported_with_its_row_and_column()
    {
        using var booster = data.Train(1);
        data.Values[5] = float.NegativeInfinity;

        Assert.Contains("Row 1, column 2", Assert.Throws<ArgumentException>(() => data.Matrix()).Message);
        var exception = Assert.Throws<ArgumentException>(() => booster.Predict(data.Values, data.Rows));
        Assert.Contains("Row 1, column 2", exception.Message);
    }

    [Fact]
    public void A_wrong_number_of_values_is_refused()
    {
        Assert.Throws<ArgumentException>(() => TrainingMatrix.FromRowMajor(data.Values, data.Rows, 4));
        Assert.Throws<ArgumentException>(() => TrainingMatrix.FromRowMajor([], 0, 3));
        using var matrix = data.Matrix();
        Assert.Throws<ArgumentException>(() => matrix.SetLabels(data.Labels.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => matrix.SetWeights(data.Labels.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => matrix.SetBaseMargin(data.Labels.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => matrix.SetFeatureNames(["a", "b"]));
        Assert.Throws<ArgumentException>(() => matrix.SetFeatureNames(["a", "b", "a"]));
        Assert.Throws<ArgumentException>(() => matrix.SetFeatureNames(["a", "b", " "]));
    }

    [Fact]
    public void A_prediction_with_another_number_of_columns_is_refused()
    {
        using var booster = data.Train(1);

        var exception = Assert.Throws<ArgumentException>(() => booster.Predict(new float[8], 2));
        Assert.Contains("3 columns", exception.Message);
        Assert.Throws<ArgumentException>(() => booster.PredictMargin(new float[2], 1));
        Assert.Throws<ArgumentException>(() => booster.Contributions(new float[4], 1));
        Assert.Throws<ArgumentException>(() => booster.Predict(new float[6], 2, [0, 0, 0]));
        Assert.Throws<XGBoostException>(() => booster.Predict(new float[6], 2, [0, 0, 0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>(() => booster.Predict([], -1));
    }

    [Fact]
    public void Training_needs_labels_and_at_least_one_round()
    {
        using var unlabelled = TrainingMatrix.FromRowMajor(data.Values, data.Rows, data.Columns);
        var exception = Assert.Throws<ArgumentException>(() => Booster.Train(unlabelled, Synthetic.Parameters(), 1));
        Assert.Contains("SetLabels", exception.Message);
        using var matrix = data.Matrix();
        Assert.Throws<ArgumentOutOfRangeException>(() => Booster.Train(matrix, Synthetic.Parameters(), 0));
    }

    [Fact]
    public void A_disposed_object_throws()
    {
        var matrix = data.Matrix();
        var booster = Booster.Train(matrix, Synthetic.Parameters(), 1);
        matrix.Dispose();
        matrix.Dispose();
        Assert.Equal(data.Rows, booster.Predict(data.Values, data.Rows).Length);
        Assert.Throws<ObjectDisposedException>(() => matrix.SetLabels(data.Labels));
        Assert.Throws<ObjectDisposedException>(() => matrix.SetBaseMargin(data.Labels));
        Assert.Throws<ObjectDisposedException>(() => Booster.Train(matrix, Synthetic.Parameters(), 1));

        booster.Dispose();
        booster.Dispose();
        Assert.Throws<ObjectDisposedException>(() => booster.Predict(data.Values, data.Rows));
        Assert.Throws<ObjectDisposedException>(() => booster.Save());
    }

    [Theory]
    [InlineData("[12:34:56] ./src/objective.cc:26: Unknown: x\n\nStack trace:\n  [bt] (0) 0x7f", "Unknown: x")]
    [InlineData("plain", "plain")]
    [InlineData("", "libxgboost reported a failure without a text.")]
    public void A_native_message_is_stripped_of_time_position_and_addresses(string text, string message) =>
        Assert.Equal(message, NativeResult.Message(text));
}
