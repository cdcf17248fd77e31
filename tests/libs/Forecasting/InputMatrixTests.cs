using Volcast.Volatility;

namespace Volcast.Forecasting.Tests;

/// <summary>Forecasts from rows of inputs without a history.</summary>
public sealed class InputMatrixTests
{
    private const int Horizon = 5, Refit = 1000;
    private static readonly ForecasterSettings Settings = new() { Features = SyntheticTarget.Features, Seed = 3 };
    private static readonly ForecastingData Data = SyntheticTarget.Create();

    private static readonly string[] FromInputs =
        ["volcast", "vix-calibrated", "xgboost-21", "xgboost-21-gamma", "log-har-range", "universal", "har-range", "vix-raw"];

    public static TheoryData<string> NamesFromInputs => [.. FromInputs];
    public static TheoryData<string> NamesFromHistory => [.. ForecasterCatalog.Names.Except(FromInputs)];

    private static IFittedForecaster Fit(string name) => ForecasterCatalog.Create(name, Settings).Fit(
        Data.KnownAt(Refit), RealizedVariance.Labels(Data.LogReturns, Horizon).AsSpan(0, Refit - Horizon), Horizon);

    private static double[] Inputs(IFittedForecaster fitted, int row) =>
        [.. fitted.Spec.Inputs.Select(input => Data.Column(input)[row])];

    /// <summary>A session without a history.</summary>
    private static ForecastingData Session(IFittedForecaster fitted, double[] inputs) => new("TEST", [Data.Sessions[Refit]],
        [double.NaN], fitted.Spec.Inputs.Zip(inputs).ToDictionary(input => input.First, input => new[] { input.Second }));

    [Theory]
    [MemberData(nameof(NamesFromInputs))]
    public void A_row_is_forecast_and_explained_to_the_bit_as_a_session_with_these_inputs(string name)
    {
        using var fitted = Fit(name);
        Assert.True(fitted.ForecastsFromInputs);
        var rows = Enumerable.Range(Refit, 100).Select(row => Inputs(fitted, row)).ToArray();
        var matrix = new InputMatrix(fitted.Spec.Inputs, [.. rows.SelectMany(row => row)]);
        var variances = matrix.Forecast(fitted);
        var explanations = matrix.Explain(fitted);

        Assert.Equal((rows.Length, rows.Length, rows.Length), (matrix.Rows, variances.Length, explanations.Length));
        for (var i = 0; i < rows.Length; i++)
            foreach (var known in new[] { Session(fitted, rows[i]), Data.KnownAt(Refit + i) })
            {
                var expected = fitted.Explain(known);
                Assert.Equal(fitted.Forecast(known), variances[i]);
                Assert.Equal((expected.Scale, expected.Base, expected.Output),
                    (explanations[i].Scale, explanations[i].Base, explanations[i].Output));
                Assert.Equal(expected.Contributions, explanations[i].Contributions);
            }
    }

    [Theory]
    [MemberData(nameof(NamesFromHistory))]
    public void A_model_that_looks_back_says_that_it_needs_a_history(string name)
    {
        using var fitted = Fit(name);
        Assert.False(fitted.ForecastsFromInputs);
        var error = Assert.Throws<NotSupportedException>(() => fitted.Forecast([]));
        Assert.Contains($"{name} needs past log returns", error.Message);
        Assert.Equal(error.Message, Assert.Throws<NotSupportedException>(() => fitted.Explain([])).Message);
    }

    [Theory]
    [MemberData(nameof(NamesFromInputs))]
    public void A_missing_input_gives_no_forecast_and_is_named_with_its_row(string name)
    {
        using var fitted = Fit(name);
        var inputs = fitted.Spec.Inputs;
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, 1e300 })
        {
            double[] row = Inputs(fitted, Refit);
            row[^1] = bad;
            var matrix = new InputMatrix(inputs, [.. Inputs(fitted, Refit), .. row]);
            var variances = matrix.Forecast(fitted);

            Assert.True(variances[0] > 0);
            Assert.True(double.IsNaN(variances[1]));
            var error = Assert.Throws<InsufficientDataException>(() => matrix.Explain(fitted));
            Assert.StartsWith("Row 1: ", error.Message);
            Assert.Contains(inputs[^1], error.Message);
        }
    }

    [Fact]
    public void A_volatility_of_zero_has_no_logarithm()
    {
        using var fitted = Fit("volcast");
        var row = Inputs(fitted, Refit);
        row[fitted.Spec.Inputs.ToList().IndexOf("vix")] = 0;

        Assert.True(double.IsNaN(fitted.Forecast(row)));
        var error = Assert.Throws<InsufficientDataException>(() => fitted.Explain(row));
        Assert.Contains("takes its logarithm; it is 0", error.Message);
        Assert.Equal(error.Message, Assert.Throws<InsufficientDataException>(() => fitted.Explain(Session(fitted, row))).Message);
    }

    [Theory]
    [MemberData(nameof(NamesFromInputs))]
    public void A_row_of_another_length_is_refused(string name)
    {
        using var fitted = Fit(name);
        double[] row = Inputs(fitted, Refit);
        var inputs = fitted.Spec.Inputs;

        Assert.Contains($"{row.Length - 1} values are not the {row.Length} inputs of {name}",
            Assert.Throws<ArgumentException>(() => fitted.Forecast(row.AsSpan(1))).Message);
        Assert.Throws<ArgumentException>(() => fitted.Explain(row.AsSpan(1)));
        Assert.Throws<ArgumentException>(() => new InputMatrix([.. inputs, "more"], row));
        var other = new InputMatrix([.. inputs.Select(input => input + "_other")], row);
        Assert.Contains($"{name} reads {inputs[0]}", Assert.Throws<ArgumentException>(() => other.Forecast(fitted)).Message);
        Assert.Throws<ArgumentException>(() => other.Explain(fitted));
        Assert.Empty(new InputMatrix(inputs, []).Forecast(fitted));
    }
}
