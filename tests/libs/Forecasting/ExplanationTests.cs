namespace Volcast.Forecasting.Tests;

public sealed class ExplanationTests
{
    [Theory]
    [InlineData(ContributionScale.LogVariance, -3.5, .4, -.9)]
    [InlineData(ContributionScale.LogVariance, -3.5, .4, -.4)] // base and output agree
    [InlineData(ContributionScale.LogVariance, -3.5, .4, -.40001)]
    [InlineData(ContributionScale.Variance, .03, .02, -.005)]
    [InlineData(ContributionScale.Volatility, .2, .05, -.02)]
    public void Contributions_in_volatility_add_up_proportionally(ContributionScale scale, double from, double a, double b)
    {
        var explanation = new Explanation(scale, from, [new("a", 1, a), new("b", 2, b)], from + a + b).InVolatility();

        Assert.Equal(explanation.Output, explanation.Base + explanation.Contributions.Sum(c => c.Amount), 1e-12);
        Assert.Equal(a / b, explanation.Contributions[0].Amount / explanation.Contributions[1].Amount, 1e-9);
    }

    [Fact]
    public void Log_variance_becomes_the_root_of_its_exponential()
    {
        Contribution[] contributions = [new("vix", 30, Math.Log(2.25))];
        var (from, to) = (Math.Log(.04), Math.Log(.09));
        var explanation = new Explanation(ContributionScale.LogVariance, from, contributions, to).InVolatility();

        Assert.Equal((.2, .3), (Math.Round(explanation.Base, 12), Math.Round(explanation.Output, 12)));
        Assert.Equal(.1, explanation.Contributions[0].Amount, 12);
    }

    [Fact]
    public void A_small_contribution_at_an_unmoved_forecast_is_half_of_it_times_the_base() =>
        Assert.Equal(.5 * .01 * .2, new Explanation(ContributionScale.LogVariance, Math.Log(.04),
            [new("a", 0, .01), new("b", 0, -.01)], Math.Log(.04)).InVolatility().Contributions[0].Amount, 15);
}
