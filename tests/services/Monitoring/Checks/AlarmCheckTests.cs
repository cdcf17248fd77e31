using Volcast.Drift;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring.Checks;

namespace Volcast.Services.Monitoring.Tests.Checks;

public sealed class AlarmCheckTests
{
    private static readonly DateOnly[] Sessions = [.. TradingCalendar.Nyse.Sessions(new(2024, 1, 2), new(2024, 3, 28))];
    private static readonly ConformalAlarm Alarm = new([.. Enumerable.Range(1, 999).Select(i => (double)i)]);

    [Fact]
    public void One_session_at_a_time_gives_the_rows_of_one_late_run()
    {
        var scores = Scores(600, 30);
        Assert.Equal(Run([], scores, 29), EachDay(30, _ => scores));
    }

    [Fact]
    public void A_second_run_of_a_session_gives_its_row_again()
    {
        var rows = Run([], Scores(600, 10), 9);
        Assert.Equal([rows[^1]], Run(rows, Scores(600, 10), 9));
    }

    /// <summary>The score of session 3 comes four sessions late.</summary>
    [Fact]
    public void A_late_score_counts_from_the_next_row_on()
    {
        var all = Scores(900, 10);
        var rows = EachDay(10, day => all.Where(score => day >= 7 || score.Key != Sessions[3]).ToDictionary());

        var inTime = Run([], all, 9);
        Assert.Equal(inTime[7..], rows[7..]);
        Assert.Equal(inTime[2], rows[2]);
        Assert.All(rows[3..7], row => Assert.True(row.Value < inTime.Single(other => other.Session == row.Session).Value));
    }

    /// <summary>Six small scores come after two large ones have raised the alarm. In time, they would have prevented it.</summary>
    [Fact]
    public void Late_scores_that_speak_for_the_model_do_not_take_back_a_red_alarm()
    {
        var scores = Scores(1, 10);
        (scores[Sessions[0]], scores[Sessions[7]], scores[Sessions[8]]) = (500, 999.5, 999.5);
        var rows = EachDay(10, day => scores.Where(score => day == 9 || score.Value > 1).ToDictionary(), horizon: 1);
        Assert.Equal(MonitoringStatus.Failed, rows[8].Status);
        Assert.Equal(MonitoringStatus.Failed, rows[9].Status);
        Assert.True(rows[9].Value < ConformalAlarm.Yellow);
        Assert.DoesNotContain(Run([], scores, 9, horizon: 1), row => row.Status == MonitoringStatus.Failed);
    }

    [Fact]
    public void After_a_red_alarm_a_new_version_starts_a_new_process()
    {
        var red = Run([], Scores(999.5, 20), 19);
        Assert.Equal(MonitoringStatus.Failed, red[^1].Status);

        var scores = Scores(999.5, 21);
        Assert.Equal(MonitoringStatus.Failed, Assert.Single(Run(red, scores, 20)).Status);
        var fresh = Assert.Single(Run(red, scores, 20, version: 2));
        var start = Alarm.Advance(AlarmState.Start(5), 999.5);
        Assert.Equal((start.Value, MonitoringStatus.Warning), (fresh.Value, fresh.Status));
    }

    [Fact]
    public void Without_a_score_or_a_reference_there_is_no_conclusion()
    {
        Assert.Equal(MonitoringStatus.Insufficient, Assert.Single(Run([], [], 0)).Status);
        var row = Assert.Single(new AlarmCheck(TradingCalendar.Nyse).Run(SampleChampion.Without("None is needed here."), CheckNames.LossAlarm, MonitoringKind.Loss,
            new Reason("There is no walk-forward."), Scores(1, 3), [], Sessions[3]));
        Assert.Equal((MonitoringStatus.Insufficient, """{"reasons":["There is no walk-forward."]}"""), (row.Status, row.Detail));
    }

    private static MonitoringRow[] EachDay(
        int days, Func<int, Dictionary<DateOnly, double>> known, int horizon = 5)
    {
        var rows = new List<MonitoringRow>();
        for (var day = 0; day < days; day++)
            rows.AddRange(Run(rows, known(day).Where(score => score.Key <= Sessions[day]).ToDictionary(), day, horizon: horizon));
        return [.. rows];
    }

    private static MonitoringRow[] Run(
        IReadOnlyList<MonitoringRow> stored, Dictionary<DateOnly, double> scores, int day, int version = 1, int horizon = 5) =>
        [.. new AlarmCheck(TradingCalendar.Nyse).Run(SampleChampion.Without("None is needed here.", version, horizon), CheckNames.LossAlarm, MonitoringKind.Loss, Alarm, scores,
            stored, Sessions[day])];

    private static Dictionary<DateOnly, double> Scores(double score, int days) =>
        Sessions[..days].ToDictionary(session => session, _ => score);
}
