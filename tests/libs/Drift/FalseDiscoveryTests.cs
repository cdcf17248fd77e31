namespace Volcast.Drift.Tests;

public sealed class FalseDiscoveryTests
{
    [Fact]
    public void A_feature_without_a_test_does_not_count() =>
        Assert.Equal([.02, double.NaN, .5], FalseDiscovery.Adjust([.01, double.NaN, .5]));

    [Fact]
    public void Equal_p_values_stay_what_they_are_and_none_exceeds_1()
    {
        Assert.Equal([.03, .03, .03], FalseDiscovery.Adjust([.03, .03, .03]));
        Assert.Equal([1, 1], FalseDiscovery.Adjust([.9, 1]));
        Assert.Empty(FalseDiscovery.Adjust([]));
    }
}
