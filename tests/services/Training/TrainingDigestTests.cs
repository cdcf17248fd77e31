using System.Globalization;
using Volcast.Boosting;
using Volcast.Files;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Services.Tests;

namespace Volcast.Services.Training.Tests;

public sealed class TrainingDigestTests
{
    /// <summary>A registry finds a version of an earlier build by this digest, so its text may not change.</summary>
    [Theory]
    [InlineData(5, "")]
    [InlineData(10, "tail=NormalVarianceMixture\n")]
    public void A_long_horizon_adds_its_tail_method_and_a_short_one_keeps_its_digest(int horizon, string tail)
    {
        var history = new TargetHistory(
            new(new("SPY", [new(2021, 1, 4)], [.01], new Dictionary<string, double[]>())), [],
            new Dictionary<string, string> { ["curated.market"] = "abc" }, null);
        var request = new TrainingRequest(SimulatedLake.Roles, horizon) { Seed = 7 };
        var text = string.Create(CultureInfo.InvariantCulture,
            $"recipe=volcast/{ForecasterCatalog.RecipeRevision}\nxgboost={XGBoostLibrary.Version}\n")
            + $"target=SPY\nhorizon={horizon}\nseed=7\nfrom=\nto=\n{tail}curated.market=abc\n";
        Assert.Equal(Digest.Of(text), TrainingDigest.Of("volcast", request, history));
    }
}
