using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

/// <summary>The baselines that are affine in variance or its log, other than <c>har</c> and <c>vix-calibrated</c>.</summary>
public sealed class AffineBaselinesTests
{
    private static readonly ForecasterSettings Settings = new() { Features = [] };
    private static readonly ForecastingData Data = SyntheticTarget.Create();
    private static readonly double[] Labels = RealizedVariance.Labels(Data.LogReturns, 5);

    private static IFittedForecaster Fit(string name, double[]? labels = null) =>
        ForecasterCatalog.Create(name, Settings).Fit(Data, (labels ?? Labels).AsSpan(0, Data.Rows - 5), 5);

    private static double Range(int window, int row) => Math.Pow(Data.Column($"range_vol_{window}d")[row], 2);

    [Fact]
    public void A_variance_that_is_linear_in_the_range_variances_is_recovered()
    {
        var labels = Labels.Select((_, t) => 4e-6 + .1 * Range(1, t) + .3 * Range(5, t) + .5 * Range(22, t)).ToArray();
        using var fitted = Fit("har-range", labels);

        Assert.Equal([.1, .3, .5], fitted.Spec.Terms!.Select(t => Math.Round(t.Coefficient, 8)));
        var explanation = fitted.Explain(Data);
        Assert.Equal(ContributionScale.Variance, explanation.Scale);
        Assert.Equal(["range_vol_1d", "range_vol_5d", "range_vol_22d"], explanation.Contributions.Select(c => c.Feature));
        Assert.Equal(Data.Column("range_vol_5d")[^1], explanation.Contributions[1].Value);
        var mean = Enumerable.Range(22, Data.Rows - 27).Average(t => Range(5, t));
        Assert.Equal(.3 * (Range(5, Data.Rows - 1) - mean), explanation.Contributions[1].Amount, 1e-9);
    }

    [Fact]
    public void The_mean_of_the_exponential_is_forecast_and_not_the_exponential_of_the_mean()
    {
        // ln RV = ln .8 + .2·ln V(1) + .3·ln V(5) + .4·ln V(22) ± ln 3, with alternating sign: the mean of exp(e) is (3 + 1/3)/2.
        double Clean(int t) => .8 * Math.Pow(Range(1, t), .2) * Math.Pow(Range(5, t), .3) * Math.Pow(Range(22, t), .4);
        var labels = Labels.Select((_, t) => Clean(t) * (t % 2 == 0 ? 3 : 1.0 / 3)).ToArray();
        using var fitted = Fit("log-har-range", labels);

        Assert.Equal(1, fitted.Forecast(Data) / (Clean(Data.Rows - 1) * 5 / 3), .1);
        var rows = Enumerable.Range(22, Data.Rows - 27).ToArray();
        Assert.Equal(1, rows.Average(t => labels[t] / fitted.Forecast(Data.KnownAt(t))), 1e-10);
        Assert.Equal(ContributionScale.LogVariance, fitted.Explain(Data).Scale);
    }

    [Fact]
    public void A_fall_and_a_rise_have_a_coefficient_each()
    {
        double Square(int t, int sign) => Math.Sign(Data.LogReturns[t]) == sign ? 252 * Math.Pow(Data.LogReturns[t], 2) : 0;
        double MeanSquare(int t, int window) => 252 * Data.LogReturns[(t + 1 - window)..(t + 1)].ToArray().Average(r => r * r);
        var labels = Labels.Select((_, t) => t < 22 ? double.NaN
            : 1e-5 + .25 * Square(t, -1) + .05 * Square(t, 1) + .3 * MeanSquare(t, 5) + .35 * MeanSquare(t, 22)).ToArray();
        using var fitted = Fit("shar", labels);

        Assert.Equal([.25, .05, .3, .35], fitted.Spec.Terms!.Select(t => Math.Round(t.Coefficient, 8)));
        Assert.Equal(["rs_negative_1d", "rs_positive_1d", "rv_5d", "rv_22d"], fitted.Spec.Terms!.Select(t => t.Name));
    }

    [Fact]
    public void The_raw_index_forecasts_its_square_for_any_training_rows()
    {
        using var fitted = Fit("vix-raw");
        var vix = Data.Column("vix")[^1];
        Assert.Equal(vix * vix / 1e4, fitted.Forecast(Data), 1e-15);
        Assert.Equal(("vix", vix), fitted.Explain(Data).Contributions.Select(c => (c.Feature, c.Value)).Single());
        using var other = Fit("vix-raw", [.. Labels.Select(variance => 10 * variance)]);
        Assert.Equal(fitted.Forecast(Data), other.Forecast(Data));
    }

    [Theory]
    [InlineData("har-range")]
    [InlineData("shar")]
    [InlineData("pdv")]
    public void A_forecast_under_the_smallest_training_value_is_replaced_by_the_mean_and_nothing_contributes(string name)
    {
        using var fitted = Fit(name);
        var recipe = fitted.Spec with { Intercept = -10 };
        using var low = ForecasterArtifact.Load(new Dictionary<string, byte[]> { ["recipe.json"] = recipe.ToJson() });

        Assert.Equal(recipe.TargetMean, low.Forecaster.Forecast(Data));
        var explanation = low.Forecaster.Explain(Data);
        Assert.Equal(explanation.Base, explanation.Output);
        Assert.All(explanation.Contributions, c => Assert.Equal(0, c.Amount));
    }

    [Theory]
    [InlineData("har-range", "range_vol_5d", "range_vol_9d", "terms range_vol_1d_squared, range_vol_9d_squared")]
    [InlineData("vix-raw", "\"vix_variance\"", "\"vix\"", "terms vix_variance")]
    [InlineData("pdv", "trend_shift", "trend_shirt", "parameter trend_shift")]
    public void A_recipe_that_does_not_hold_what_the_model_needs_is_refused(
        string name, string present, string edited, string reason)
    {
        using var fitted = Fit(name);
        var text = System.Text.Encoding.UTF8.GetString(fitted.Save()["recipe.json"]);
        var at = text.IndexOf(present, StringComparison.Ordinal);
        var files = new Dictionary<string, byte[]>
        {
            ["recipe.json"] = System.Text.Encoding.UTF8.GetBytes(text[..at] + edited + text[(at + present.Length)..]),
        };
        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files)).Message);
    }
}
