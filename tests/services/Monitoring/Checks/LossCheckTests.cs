using System.Text.Json;
using Volcast.Drift;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Services.Monitoring.Checks;
using Volcast.Services.Monitoring.Tests.Report;
using Volcast.Volatility;

namespace Volcast.Services.Monitoring.Tests.Checks;

public sealed class LossCheckTests
{
    private const int Rows = 1260;

    /// <summary>Realised variances of the simulated past; the returns of the sample run give the same.</summary>
    private static readonly double[] Realized = [.. Enumerable.Repeat(252 * 1e-4, Rows)];

    [Fact]
    public void The_loss_alarm_is_the_process_of_the_differences_from_HAR()
    {
        var random = new Random(5);
        double[] own = [.. Realized.Select(one => one * Math.Exp(.4 * random.NextDouble()))];
        double[] har = [.. Realized.Select(one => one * Math.Exp(.6 * random.NextDouble()))];
        har[3] = double.NaN;
        (double Own, double Har)[] live = [(.9, .2), (.3, .1), (double.NaN, .1), (.5, .4)];
        var row = Alarm(SampleChampion.Of(Realized, own, har), live);

        var alarm = ConformalAlarm.OfYears(
            [.. own.Zip(har, (mine, other) => Losses.Qlike(Realized[0], mine) - Losses.Qlike(Realized[0], other))], horizon: 5);
        var state = alarm.Advance(
            AlarmState.Start(5), [.. live.Select(one => ConformalAlarm.LossScore(one.Own, one.Har))]);
        Assert.Equal((state.Value, alarm.RedLevel), (row.Value, row.Threshold));
        Assert.Equal(SampleRun.Last, row.Session);
    }

    [Fact]
    public void Without_a_walk_forward_of_a_year_there_is_no_alarm()
    {
        var row = Alarm(SampleChampion.Without("Version 1 has no walk-forward."), [(.9, .2)]);
        Assert.Equal((MonitoringStatus.Insufficient, """{"reasons":["Version 1 has no walk-forward."]}"""), (row.Status, row.Detail));

        var few = Realized[..251];
        var tooShort = Alarm(SampleChampion.Of(few, few, few), [(.9, .2)]);
        Assert.Equal(MonitoringStatus.Insufficient, tooShort.Status);
        Assert.Contains("has 251 losses of both volcast and har; an alarm needs 252.", tooShort.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_forecast_without_a_score_of_HAR_is_a_session_without_a_bet()
    {
        var row = Alarm(SampleChampion.Of(Realized, Realized, Realized), [(.9, .2), (.9, double.NaN)]);
        Assert.Equal([1, 0, 0, 0, 0], JsonDocument.Parse(row.Detail!).RootElement.GetProperty("outcomes").EnumerateArray()
            .Select(count => count.GetInt32()));
    }

    /// <summary>The forecasts of the past were right on average, those of the window are all 50 % too high: one factor repairs
    /// it.</summary>
    [Fact]
    public void Forecasts_that_are_too_high_by_one_factor_advise_a_recalibration()
    {
        var random = new Random(6);
        double[] Noisy() => [.. Realized.Select(one => one * (.8 + .4 * random.NextDouble()))];
        var rows = Decomposition(SampleChampion.Of(Noisy(), Noisy(), Realized), _ => 1.5 * Realized[0]);
        var miscalibration = rows.Single(row => row.Check == CheckNames.Miscalibration);
        Assert.Equal((MonitoringStatus.Warning, 1 / 22.0), (miscalibration.Status, miscalibration.Value));
        Assert.Equal("recalibrate", Remedy(miscalibration));
    }

    [Fact]
    public void Without_outcomes_the_parts_of_the_loss_give_no_conclusion()
    {
        var rows = new LossCheck(new AlarmCheck(TradingCalendar.Nyse))
            .Run(SampleChampion.Of(Realized, Realized, Realized), new SampleRun().Target);
        Assert.Equal([CheckNames.LossAlarm, CheckNames.Miscalibration, CheckNames.Discrimination], rows.Select(row => row.Check));
        Assert.All(rows, row => Assert.Equal(MonitoringStatus.Insufficient, row.Status));
        Assert.Equal("insufficient", Remedy(rows[1]));
    }

    private static string? Remedy(MonitoringRow row) =>
        JsonDocument.Parse(row.Detail!).RootElement.GetProperty("remedy").GetString();

    /// <summary>The newest row of the alarm after live forecasts with these losses, the newest last.</summary>
    private static MonitoringRow Alarm(MonitoredModel model, (double Own, double Har)[] live) =>
        new LossCheck(new AlarmCheck(TradingCalendar.Nyse)).Run(model, new SampleRun
        {
            Earlier =
            [
                .. live.SelectMany((one, i) => (MonitoringRow[])
                    [SampleRun.Score(one.Own, live.Length - 1 - i), SampleRun.Score(one.Har, live.Length - 1 - i, isHar: true)])
                    .Where(row => double.IsFinite(row.Value)),
            ],
        }.Target).Last(row => row.Check == CheckNames.LossAlarm);

    private static MonitoringRow[] Decomposition(MonitoredModel model, Func<int, double> variance) =>
    [
        .. new LossCheck(new AlarmCheck(TradingCalendar.Nyse)).Run(model, new SampleRun
        {
            Forecasts =
            [
                .. Enumerable.Range(0, 60).Select(i => SampleRun.Forecast(65 - i, .1) with { Variance = variance(i) }),
            ],
        }.Target).Where(row => row.Check != CheckNames.LossAlarm),
    ];
}
