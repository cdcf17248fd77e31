using System.Text;
using Volcast.Volatility;
using Volcast.Volatility.Garch;

namespace Volcast.Forecasting.Tests;

/// <summary>The forecasters that use the target's returns only.</summary>
public sealed class ReturnBaselinesTests
{
    private const int Horizon = 5;
    private static readonly ForecasterSettings Settings = new() { Features = [] };
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    private static IFittedForecaster Fit(string name, ForecastingData? data = null)
    {
        data ??= Data;
        return ForecasterCatalog.Create(name, Settings)
            .Fit(data, RealizedVariance.Labels(data.LogReturns, Horizon).AsSpan(0, data.Rows - Horizon), Horizon);
    }

    private static ForecastingData With(Action<double[]> change)
    {
        var returns = Data.LogReturns.ToArray();
        change(returns);
        return new("TEST", Data.Sessions.ToArray(), returns, new Dictionary<string, double[]>());
    }

    [Theory]
    [InlineData("rv-5", 5)]
    [InlineData("rv-22", 22)]
    public void The_rolling_variance_is_the_mean_square_of_its_window(string name, int window)
    {
        using var fitted = Fit(name);
        var expected = 252.0 / window * Data.LogReturns[^window..].ToArray().Sum(r => r * r);

        Assert.Equal(expected, fitted.Forecast(Data), 15);
        Assert.Equal(1, fitted.Forecast(Data.KnownAt(window)) / RealizedVariance.OfReturns(Data.LogReturns[1..(window + 1)]), 12);
        Assert.True(double.IsNaN(fitted.Forecast(Data.KnownAt(window - 1))));
        var contribution = Assert.Single(fitted.Explain(Data).Contributions);
        Assert.Equal($"rv_{window}d", contribution.Feature);
        Assert.Equal(expected, contribution.Value, 15);
    }

    [Fact]
    public void The_moving_average_is_the_recursion_of_RiskMetrics()
    {
        using var fitted = Fit("ewma");
        var variance = 0.0;
        foreach (var r in Data.LogReturns[1..])
            variance = .94 * variance + .06 * r * r;

        Assert.Equal(1, fitted.Forecast(Data) / (252 * variance), 1e-7);
        Assert.Equal(.94, fitted.Spec.State!.Parameters["lambda"]);
    }

    [Theory]
    [InlineData("rv-5")]
    [InlineData("rv-22")]
    [InlineData("ewma")]
    public void Days_of_zero_returns_are_forecast_at_the_floor_and_explained(string name)
    {
        using var fitted = Fit(name);
        var still = With(returns => Array.Clear(returns, 850, 350));

        Assert.Equal(RealizedVariance.Floor, fitted.Forecast(still));
        var explanation = fitted.Explain(still);
        Assert.Equal(explanation.Output, explanation.Base + explanation.Contributions[0].Amount, 1e-15);
    }

    [Fact]
    public void The_conditional_variance_is_filtered_from_all_returns_and_forecast_by_recursion()
    {
        using var fitted = Fit("garch");
        var p = fitted.Spec.State!.Parameters;
        var variance = p["first_variance"];
        foreach (var r in Data.LogReturns[1..])
            variance = p["omega"] + p["alpha"] * Math.Pow(r - p["mean"], 2) + p["beta"] * variance;
        var (next, sum) = (variance, 0.0);
        for (var k = 0; k < Horizon; k++, next = p["omega"] + (p["alpha"] + p["beta"]) * next)
            sum += next;

        Assert.Equal(1, fitted.Forecast(Data) / (252 * sum / Horizon), 1e-12);
        Assert.Equal(252 * variance, fitted.Explain(Data).Contributions[0].Value, 1e-12);
    }

    [Theory]
    [InlineData("garch")]
    [InlineData("gjr-garch-t")]
    [InlineData("egarch")]
    public void The_training_rows_alone_determine_the_process(string name)
    {
        using var fitted = Fit(name);
        var returns = Data.LogReturns[1..(Data.Rows - Horizon)];
        VarianceProcess process = name switch
        {
            "garch" => GarchProcess.Fit(returns).Process,
            "gjr-garch-t" => GjrGarchProcess.Fit(returns).Process,
            _ => EgarchProcess.Fit(returns).Process,
        };
        Assert.All(process.ParameterNames.Zip(process.Parameters),
            p => Assert.Equal(p.Second, fitted.Spec.State!.Parameters[p.First]));
        Assert.Equal(252 * process.Filter(returns)[22..].Average(), fitted.Spec.State!.TrainingMean, 1e-12);
    }

