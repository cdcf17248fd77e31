using Volcast.Volatility;

namespace Volcast.Drift.Tests;

public sealed class LossDecompositionTests
{
    /// <summary>Two groups whose forecasts are twice their mean outcome: recalibration halves them.</summary>
    [Fact]
    public void Parts_of_a_forecast_that_is_twice_too_high()
    {
        double[] realized = [.01, .03, .06, .10], forecast = [.04, .04, .16, .16];
        var parts = LossDecomposition.Of(realized, forecast);

        Assert.Equal(Math.Log(2) - .5, parts.Miscalibration, 12); // 1/2 − ln(1/2) − 1 at the mean outcome
        Assert.Equal(parts.Miscalibration, parts.LevelMiscalibration, 12);
        Assert.Equal(Losses.MeanQlike(realized, [.05, .05, .05, .05]), parts.Uncertainty, 12);
        Assert.Equal(Losses.MeanQlike(realized, [.02, .02, .08, .08]), parts.Refinement, 12);
        Assert.Equal(parts.Loss, parts.Miscalibration - parts.Discrimination + parts.Uncertainty, 12);
    }

    [Fact]
    public void A_forecast_in_the_wrong_order_discriminates_nothing()
    {
        var parts = LossDecomposition.Of([.04, .03, .02, .01], [.01, .02, .03, .04]);
        Assert.Equal(0, parts.Discrimination, 12);
        Assert.Equal(parts.Loss - parts.Uncertainty, parts.Miscalibration, 12);
    }

    [Fact]
    public void An_increasing_change_of_the_forecasts_changes_the_miscalibration_only()
    {
        var market = new LossMarket(new Random(2), clustered: false);
        var forecasts = market.Forecasts(new());
        var before = LossDecomposition.Of(market.Realized, forecasts);
        var after = LossDecomposition.Of(market.Realized, [.. forecasts.Select(forecast => 3 * forecast * Math.Sqrt(forecast))]);

        Assert.Equal(before.Discrimination, after.Discrimination, 12);
        Assert.True(after.Miscalibration > before.Miscalibration);
        Assert.InRange(before.Miscalibration, 0, .1);
    }

    [Fact]
    public void Rows_without_an_outcome_or_a_forecast_are_left_out_and_variances_have_the_floor()
    {
        var parts = LossDecomposition.Of([.01, double.NaN, .02, 0], [.01, .01, double.NaN, 1e-6]);
        Assert.Equal((2, 0.0), (parts.Count, parts.Loss));
        Assert.Throws<ArgumentException>(() => LossDecomposition.Of([double.NaN], [.01]));
        Assert.Throws<ArgumentException>(() => LossDecomposition.Of([.01], []));
    }
}
