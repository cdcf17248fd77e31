using Volcast.Lake.Tables;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Tests.Report;

namespace Volcast.Services.Monitoring.Tests.Checks;

public sealed class LiveForecastsTests
{
    /// <summary>In the order of the table, where 10 comes before 9.</summary>
    private static readonly ForecastRow[] Rows =
    [
        SampleRun.Forecast(1, .1) with { ModelVersion = "9" },
        SampleRun.Forecast(0, .1) with { ModelVersion = "10", Variance = .09 },
        SampleRun.Forecast(0, .1) with { ModelVersion = "9", Variance = .04 },
        SampleRun.Forecast(0, .1, ForecastKind.Shadow) with { ModelVersion = "11" },
    ];

    private static MonitoredModel Model(params double[] variance) => SampleChampion.Of(variance, variance, variance, version: 10);

    [Fact]
    public void Of_two_versions_from_one_origin_the_newer_counts_by_its_number() => Assert.Equal(
        [(SampleRun.Sessions[^2], "9"), (SampleRun.Last, "10")],
        LiveForecasts.Of(new SampleRun { Forecasts = Rows }.Target, Model(.01, .05))
            .Select(row => (row.ForecastOrigin, row.ModelVersion)));

    [Fact]
    public void The_range_of_the_walk_forward_is_compared_with_the_newer_version()
    {
        var row = Assert.Single(ForecastRangeCheck.Run(Model(.01, .05), new SampleRun { Forecasts = Rows }.Target));
        Assert.Equal((.3, MonitoringStatus.Failed), (row.Value, row.Status));
    }

    [Fact]
    public void A_walk_forward_without_a_finite_value_gives_no_conclusion()
    {
        var row = Assert.Single(ForecastRangeCheck.Run(Model(double.NaN), new SampleRun { Forecasts = Rows }.Target));
        Assert.Equal(MonitoringStatus.Insufficient, row.Status);
    }
}
