namespace Volcast.Volatility.Tests;

public sealed class NoiseFloorTests
{
    private const double EulerGamma = .5772156649015329;

    public static TheoryData<int, double> Digammas => new()
    {
        // ψ(1/2) = −γ − 2 ln 2, ψ(1) = −γ, ψ(x + 1) = ψ(x) + 1/x.
        { 1, -EulerGamma - 2 * Math.Log(2) },
        { 2, -EulerGamma },
        { 5, -EulerGamma - 2 * Math.Log(2) + 2 + 2 / 3.0 },
        { 10, -EulerGamma + 1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0 },
    };

    [Theory]
    [MemberData(nameof(Digammas))]
    public void The_floor_of_qlike_follows_from_the_digamma_function(int returns, double digamma) =>
        Assert.Equal(-digamma - Math.Log(2.0 / returns), NoiseFloor.OfQlike(returns), 12);

    [Fact]
    public void Five_returns_have_the_reference_floor() => Assert.Equal(.2131, NoiseFloor.OfQlike(5), 4); // vectors/README.md

    [Fact]
    public void The_bias_of_the_root_has_its_closed_forms()
    {
        Assert.Equal(Math.Sqrt(2 / Math.PI), NoiseFloor.RootBias(1), 12); // E|z|
        Assert.Equal(Math.Sqrt(2 / 5.0) * 2 / (.75 * Math.Sqrt(Math.PI)), NoiseFloor.RootBias(5), 12); // Γ(3)/Γ(5/2)
    }

    [Fact]
    public void Skill_is_the_share_of_the_avoidable_loss_avoided()
    {
        Assert.Equal(0, NoiseFloor.Skill(.5, .5, .2));
        Assert.Equal(1, NoiseFloor.Skill(.2, .5, .2));
        Assert.Equal(.5, NoiseFloor.Skill(.35, .5, .2), 12);
        Assert.Equal(-1, NoiseFloor.Skill(.8, .5, .2), 12);
        Assert.True(double.IsNaN(NoiseFloor.Skill(.1, .2, .2)));
    }

    [Fact]
    public void No_return_has_no_floor()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseFloor.OfQlike(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => NoiseFloor.RootBias(0));
    }
}
