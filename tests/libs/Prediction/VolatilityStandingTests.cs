using CsCheck;
using Volcast.Forecasting;

namespace Volcast.Prediction.Tests;

public sealed class VolatilityStandingTests
{
    /// <summary>Returns whose one-session realised variances are 252·(i/100,000)² for i = 1 … n.</summary>
    private static double[] Returns(int count) => [.. Enumerable.Range(1, count).Select(i => i * 1e-5)];

    private static double Variance(double rank) => 252 * Math.Pow(rank * 1e-5, 2);

    /// <summary>Of 1,000 values, 500 are below 500.5, and 949 are below the 950th, which counts half.</summary>
    [Theory]
    [InlineData(500.5, 50, VolatilityRegime.Normal)]
    [InlineData(0.5, 0, VolatilityRegime.Calm)]
    [InlineData(249.5, 24.9, VolatilityRegime.Calm)]
    [InlineData(250.5, 25, VolatilityRegime.Normal)]
    [InlineData(749.5, 74.9, VolatilityRegime.Normal)]
    [InlineData(750.5, 75, VolatilityRegime.Elevated)]
    [InlineData(949.5, 94.9, VolatilityRegime.Elevated)]
    [InlineData(950.5, 95, VolatilityRegime.Stressed)]
    [InlineData(2000, 100, VolatilityRegime.Stressed)]
    public void The_percentile_is_the_share_below_the_forecast(double rank, double percentile, VolatilityRegime regime)
    {
        var standing = VolatilityStanding.Of(Returns(1000), 1, Variance(rank)).Value!;
        Assert.Equal(percentile, standing.Percentile, 9);
        Assert.Equal((regime, 1000), (standing.Regime, standing.Windows));
    }

    [Fact]
    public void Values_that_equal_the_forecast_count_half()
    {
        var returns = new double[1000];
        Array.Fill(returns, .01, 0, 400);
        Array.Fill(returns, .02, 400, 600);
        Assert.Equal(70, VolatilityStanding.Of(returns, 1, 252 * .02 * .02).Value!.Percentile, 9);
    }

    [Fact]
    public void Only_ten_years_count()
    {
        double[] returns = [.. Enumerable.Repeat(.05, 3000), .. Returns(2520)];
        var standing = VolatilityStanding.Of(returns, 1, Variance(1260.5)).Value!;
        Assert.Equal((50, 2520), (standing.Percentile, standing.Windows));
    }

    [Theory]
    [InlineData(755, 1, "a percentile needs 756 realised volatilities over 1 session, and there are 755")]
    [InlineData(776, 22, "a percentile needs 756 realised volatilities over 22 sessions, and there are 755")]
    public void Three_years_of_realised_volatility_are_needed(int sessions, int horizon, string expected)
    {
        Assert.False(VolatilityStanding.Of(Returns(sessions), horizon, .04).TryGet(out _, out var reason));
        Assert.Equal(expected, reason);
        Assert.NotNull(VolatilityStanding.Of(Returns(sessions + 1), horizon, .04).Value);
    }

    [Fact]
    public void A_missing_return_removes_the_windows_that_hold_it()
    {
        var returns = Returns(1000);
        returns[500] = double.NaN;
        Assert.Equal(1000 - 4 - 5, VolatilityStanding.Of(returns, 5, .04).Value!.Windows);
    }

    /// <summary>No look-ahead: rows after the origin change nothing.</summary>
    [Fact]
    public void Later_sessions_change_nothing() => Gen.Double[-.05, .05].Array[1100].Sample(returns =>
    {
        DateOnly[] sessions = [.. Enumerable.Range(0, returns.Length).Select(day => new DateOnly(2020, 1, 1).AddDays(day))];
        var all = new ForecastingData("SPY", sessions, returns, new Dictionary<string, double[]>());
        var origin = sessions[899];
        Assert.Equal(
            VolatilityStanding.Of(returns.AsSpan(0, 900), 5, .03).Value,
            VolatilityStanding.Of(all, origin, 5, .03).Value);
    }, iter: 20);
}
