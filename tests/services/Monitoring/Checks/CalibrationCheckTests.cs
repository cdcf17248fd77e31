using Volcast.Drift;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Scores;
using Volcast.Services.Monitoring.Tests.Report;

namespace Volcast.Services.Monitoring.Tests.Checks;

public sealed class CalibrationCheckTests
{
    /// <summary>100 outcomes of forecasts over five sessions have a standard error of √(.8·.2·5/100) = .0894.</summary>
    [Theory]
    [InlineData(80, MonitoringStatus.Ok)]
    [InlineData(97, MonitoringStatus.Ok)]
    [InlineData(98, MonitoringStatus.Warning)]
    [InlineData(62, MonitoringStatus.Warning)]
    [InlineData(53, MonitoringStatus.Failed)]
    public void Coverage_is_judged_by_its_standard_error(int covered, MonitoringStatus status)
    {
        var row = Coverage(100, covered);
        Assert.Equal((covered / 100.0, .8, status), (row.Value, row.Threshold, row.Status));
    }

    [Fact]
    public void Fewer_than_63_outcomes_give_no_conclusion()
    {
        Assert.Equal(MonitoringStatus.Insufficient, Coverage(62, 10).Status);
        Assert.Equal(MonitoringStatus.Failed, Coverage(63, 10).Status);
        Assert.Equal(MonitoringStatus.Insufficient, Coverage(0, 0).Status);
    }

    [Fact]
    public void Only_the_newest_252_outcomes_count()
    {
        // The 8 oldest of 260 outcomes are outside.
        var row = Coverage(260, 252);
        Assert.Equal(1, row.Value);
    }

    /// <summary>|PIT − ½| of a calibrated forecast is uniform on 0 to ½, so a PIT of .99 has the rank .021 among 999.</summary>
    [Fact]
    public void The_calibration_alarm_ranks_each_outcome_in_the_uniform_distribution()
    {
        var rows = Run([Score(ScoreChecks.Pit, .99, 1), Score(ScoreChecks.Pit, .5, 0)]);
        var alarm = rows.Where(row => row.Check == CheckNames.PitAlarm).ToArray();
        var u = 21 / 1000.0;
        var expected = Enumerable.Range(1, 19).Average(i => i / 20.0 * Math.Pow(u, i / 20.0 - 1));
        Assert.Equal(2, alarm.Length);
        Assert.Equal((4 + expected) / 5, alarm[0].Value, 1e-9);
        Assert.Equal((ConformalAlarm.Red, MonitoringStatus.Ok), (alarm[0].Threshold, alarm[0].Status));
        Assert.True(alarm[1].Value < alarm[0].Value);
    }

    private static MonitoringRow Coverage(int outcomes, int covered) => Run(
    [
        .. Enumerable.Range(0, outcomes).Select(i => Score(ScoreChecks.Covered80, i < covered ? 1 : 0, i)),
    ]).Single(row => row.Check == CheckNames.Coverage80);

    private static IReadOnlyList<MonitoringRow> Run(MonitoringRow[] scores) =>
        new CalibrationCheck(new AlarmCheck(TradingCalendar.Nyse))
            .Run(SampleChampion.Without("None is needed."), new SampleRun { Earlier = scores }.Target);

    private static MonitoringRow Score(string check, double value, int sessionsAgo) =>
        SampleRun.Row(check, MonitoringKind.Score, MonitoringStatus.Ok, value: value, sessionsAgo: sessionsAgo);
}
