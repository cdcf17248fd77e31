using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

public sealed class PathDependentVolatilityTests
{
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    private static IFittedForecaster Fit(ForecastingData data) => new PathDependentVolatility().Fit(
        data, RealizedVariance.Labels(data.LogReturns, 5).AsSpan(0, data.Rows - 5), 5);

    [Fact]
    public void The_forecast_is_the_squared_sum_of_trend_and_activity()
    {
        using var fitted = Fit(Data);
        var (recipe, kernels) = (fitted.Spec, fitted.Spec.Kernels!);
        var returns = Data.LogReturns[1..].ToArray().Reverse().Take(1000).ToArray();
        double Mean(string kernel, Func<double, double> value)
        {
            var (exponent, shift) = (kernels[$"{kernel}_exponent"], kernels[$"{kernel}_shift"]);
            var weights = returns.Select((_, k) => Math.Pow(k + shift, -exponent)).ToArray();
            return 252 * returns.Zip(weights, (r, w) => value(r) * w).Sum() / weights.Sum();
        }
        var (trend, activity) = (Mean("trend", r => r), Math.Sqrt(Mean("activity", r => r * r)));
        var volatility = recipe.Intercept!.Value + recipe.Terms![0].Coefficient * trend + recipe.Terms[1].Coefficient * activity;

        Assert.Equal(volatility * volatility, fitted.Forecast(Data), 1e-10);
        var explanation = fitted.Explain(Data);
        Assert.Equal(ContributionScale.Volatility, explanation.Scale);
        Assert.Equal(["trend", "activity"], explanation.Contributions.Select(c => c.Feature));
        Assert.Equal(trend, explanation.Contributions[0].Value, 1e-10);
        Assert.Equal(activity, explanation.Contributions[1].Value, 1e-10);
    }

    [Fact]
    public void Returns_older_than_the_last_thousand_change_nothing()
    {
        using var fitted = Fit(Data);
        var returns = Data.LogReturns.ToArray();
        returns[^1001] = .5;
        Assert.Equal(fitted.Forecast(Data), fitted.Forecast(With(returns)));
        returns[^1000] = .5;
        Assert.NotEqual(fitted.Forecast(Data), fitted.Forecast(With(returns)));
    }

    [Fact]
    public void A_return_absent_long_ago_is_left_out_and_one_of_this_month_allows_no_forecast()
    {
        using var fitted = Fit(Data);
        var returns = Data.LogReturns.ToArray();
        returns[900] = double.NaN;
        var holed = With(returns);
        Assert.Equal(1, fitted.Forecast(holed) / fitted.Forecast(Data), .02);
        using var refitted = Fit(holed);
        Assert.Equal(fitted.Spec.TrainingRows - 22 - 5, refitted.Spec.TrainingRows);
        returns[^22] = double.NaN;
        Assert.True(double.IsNaN(fitted.Forecast(With(returns))));
        var error = Assert.Throws<InsufficientDataException>(() => fitted.Explain(With(returns)));
        Assert.Contains("one of the last 22 log returns is absent", error.Message);
    }

    [Fact]
    public void Days_of_zero_returns_are_forecast_and_explained()
    {
        using var fitted = Fit(Data);
        var returns = Data.LogReturns.ToArray();
        Array.Clear(returns, 150, 1050);
        var forecast = fitted.Forecast(With(returns));
        Assert.True(forecast >= RealizedVariance.Floor && double.IsFinite(forecast));
        Assert.Equal(Math.Sqrt(forecast), fitted.Explain(With(returns)).Output, 1e-12);
    }

    [Fact]
    public void Constant_returns_are_refused()
    {
        var still = With([double.NaN, .. new double[Data.Rows - 1]]);
        Assert.Contains("do not vary", Assert.Throws<EstimationException>(() => Fit(still)).Message);
    }

    [Fact]
    public void A_crash_in_the_window_leaves_the_forecasts_finite()
    {
        var returns = Data.LogReturns.ToArray();
        returns[600] = Math.Log(1 - .226); // 19 October 1987
        var crashed = With(returns);
        using var fitted = Fit(crashed);
        for (var row = 590; row < 700; row++)
            Assert.InRange(fitted.Forecast(crashed.KnownAt(row)), RealizedVariance.Floor, 10);
        Assert.True(fitted.Forecast(crashed.KnownAt(600)) > 2 * fitted.Forecast(crashed.KnownAt(599)));
    }

    private static ForecastingData With(double[] returns) =>
        new("TEST", Data.Sessions.ToArray(), returns, new Dictionary<string, double[]>());
}
