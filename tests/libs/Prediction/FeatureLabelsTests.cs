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

    [Fact]
    public void Every_feature_has_a_family_label() => Assert.All(
        FeatureCatalog.L1.Features.Concat(FeatureCatalog.L2.Features),
        feature => Assert.Contains(FeatureLabels.Family(feature.Name),
            (string[])["recent volatility", "implied volatility", "leverage", "cross-asset"]));

    [Fact]
    public void An_undeclared_input_belongs_to_recent_volatility() =>
        Assert.Equal("recent volatility", FeatureLabels.Family("sigma2"));
}
