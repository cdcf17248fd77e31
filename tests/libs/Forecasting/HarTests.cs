using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

public sealed class HarTests
{
    private static FittedModelSpec Spec(double intercept, double day, double minimum, double mean) => new()
    {
        Name = "har",
        Symbol = "SPY",
        Horizon = 5,
        Inputs = [],
        TrainingFrom = new(2000, 1, 3),
        TrainingTo = new(2009, 12, 31),
        TrainingRows = 2500,
        TargetMean = mean,
        TargetMinimum = minimum,
        Intercept = intercept,
        Terms = [new("rv_1d", day, .02), new("rv_5d", .25, .03), new("rv_22d", .5, .04)],
    };

    private static ForecastingData Constant(double dailyReturn) => new("SPY",
        [.. Enumerable.Range(0, 30).Select(i => new DateOnly(2010, 1, 1).AddDays(i))],
        [double.NaN, .. Enumerable.Repeat(dailyReturn, 29)], new Dictionary<string, double[]>());

    private static IFittedForecaster Load(FittedModelSpec recipe) =>
        ForecasterArtifact.Load(new Dictionary<string, byte[]> { ["recipe.json"] = recipe.ToJson() }).Forecaster;

    [Fact]
    public void The_forecast_is_the_intercept_plus_each_mean_square_times_its_coefficient()
    {
        using var har = Load(Spec(.001, .125, 1e-6, .02));
        // 252 · .01² = .0252 over each of the three windows.
        Assert.Equal(.001 + .0252 * .875, har.Forecast(Constant(.01)), 15);
    }

    [Fact]
    public void Each_term_contributes_its_distance_from_the_training_mean()
    {
        using var har = Load(Spec(.001, .125, 1e-6, .02));
        var explanation = har.Explain(Constant(.01));

        Assert.Equal(ContributionScale.Variance, explanation.Scale);
        Assert.Equal(.001 + .125 * .02 + .25 * .03 + .5 * .04, explanation.Base, 15);
        Assert.Equal(["rv_1d", "rv_5d", "rv_22d"], explanation.Contributions.Select(c => c.Feature));
        Assert.Equal(.25 * (.0252 - .03), explanation.Contributions[1].Amount, 15);
        Assert.Equal(.0252, explanation.Contributions[1].Value, 15);
    }

    [Fact]
    public void A_forecast_under_the_smallest_training_value_is_replaced_by_the_mean_and_nothing_contributes()
    {
        using var har = Load(Spec(-.05, .125, 1e-4, .02));
        var explanation = har.Explain(Constant(.01));

        Assert.Equal(.02, har.Forecast(Constant(.01)));
        Assert.Equal((.02, .02), (explanation.Base, explanation.Output));
        Assert.All(explanation.Contributions, c => Assert.Equal(0, c.Amount));
    }

    [Fact]
    public void Fewer_than_22_returns_allow_no_forecast()
    {
        using var har = Load(Spec(.001, .125, 1e-6, .02));
        Assert.True(double.IsNaN(har.Forecast(Constant(.01).KnownAt(21))));
        Assert.True(har.Forecast(Constant(.01).KnownAt(22)) > 0);
    }

    [Fact]
    public void A_process_that_is_a_heterogeneous_autoregression_is_recovered()
    {
        // Returns built so that the next day's square is exactly .1·day + .3·week + .5·month + 4e-6.
        var squares = Enumerable.Range(0, 22).Select(i => 1e-4 * (1 + .5 * Math.Sin(i * i))).ToList();
        while (squares.Count < 900)
            squares.Add(4e-6 + .1 * squares[^1] + .3 * squares[^5..].Average() + .5 * squares[^22..].Average()
                + (squares.Count % 97 == 0 ? 2e-4 : 0));
        var returns = squares.Select(Math.Sqrt).Prepend(double.NaN).ToArray();
        var labels = RealizedVariance.Labels(returns, 1);
        for (var row = 0; row + 1 < labels.Length; row++)
            if (row % 97 == 0)
                labels[row] = double.NaN; // The random shocks are not part of the recursion.
        var data = new ForecastingData("SPY", [.. returns.Select((_, i) => new DateOnly(2000, 1, 1).AddDays(i))], returns,
            new Dictionary<string, double[]>());

        using var har = new Har().Fit(data, labels, 1);

        Assert.Equal(252 * 4e-6, har.Spec.Intercept!.Value, 1e-9);
        Assert.Equal([.1, .3, .5], har.Spec.Terms!.Select(t => Math.Round(t.Coefficient, 7)));
    }
}
