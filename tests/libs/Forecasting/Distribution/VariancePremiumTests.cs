using Volcast.Forecasting.Distribution;

namespace Volcast.Forecasting.Tests.Distribution;

public sealed class VariancePremiumTests
{
    [Theory]
    [InlineData(20, .0225, .0175, 5)] // .04 − .0225; 20 − 15.
    [InlineData(10, .04, -.03, -10)]
    public void The_premium_is_the_squared_index_minus_the_forecast(double vix, double forecast, double variance, double points)
    {
        var premium = VariancePremium.Of(vix, forecast);
        Assert.Equal(variance, premium.Variance, 12);
        Assert.Equal(points, premium.VolatilityPoints, 12);
    }

    [Fact]
    public void Without_the_index_the_premium_is_NaN() => Assert.True(double.IsNaN(VariancePremium.Of(double.NaN, .04).Variance));
}
