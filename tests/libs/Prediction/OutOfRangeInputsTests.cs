using Volcast.Forecasting;

namespace Volcast.Prediction.Tests;

public sealed class OutOfRangeInputsTests
{
    private static readonly string[] Names = ["vix", "ret_1d"];

    [Theory]
    [InlineData(1722, 0, "vix")]
    [InlineData(.1722, 0, "vix")]
    [InlineData(20, 2.3, "ret_1d")]
    public void A_vendor_error_is_named(double vix, double ret, string name) =>
        Assert.Contains(name == "vix" ? "implied volatility for 30 days" : "return of the last session",
            Assert.Single(OutOfRangeInputs.Of(Inputs(300, vix, ret), Names)), StringComparison.Ordinal);

    [Theory]
    [InlineData(82, -.11)]
    [InlineData(9.2, .09)]
    [InlineData(double.NaN, 0)]
    public void A_turbulent_day_is_not_a_vendor_error(double vix, double ret) =>
        Assert.Empty(OutOfRangeInputs.Of(Inputs(300, vix, ret), Names));

    [Fact]
    public void A_session_with_few_before_it_is_not_checked() => Assert.Empty(OutOfRangeInputs.Of(Inputs(100, 1722, 5), Names));

    /// <summary>VIX between 10 and 50 and returns between -.1 and .1, followed by one more session.</summary>
    private static ForecastInputs Inputs(int sessions, double vix, double ret)
    {
        DateOnly[] days = [.. Enumerable.Range(0, sessions + 1).Select(new DateOnly(2015, 1, 1).AddDays)];
        double[] waves = [.. Enumerable.Range(0, sessions).Select(day => Math.Sin(day))];
        double[] returns = [.. waves.Select(wave => .1 * wave), ret];
        return new(new ForecastingData("SPY", days, returns, new Dictionary<string, double[]>
        {
            ["vix"] = [.. waves.Select(wave => 30 + 20 * wave), vix],
            ["ret_1d"] = returns,
        }));
    }
}