    [Theory]
    [InlineData("ewma")]
    [InlineData("garch")]
    [InlineData("gjr-garch-t")]
    [InlineData("egarch")]
    public void A_return_absent_long_ago_is_left_out_and_one_of_this_month_allows_no_forecast(string name)
    {
        using var fitted = Fit(name);
        var forecast = fitted.Forecast(Data);

        Assert.Equal(1, fitted.Forecast(With(returns => returns[900] = double.NaN)) / forecast, .02);
        Assert.True(double.IsNaN(fitted.Forecast(With(returns => returns[^22] = double.NaN))));
        Assert.False(double.IsNaN(fitted.Forecast(With(returns => returns[^23] = double.NaN))));
        using var holed = Fit(name, With(returns => returns[500] = double.NaN));
        Assert.Equal(fitted.Spec.TrainingRows - 22 - Horizon, holed.Spec.TrainingRows);
        Assert.Equal(1, holed.Forecast(Data) / forecast, .05);
    }

    /// <summary>Half a year with a tenth of the usual returns, followed by 19 October 1987.</summary>
    private static ForecastingData QuietThenCrash() => With(returns =>
    {
        for (var row = returns.Length - 130; row < returns.Length; row++)
            returns[row] *= .1;
        returns[^1] = -.229;
    });

    [Theory]
    [InlineData("garch")]
    [InlineData("gjr-garch-t")]
    [InlineData("egarch")]
    public void No_variance_is_above_the_largest_squared_residual(string name)
    {
        using var fitted = Fit(name);
        var mean = fitted.Spec.State!.Parameters["mean"];
        var forecast = fitted.Forecast(QuietThenCrash());
        Assert.InRange(forecast, fitted.Forecast(Data), 252 * (.229 + mean) * (.229 + mean));
    }

    [Fact]
    public void Without_a_bound_an_egarch_forecasts_an_impossible_volatility_after_a_crash()
    {
        using var fitted = Fit("egarch");
        var p = fitted.Spec.State!.Parameters;
        var process = new EgarchProcess(p["mean"], p["omega"], p["alpha"], p["gamma"], p["beta"]);
        var data = QuietThenCrash();
        var unbounded = 252 * process.Forecast(
            process.Filter(data.LogReturns[1..], p["first_variance"])[^1], Horizon).Average();
        Assert.True(Math.Sqrt(unbounded) > 10, $"{Math.Sqrt(unbounded)}"); // 1,000 %
        Assert.Equal(Math.Sqrt(252) * .229, Math.Sqrt(fitted.Forecast(data)), .5);
        Assert.Equal(252 * process.Forecast(process.Filter(Data.LogReturns[1..], p["first_variance"])[^1], Horizon).Average(),
            fitted.Forecast(Data), 1e-12); // On an ordinary market the bound has no effect.
    }

    [Theory]
    [InlineData("garch")]
    [InlineData("gjr-garch-t")]
    [InlineData("egarch")]
    public void Constant_returns_are_refused(string name)
    {
        var still = With(returns => Array.Clear(returns, 1, returns.Length - 1));
        Assert.Contains("do not vary", Assert.Throws<EstimationException>(() => Fit(name, still)).Message);
    }

    [Theory]
    [InlineData("ewma", "\"lambda\"", "\"lamda\"", "parameter lambda of ewma_variance")]
    [InlineData("garch", "\"largest_squared_residual\"", "\"largest\"", "parameter largest_squared_residual of garch_variance")]
    [InlineData("garch", "\"beta\"", "\"zeta\"", "parameter beta of garch_variance")]
    [InlineData("egarch", "\"egarch_variance\"", "\"variance\"", "state egarch_variance")]
    [InlineData("rv-22", "\"rv_22d\"", "\"rv_5d\"", "state rv_22d")]
    public void A_recipe_without_its_state_is_refused(string name, string present, string edited, string reason)
    {
        using var fitted = Fit(name);
        var text = Encoding.UTF8.GetString(fitted.Save()["recipe.json"]);
        Assert.Contains(present, text);
        var files = new Dictionary<string, byte[]> { ["recipe.json"] = Encoding.UTF8.GetBytes(text.Replace(present, edited)) };

        Assert.Contains(reason, Assert.Throws<InvalidDataException>(() => ForecasterArtifact.Load(files)).Message);
    }
}
