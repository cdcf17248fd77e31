using System.Text;
using Volcast.Forecasting.Distribution;
using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

public sealed class ForecasterArtifactTests
{
    private static readonly ForecastingData Data = SyntheticTarget.Create(600);

    private static SortedDictionary<string, byte[]> Files(string name, ForecastDistribution? distribution = null)
    {
        var settings = new ForecasterSettings { Features = SyntheticTarget.Features };
        using var artifact = new ForecasterArtifact(
            ForecasterCatalog.Create(name, settings).Fit(Data, RealizedVariance.Labels(Data.LogReturns, 5), 5), distribution);
        return artifact.Save();
    }

    [Fact]
    public void The_distribution_is_kept_beside_the_model()
    {
        var distribution = new ForecastDistribution(5);
        distribution.Observe(new(2021, 1, 4), .01);
        distribution.Issue(.03);

        using var loaded = ForecasterArtifact.Load(Files("har", distribution));

        Assert.Equal(["interval.json", "recipe.json"], loaded.Save().Keys);
        Assert.Equal(distribution.Save(), loaded.Distribution!.Save());
    }

    [Fact]
    public void A_folder_without_its_recipe_says_so() =>
        Assert.Contains("recipe.json", Assert.Throws<InvalidDataException>(
            () => ForecasterArtifact.Load(new Dictionary<string, byte[]>())).Message);

    [Theory]
    [InlineData("\"format\": 3", "\"format\": 4", "format 4")]
    [InlineData("\"name\": \"har\"", "\"name\": \"gone\"", "'gone'")]
    [InlineData("\"horizon\": 5", "\"horizon\": \"five\"", "damaged")]
    [InlineData("\"symbol\": \"TEST\"", "\"symbol\": null", "damaged")]
    [InlineData("\"name\": \"rv_5d\"", "\"name\": \"rv_9d\"", "terms rv_1d, rv_5d, rv_22d")]
    [InlineData("}", "", "damaged")]
    public void A_recipe_that_cannot_be_trusted_is_refused_with_the_reason(string present, string edited, string reason)
    {
        var files = Files("har");
        var text = Encoding.UTF8.GetString(files["recipe.json"]);
        Assert.Contains(present, text);
        files["recipe.json"] = Encoding.UTF8.GetBytes(text.Replace(present, edited));

        var error = Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files));
        Assert.Contains(reason, error.Message);
        Assert.Contains("recipe.json", error.Message);
    }

    [Fact]
    public void A_recipe_of_two_inputs_is_refused_as_vix_calibrated()
    {
        var recipe = FittedModelSpec.Parse(Files("vix-calibrated")["recipe.json"]) with { Inputs = ["vix", "vix3m"] };
        var error = Assert.Throws<InvalidDataException>(
            () => ForecasterArtifact.Load(new Dictionary<string, byte[]> { ["recipe.json"] = recipe.ToJson() }));
        Assert.Contains("2 inputs", error.Message);
    }

    [Fact]
    public void A_missing_booster_is_named()
    {
        var files = Files("xgboost-21");
        files.Remove("model.json");
        Assert.Contains("model.json", Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files)).Message);
    }

    [Fact]
    public void A_booster_of_another_training_is_refused()
    {
        var files = Files("xgboost-21");
        var recipe = FittedModelSpec.Parse(files["recipe.json"]);
        files["recipe.json"] = (recipe with { Inputs = [.. recipe.Inputs.Reverse()] }).ToJson();
        Assert.Contains("come from different trainings",
            Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files)).Message);
    }
}
