using Volcast.Forecasting;
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

    private static IReadOnlyList<string> Of(ForecastingData data)
    {
        using var fitted = new VixCalibrated().Fit(data, RealizedVariance.Labels(data.TargetReturns, 5), 5);
        return VersionLimits.Of(fitted.Spec, data);
    }

    [Fact]
    public void A_long_history_with_stress_and_trades_has_none_of_the_limits() =>
        Assert.Empty(Of(Data(rows: 1400, stressed: 40, zeros: 5)));

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
