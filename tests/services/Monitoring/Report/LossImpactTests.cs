using Volcast.Lake.Tables;
using Volcast.Prediction;
using Volcast.Services.Tests;
using static Volcast.Services.Monitoring.Tests.Report.SampleRun;

namespace Volcast.Services.Monitoring.Tests.Report;

public sealed class LossImpactTests
{
    private static readonly MonitoringRow[] Checks =
    [
        Row(CheckNames.LossAlarm, MonitoringKind.Loss, MonitoringStatus.Ok, value: 1),
        DriftOf("calm", MonitoringStatus.Failed, 3), DriftOf("vix", MonitoringStatus.Ok, .5),
    ];

    private static LossImpact[] Rank(SampleRun run) => [.. LossImpact.Rank(SimulatedLake.Roles.Target, run.Checks, run.Forecasts)];

    /// <summary>|.2| and |−.4| have the mean .3, and .5 · .3 = .15. No model reads the feature that drifted most.</summary>
    [Fact]
    public void Impact_is_the_distance_times_the_mean_absolute_contribution()
    {
        var ranked = Rank(new() { Checks = Checks, Forecasts = [Forecast(2, .2, ForecastKind.Backfill), Forecast(1, -.4)] });
        Assert.Equal([("vix", 5), ("calm", 0)], ranked.Select(one => (one.Feature, one.Horizon)));
        Assert.Equal(.3, ranked[0].Contribution, 1e-12);
        Assert.Equal(.15, ranked[0].Value, 1e-12);
        Assert.Equal((3, 0), (ranked[1].Distance, ranked[1].Value));
    }

    [Fact]
    public void Shadows_provisional_forecasts_other_scales_and_old_forecasts_do_not_count()
    {
        var ranked = Rank(new()
        {
            Checks = Checks,
            Forecasts =
            [
                .. Enumerable.Range(0, 10).Select(i => Forecast(200 - i, 100)),
                .. Enumerable.Range(0, LossImpact.Forecasts).Select(i => Forecast(100 - i, .1)),
                Forecast(3, 100, ForecastKind.Shadow), Forecast(2, 100, ForecastKind.Provisional),
                Forecast(1, 100, scale: "variance"),
            ],
        });
        Assert.Equal(.1, ranked[0].Contribution, 1e-12);
    }

    /// <summary>The verdict on drift then decides the order.</summary>
    [Fact]
    public void Without_stored_forecasts_there_is_no_impact()
    {
        var ranked = Rank(new() { Checks = Checks });
        Assert.Equal(["calm", "vix"], ranked.Select(one => one.Feature));
        Assert.All(ranked, one => Assert.True(double.IsNaN(one.Value)));
    }
}
