using Volcast.Lake.Tables;

namespace Volcast.Prediction.Tests;

public sealed class IntervalWarningsTests
{
    [Theory]
    [InlineData(.174, .043, .162,
        "The forecast of 17.4 % lies outside its 80 % interval, 4.3 to 16.2 %: nearly all past forecasts of the model were too high. "
        + "The interval corrects for that, and the forecast does not.")]
    [InlineData(.04, .043, .162,
        "The forecast of 4.0 % lies outside its 80 % interval, 4.3 to 16.2 %: nearly all past forecasts of the model were too low. "
        + "The interval corrects for that, and the forecast does not.")]
    public void A_forecast_outside_its_interval_is_explained(double forecast, double lower, double upper, string expected) =>
        Assert.Equal(expected, Assert.Single(IntervalWarnings.Of(Row(forecast, lower, upper))));

    [Theory]
    [InlineData(.1, .043, .162)]
    [InlineData(.1, double.NaN, double.NaN)]
    public void A_forecast_inside_or_without_an_interval_is_not(double forecast, double lower, double upper) =>
        Assert.Empty(IntervalWarnings.Of(Row(forecast, lower, upper)));

    private static ForecastRow Row(double forecast, double lower, double upper) => new()
    {
        Horizon = 5,
        ForecastOrigin = new(2024, 6, 14),
        Model = "volcast-SPY-5d",
        ModelVersion = "1",
        Kind = ForecastKind.Live,
        TargetEnd = new(2024, 6, 24),
        AsOf = default,
        Variance = forecast * forecast,
        Lower80 = lower * lower,
        Upper80 = upper * upper,
        Lower95 = lower * lower,
        Upper95 = upper * upper,
        Contributions = "",
        Base = 0,
        ContributionScale = "variance",
        InputDigest = "",
    };
}
