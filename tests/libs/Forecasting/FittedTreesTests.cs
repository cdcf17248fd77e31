using System.Text;
using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

/// <summary>The trees after a training, compared with the same trees from an artifact.</summary>
public sealed class FittedTreesTests
{
    private const int Refit = 1000;
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    public static TheoryData<string> Names => ["volcast", "xgboost-21", "xgboost-21-gamma"];

    private static IFittedForecaster Fit(string name) =>
        ForecasterCatalog.Create(name, new ForecasterSettings { Features = SyntheticTarget.Features, Seed = 3 }).Fit(
            Data.KnownAt(Refit), RealizedVariance.Labels(Data.LogReturns, 5).AsSpan(0, Refit - 5), 5);

    private static double[] Forecasts(IFittedForecaster fitted) =>
        [.. Enumerable.Range(Refit, Data.Rows - Refit).Select(row => fitted.Forecast(Data.KnownAt(row)))];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_librarys_trees_and_the_managed_ones_forecast_the_same_bits(string name)
    {
        using var trained = Fit(name);
        var byLibrary = Forecasts(trained);
        trained.Explain(Data);
        using var loaded = ForecasterArtifact.Load(trained.Save());

        Assert.Equal(byLibrary, Forecasts(trained));
        Assert.Equal(byLibrary, Forecasts(loaded.Forecaster));
        Assert.Equal(trained.Explain(Data).Contributions, loaded.Forecaster.Explain(Data).Contributions);
        Assert.Equal(trained.Interactions(Data)!.Amounts, loaded.Forecaster.Interactions(Data)!.Amounts);
    }

    [Fact]
    public void Contributions_of_trees_add_up_to_the_forecast()
    {
        using var fitted = Fit("xgboost-21-gamma");
        for (var row = Refit; row < Data.Rows; row++)
        {
            var reasons = fitted.Explain(Data.KnownAt(row));
            Assert.Equal(reasons.Output, reasons.Base + reasons.Contributions.Sum(c => c.Amount), 1e-12);
            Assert.Equal(Math.Log(fitted.Forecast(Data.KnownAt(row))), reasons.Output, 1e-12);
        }
    }

    [Theory]
    [InlineData("\"gbtree\"", "\"dart\"", "'dart'")]
    [InlineData("{\"learner\"", "\"learner\"", "damaged")]
    public void Trees_that_cannot_be_read_are_refused_with_the_name_of_their_file(string present, string edited, string reason)
    {
        using var fitted = Fit("xgboost-21");
        var files = fitted.Save().ToDictionary();
        var text = Encoding.UTF8.GetString(files["model.json"]);
        Assert.Contains(present, text);
        files["model.json"] = Encoding.UTF8.GetBytes(text.Replace(present, edited));

        var error = Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files));
        Assert.Contains(reason, error.Message);
        Assert.StartsWith("model.json of xgboost-21", error.Message);
    }

    [Fact]
    public void A_recipe_that_does_not_name_a_regressions_input_is_refused()
    {
        using var fitted = Fit("volcast");
        var files = fitted.Save().ToDictionary();
        files[FittedModelSpec.FileName] = (fitted.Spec with { Inputs = [.. fitted.Spec.Inputs.SkipLast(1)] }).ToJson();
        Assert.Contains($"does not name the input {fitted.Spec.Inputs[^1]}",
            Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files)).Message);
    }
}
