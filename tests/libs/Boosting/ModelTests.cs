using System.Text;
using System.Text.Json;

namespace Volcast.Boosting.Tests;

public sealed class ModelTests
{
    private static readonly string[] Names = ["ret_1d", "vix", "vix term (%)", "Größe"];

    [Fact]
    public void A_reloaded_model_predicts_the_same_bits()
    {
        foreach (var objective in new[] { "reg:squarederror", "reg:gamma" })
        {
            var data = Synthetic.Create(21);
            using var booster = data.Train(50, ("objective", objective), ("base_score", "1.234567"), ("subsample", "0.8"));
            using var reloaded = Booster.Load(booster.Save());

            AssertSameBits(booster.Predict(data.Values, data.Rows), reloaded.Predict(data.Values, data.Rows));
            AssertSameBits(booster.PredictMargin(data.Values, data.Rows), reloaded.PredictMargin(data.Values, data.Rows));
            AssertSameBits(booster.Contributions(data.Values, data.Rows), reloaded.Contributions(data.Values, data.Rows));
            Assert.Equal(booster.Save(), reloaded.Save());
            Assert.Equal(50, reloaded.Rounds);
            Assert.Equal(data.Columns, reloaded.Columns);
        }
    }

    [Fact]
    public void Rows_predict_the_same_bits_one_by_one_and_together()
    {
        var data = Synthetic.Create(22);
        using var booster = data.Train(30);
        var together = booster.Predict(data.Values, data.Rows);

        for (var row = 0; row < data.Rows; row++)
            Assert.Equal(Bits(together)[row], Bits(booster.Predict(data.Values.AsSpan(row * data.Columns, data.Columns), 1))[0]);
        Assert.Empty(booster.Predict([], 0));
    }

    [Fact]
    public void Feature_names_are_kept_in_the_model()
    {
        using var matrix = Synthetic.Create(23).Matrix();
        matrix.SetFeatureNames(Names);
        using var booster = Booster.Train(matrix, Synthetic.Parameters(), 2);
        Assert.Equal(Names, booster.FeatureNames);

        using var reloaded = Booster.Load(booster.Save());
        Assert.Equal(Names, reloaded.FeatureNames);
    }

    [Fact]
    public void A_model_without_names_has_none()
    {
        using var booster = Synthetic.Create(24).Train(1);
        Assert.Empty(booster.FeatureNames);
    }

    [Fact]
    public void The_saved_model_is_json_with_the_librarys_version()
    {
        using var booster = Synthetic.Create(25).Train(1);
        using var json = JsonDocument.Parse(booster.Save());

        var version = json.RootElement.GetProperty("version").EnumerateArray().Select(e => e.GetInt32()).ToArray();
        Assert.Equal(XGBoostLibrary.Version, new Version(version[0], version[1], version[2]));
        Assert.True(XGBoostLibrary.Version >= new Version(1, 7));
    }

    [Fact]
    public void A_model_cut_off_anywhere_is_refused()
    {
        using var booster = Synthetic.Create(26).Train(1, ("max_depth", "1"));
        var model = booster.Save();
        for (var length = 0; length < model.Length; length++)
            Assert.Throws<XGBoostException>(() => Booster.Load(model.AsSpan(0, length)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("{L\0\0\0")]
    [InlineData("{\"learner\": 3}")]
    [InlineData("{\"version\":[1,7,4],\"learner\":{}}")]
    public void Bytes_that_are_not_a_model_are_refused(string text)
    {
        var exception = Assert.Throws<XGBoostException>(() => Booster.Load(Encoding.UTF8.GetBytes(text)));
        Assert.DoesNotMatch(@"Stack trace|^\[\d|^\s*$", exception.Message);
        if (text is "" or "hello" or "{}" or "{L\0\0\0")
            Assert.Equal("These bytes are not an XGBoost model in JSON.", exception.Message);
    }

    private static void AssertSameBits(float[] expected, float[] actual) => Assert.Equal(Bits(expected), Bits(actual));

    private static int[] Bits(float[] values) => [.. values.Select(BitConverter.SingleToInt32Bits)];
}
