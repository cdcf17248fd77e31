namespace Volcast.Drift.Tests;

public sealed class LossDiagnosisTests
{
    private const int Start = LossMarket.Reference;
    private const int Window = 60;
    private static readonly LossMarket Market = new(new Random(8), clustered: false);

    [Fact]
    public void An_unchanged_forecast_needs_nothing()
    {
        var diagnosis = Diagnose(new());
        Assert.Equal((LossRemedy.None, 42), (diagnosis.Remedy, diagnosis.PastWindows));
        Assert.Equal((Start, Window), (diagnosis.Reference!.Count, diagnosis.Window!.Count));
    }

    [Fact]
    public void A_forecast_that_became_too_low_needs_recalibration()
    {
        var diagnosis = Diagnose(new(Bias: 12));
        Assert.Equal(LossRemedy.Recalibrate, diagnosis.Remedy);
        Assert.Equal(1 / 43.0, diagnosis.LevelPValue);
        Assert.True(diagnosis.MiscalibrationIsWorse);
    }

    [Fact]
    public void A_forecast_that_became_noisy_needs_retraining()
    {
        var diagnosis = Diagnose(new(Noise: 4));
        Assert.Equal(LossRemedy.Retrain, diagnosis.Remedy);
        Assert.Equal(1 / 43.0, diagnosis.ConditionalPValue);
    }

    /// <summary>Forecasts of another week keep their distribution, but order the sessions at random.</summary>
    [Fact]
    public void A_forecast_that_lost_its_order_needs_retraining()
    {
        double[] realized = [.. Enumerable.Range(0, 1260).Select(row => row % 2 == 0 ? .01 : .04 + row % 7 / 1000.0)];
        double[] forecast = [.. realized.Select((_, row) => row % 2 == 0 ? .01 : .04)];
        var diagnosis = LossDiagnosis.Of(realized.AsSpan(0, 1200), forecast.AsSpan(0, 1200), realized.AsSpan(1200),
            [.. Enumerable.Range(0, 60).Select(row => row % 4 < 2 ? .01 : .04)]);
        Assert.True(diagnosis.DiscriminationIsWorse);
        Assert.Equal(LossRemedy.Retrain, diagnosis.Remedy);
        Assert.Equal(0, diagnosis.Window!.Discrimination, 3);
    }

    [Theory]
    [InlineData(Window * 18, Window)]
    [InlineData(Start, 20)]
    [InlineData(0, Window)]
    [InlineData(Start, 0)]
    public void Too_few_outcomes_have_no_remedy(int reference, int window)
    {
        var forecasts = Market.Forecasts(new());
        var diagnosis = LossDiagnosis.Of(
            Market.Realized[..reference], forecasts.AsSpan(0, reference),
            Market.Realized.Slice(Start, window), forecasts.AsSpan(Start, window));
        Assert.Equal(LossRemedy.Insufficient, diagnosis.Remedy);
    }

    private static LossDiagnosis Diagnose(ForecastChange change)
    {
        var forecasts = Market.Forecasts(change);
        return LossDiagnosis.Of(Market.Realized[..Start], forecasts.AsSpan(0, Start),
            Market.Realized.Slice(Start, Window), forecasts.AsSpan(Start, Window));
    }
}
