using Volcast.Forecasting;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Tests;

namespace Volcast.Services.Monitoring.Tests.Checks;

public sealed class DriftCheckTests
{
    private static readonly DateOnly[] Sessions = [.. TradingCalendar.Nyse.Sessions(new(2020, 1, 2), new(2023, 12, 29))];

    [Fact]
    public void A_feature_that_breaks_fails_and_a_constant_one_does_not()
    {
        var random = new Random(2);
        double[] noise = [.. Sessions.Select(_ => random.NextDouble())];
        var rows = Run(Sessions.Length, new()
        {
            ["still"] = noise,
            ["broken"] = [.. noise.Select((value, row) => row < noise.Length - 40 ? value : value + 3)],
            ["constant"] = [.. noise.Select(_ => 1.0)],
        });
        Assert.Equal(MonitoringStatus.Ok, rows["still"].Status);
        Assert.Equal(MonitoringStatus.Failed, rows["broken"].Status);
        Assert.Equal((MonitoringStatus.Ok, 1), (rows["constant"].Status, rows["constant"].Value));
    }

    [Fact]
    public void A_constant_feature_that_takes_another_value_fails()
    {
        var rows = Run(Sessions.Length, new()
        {
            ["moved"] = [.. Sessions.Select((_, row) => row < Sessions.Length - 5 ? 1.0 : 2.0)],
        });
        Assert.Equal(MonitoringStatus.Failed, rows["moved"].Status);
    }

    /// <summary>100 sessions: 60 in the window and 40 before.</summary>
    [Fact]
    public void A_reference_that_is_shorter_than_the_window_gives_no_conclusion()
    {
        var random = new Random(2);
        var row = Run(100, new() { ["short"] = [.. Sessions.Select(_ => random.NextDouble())] })["short"];
        Assert.Equal(MonitoringStatus.Insufficient, row.Status);
        Assert.Contains("reference", row.Detail, StringComparison.Ordinal);
        Assert.Contains("\"window\":60", row.Detail, StringComparison.Ordinal);
    }

    private static Dictionary<string, MonitoringRow> Run(int sessions, Dictionary<string, double[]> features)
    {
        var random = new Random(1);
        var data = new ForecastingData("SPY", Sessions[..sessions], [.. Enumerable.Range(0, sessions).Select(_ => random.NextDouble() - .5)],
            features.ToDictionary(feature => feature.Key, feature => feature.Value[..sessions]));
        return DriftCheck.Run(new MonitoredTarget(SimulatedLake.Roles, data, [.. features.Keys], [], []), [])
            .ToDictionary(row => row.Subject);
    }
}
