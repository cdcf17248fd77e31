using Volcast.Features;
using Volcast.Forecasting;

namespace Volcast.Prediction.Tests;

public sealed class FeatureLabelsTests
{
    [Theory]
    [InlineData("ret_5d", .0091, "return over 5 sessions: +0.9 %")]
    [InlineData("vix", 21.06, "VIX: 21.06")]
    [InlineData("sigma2", .0123, "sigma2: 0.0123")]
    public void A_value_is_described_in_its_unit(string feature, double value, string expected) =>
        Assert.EndsWith(expected[expected.IndexOf(':')..], FeatureLabels.Describe(new Contribution(feature, value, .1)),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("rv_1d", .04, "realised volatility over 1 session: 20.0 %")]
    [InlineData("rv_5d", .01078, "realised volatility over 5 sessions: 10.4 %")]
    [InlineData("rs_negative_1d", .0, "volatility of the last session if it fell, else 0: 0.0 %")]
    [InlineData("ewma_variance", .0225, "exponentially weighted volatility: 15.0 %")]
    public void A_variance_of_a_baseline_is_described_as_a_volatility(string feature, double value, string expected) =>
        Assert.Equal(expected, FeatureLabels.Describe(new Contribution(feature, value, .1)));

    [Fact]
    public void Every_feature_has_a_family_label() => Assert.All(
        FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features),
        feature => Assert.Contains(FeatureLabels.Family(feature.Name),
            (string[])["recent volatility", "implied volatility", "leverage", "cross-asset"]));

    [Fact]
    public void An_undeclared_input_belongs_to_recent_volatility() =>
        Assert.Equal("recent volatility", FeatureLabels.Family("sigma2"));
}
