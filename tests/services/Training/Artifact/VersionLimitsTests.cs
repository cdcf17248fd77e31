using Volcast.Evaluation;
using Volcast.Forecasting;
using Volcast.Prediction;
using Volcast.Services.Training.Artifact;
using Volcast.Volatility;

namespace Volcast.Services.Training.Tests.Artifact;

/// <summary>What a version does not know, on a history made by hand: a limit is listed where it applies, and only there.</summary>
public sealed class VersionLimitsTests
{
    /// <summary>An index between 15 and 25 points with a day of 40, and returns of alternating sign.</summary>
    private static ForecastingData Data(int rows, int stressed, int zeros, double newest = 20)
    {
        var returns = Enumerable.Range(0, rows).Select(row => (row % 2 == 0 ? .01 : -.01) * (1 + row % 7 / 10.0)).ToArray();
        for (var i = 0; i < zeros; i++)
            returns[7 * i + 3] = 0;
        var index = Enumerable.Range(0, rows).Select(row => 15.0 + row % 11).ToArray();
        for (var i = 0; i < stressed; i++)
            index[5 * i + 1] = 40;
        index[^1] = newest;
        return new("TEST", [.. Enumerable.Range(0, rows).Select(new DateOnly(2001, 1, 1).AddDays)], returns,
            new Dictionary<string, double[]> { ["vix"] = index }, impliedIndex: "^VIX");
    }

    private static IReadOnlyList<string> Of(
        ForecastingData data, WalkForwardResult? walkForward = null, params IReadOnlyList<DateOnly> splits)
    {
        using var fitted = new VixCalibrated().Fit(data, RealizedVariance.Labels(data.TargetReturns, 5), 5);
        var history = new TargetHistory(new(data), [], new Dictionary<string, string>(), null) { Splits = splits };
        return VersionLimits.Of(fitted.Spec, history, walkForward, ForecasterCatalog.Benchmark);
    }

    /// <summary>Origins on the first sessions of the data. The outcome is .04. HAR always forecasts .05; the model is exact, but
    /// forecasts <paramref name="inCalm"/> where the index is below 18 points.</summary>
    private static WalkForwardResult WalkForward(ForecastingData data, int origins, double inCalm)
    {
        var level = data.Column("vix")[..origins].ToArray();
        double[] none = [.. level.Select(_ => double.NaN)];
        return new()
        {
            Symbol = data.Symbol,
            Horizon = 5,
            Origins = data.Sessions[..origins].ToArray(),
            TargetEnds = new DateOnly?[origins],
            RealizedVariance = [.. level.Select(_ => .04)],
            Models =
            [
                Model(ForecasterCatalog.Benchmark, [.. level.Select(_ => .05)]),
                Model(new VixCalibrated().Name, [.. level.Select(points => points < 18 ? inCalm : .04)]),
            ],
        };

        ModelForecasts Model(string name, double[] variance) => new()
        {
            Name = name,
            Variance = variance,
            Lower80 = none,
            Upper80 = none,
            Lower95 = none,
            Upper95 = none,
            SkippedOrigins = [],
        };
    }

    [Fact]
    public void A_long_history_with_stress_and_trades_has_none_of_the_limits() =>
        Assert.Empty(Of(Data(rows: 1400, stressed: 40, zeros: 5)));

    [Fact]
    public void The_third_of_the_index_in_which_the_model_loses_is_named()
    {
        var data = Data(rows: 1400, stressed: 40, zeros: 5);
        var limit = Assert.Single(Of(data, WalkForward(data, 330, inCalm: .08)));
        Assert.Matches(@"^\*\*Weakest regime\.\*\* With \^VIX from 15\.0 to 19\.0 points at the origin, a third of the origins of the "
            + @"walk-forward, its loss was \d\.\d{3} of that of `har`\.$", limit);
        Assert.Empty(Of(data, WalkForward(data, 330, inCalm: .041))); // It wins in each third.
        Assert.Empty(Of(data, WalkForward(data, 140, inCalm: .08))); // Too few origins in a third.
    }

    [Fact]
    public void Splits_of_the_training_rows_are_counted()
    {
        var data = Data(rows: 1400, stressed: 40, zeros: 5);
        var limit = Assert.Single(Of(data, null, data.Sessions[100], data.Sessions[203], data.Sessions[1399]));
        Assert.StartsWith("**Splits.** TEST had 2 splits in the training rows, the newest on 2001-07-23. Its returns rest on the "
            + "vendor's adjustment; the largest on these days is 1.2 %.", limit, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_limit_states_the_number_of_this_version()
    {
        var limits = Of(Data(rows: 605, stressed: 6, zeros: 30, newest: 95));
        Assert.Equal(4, limits.Count);
        Assert.Equal("**Short history.** It learnt from 600 rows, less than the 1,260 of five years.", limits[0]);
        Assert.Equal("**Little stress.** ^VIX was above 30 points on 1.0 % of its training rows, and never above 40.0. It has hardly "
            + "learnt from a crisis.", limits[1]);
        Assert.StartsWith("**Thin trading.** 5.0 % of its returns are exactly zero.", limits[2], StringComparison.Ordinal);
        Assert.StartsWith("**Inputs outside training.** On 2002-08-28 ", limits[3], StringComparison.Ordinal);
        Assert.EndsWith("is far outside the range of the 600 sessions known (15 to 40).", limits[3], StringComparison.Ordinal);
    }
}
