using Volcast.Forecasting;
using Volcast.Forecasting.Distribution;

namespace Volcast.Prediction.Tests;

/// <summary>Where a variance premium lies among the past ones, by hand.</summary>
public sealed class PremiumHistoryTests
{
    private static readonly DateOnly First = new(2020, 1, 1);

    /// <summary>300 rows with an index of 20 points, so that each premium is .04 minus its forecast.</summary>
    private static ForecastingData Known(int rows = 300, Action<double[]>? edit = null)
    {
        var points = Enumerable.Repeat(20.0, rows).ToArray();
        edit?.Invoke(points);
        return new("SPY", [.. Enumerable.Range(0, rows).Select(First.AddDays)], new double[rows],
            new Dictionary<string, double[]> { [ForecastInputs.ImpliedColumn] = points });
    }

    /// <summary>Forecasts of .01, .02, .03 and .04 in turn: premiums of .03, .02, .01 and 0.</summary>
    private static (DateOnly, double)[] Forecasts(int rows) =>
        [.. Enumerable.Range(0, rows).Select(row => (First.AddDays(row), .01 * (1 + row % 4)))];

    private static PremiumHistory Of(double forecast, ForecastingData known, (DateOnly, double)[] forecasts) =>
        PremiumHistory.Of(VariancePremium.Of(20, forecast), known, forecasts).Value!;

    [Fact]
    public void The_percentile_is_the_share_of_smaller_past_premiums_and_an_equal_one_counts_half()
    {
        // The last row is the session of the premium: 299 are past, 75 of each of the first three, 74 of the fourth.
        var between = Of(.025, Known(), Forecasts(300));
        Assert.Equal((299, First, First.AddDays(298)), (between.Sessions, between.From, between.To));
        Assert.Equal((75 + 74) / 299.0, between.Percentile, 12);
        Assert.Equal((75 / 2.0 + 75 + 74) / 299, Of(.02, Known(), Forecasts(300)).Percentile, 12);
        Assert.Equal(0, Of(.9, Known(), Forecasts(300)).Percentile);
        Assert.Equal(1, Of(.001, Known(), Forecasts(300)).Percentile);
    }

    [Fact]
    public void Nothing_of_the_session_itself_or_later_counts()
    {
        var forecasts = Forecasts(400);
        forecasts[299].Item2 = 5;
        forecasts[350].Item2 = 5;
        Assert.Equal(Of(.025, Known(), Forecasts(300)), Of(.025, Known(), forecasts));
    }

    [Fact]
    public void Sessions_without_a_forecast_or_a_level_are_left_out_and_too_few_give_the_reason()
    {
        var forecasts = Forecasts(300);
        forecasts[7].Item2 = double.NaN;
        var known = Known(edit: points => points[8] = double.NaN);
        Assert.Equal(297, Of(.025, known, forecasts).Sessions);
        Assert.Equal("251 past premiums are known, and a percentile needs 252.",
            PremiumHistory.Of(VariancePremium.Of(20, .02), Known(252), Forecasts(252)).Reason);
    }
}
