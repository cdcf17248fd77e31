using System.Text.Json;

namespace Volcast.Drift.Tests;

public sealed class ConformalAlarmTests
{
    private static readonly double[] Reference = [.. Enumerable.Range(1, 999).Select(i => (double)i)];
    private static readonly ConformalAlarm Alarm = new(Reference);

    [Fact]
    public void A_rank_counts_the_reference_scores_that_are_at_least_as_large()
    {
        Assert.Equal(.001, Alarm.RankOf(1000));
        Assert.Equal(1, Alarm.RankOf(0));
        Assert.Equal(.5, Alarm.RankOf(500.5));
        Assert.Equal(.501, Alarm.RankOf(500)); // The tie counts.
    }

    [Fact]
    public void Equal_scores_say_nothing()
    {
        var alarm = new ConformalAlarm(new double[300]);
        Assert.Equal(1, alarm.RankOf(0));
        Assert.Equal(DriftStatus.Ok, alarm.StatusOf(alarm.Advance(AlarmState.Start(1), new double[250])));
    }

    /// <summary>u = 1/10 on the first of two streams: E = (Σ κ·10^(1 − κ)/19 + 1)/2.</summary>
    [Fact]
    public void One_score_multiplies_the_stake_of_its_stream()
    {
        var state = Alarm.Advance(AlarmState.Start(2), 900.5);
        var expected = Enumerable.Range(1, 19).Average(i => i / 20.0 * Math.Pow(10, 1 - i / 20.0));
        Assert.Equal((expected + 1) / 2, state.Value, 12);
        Assert.Equal([new(1, Math.Log(.1)), default], state.Streams);
    }

    [Fact]
    public void A_missing_score_passes_the_turn_to_the_next_stream()
    {
        var state = Alarm.Advance(AlarmState.Start(2), [double.NaN, 900.5, double.NaN, 900.5]);
        Assert.Equal([default, new(2, Math.Log(.1) + Math.Log(.1))], state.Streams);
        Assert.Equal(4, state.Sessions);
    }

    [Fact]
    public void A_stored_state_continues_with_the_bits_of_a_whole_run()
    {
        var random = new Random(4);
        double[] scores = [.. Enumerable.Range(0, 600).Select(i => i % 37 == 5 ? double.NaN : 1100 * random.NextDouble())];
        var whole = Alarm.Advance(AlarmState.Start(5), scores);

        var state = AlarmState.Start(5);
        foreach (var score in scores)
            state = JsonSerializer.Deserialize<AlarmState>(JsonSerializer.Serialize(Alarm.Advance(state, score)))!;

        Assert.Equal(whole.Streams, state.Streams);
        Assert.Equal((whole.Sessions, whole.LogValue), (state.Sessions, state.LogValue));
        Assert.Equal(whole.LargestLogValue, state.LargestLogValue);
    }

    [Fact]
    public void A_year_later_the_process_starts_again()
    {
        var year = Alarm.Advance(AlarmState.Start(5), Enumerable.Repeat(1000.0, 252).ToArray());
        var next = Alarm.Advance(year, 700.5);

        Assert.Equal(DriftStatus.Failed, Alarm.StatusOf(year));
        Assert.Equal(Alarm.Advance(AlarmState.Start(5), 700.5).Streams, next.Streams);
        Assert.Equal((1, DriftStatus.Ok), (next.Sessions, Alarm.StatusOf(next)));
    }

    [Fact]
    public void Red_stays_until_the_restart_and_yellow_does_not()
    {
        var yellow = Alarm.Advance(AlarmState.Start(1), 980.5);
        Assert.Equal(DriftStatus.Warning, Alarm.StatusOf(yellow));
        Assert.Equal(DriftStatus.Ok, Alarm.StatusOf(Alarm.Advance(yellow, Enumerable.Repeat(1.0, 60).ToArray())));

        var red = Alarm.Advance(yellow, 999.5);
        Assert.True(red.Value >= ConformalAlarm.Red);
        var later = Alarm.Advance(red, Enumerable.Repeat(1.0, 200).ToArray());
        Assert.True(later.Value < ConformalAlarm.Yellow);
        Assert.Equal((DriftStatus.Failed, red.Value), (Alarm.StatusOf(later), later.Largest));
    }

    /// <summary>Three years: in the second one, eight of the five streams' scores are larger than all others.</summary>
    [Fact]
    public void Red_is_five_times_what_a_year_of_the_reference_reached()
    {
        var random = new Random(7);
        double[] years = [.. Enumerable.Range(0, 756).Select(_ => random.NextDouble())];
        for (var i = 0; i < 8; i++)
            years[300 + 5 * i] = 2 + i;
        double Largest(int year) => new ConformalAlarm([.. years[..(252 * year)], .. years[(252 * (year + 1))..]])
            .Advance(AlarmState.Start(5), years.AsSpan(252 * year, 252)).Largest;

        var alarm = ConformalAlarm.OfYears([double.NaN, .. years], horizon: 5);
        Assert.Equal(100, alarm.RedLevel);
        Assert.True(5 * Largest(1) > 100);
        Assert.Equal(20, ConformalAlarm.OfYears([.. years[..252], .. years[504..]], horizon: 5).RedLevel);

        foreach (var i in (ReadOnlySpan<int>)[315, 320, 325, 330, 335])
            years[i] = .5;
        Assert.Equal(5 * Largest(1), ConformalAlarm.OfYears(years, horizon: 5).RedLevel, 1e-9);
        Assert.InRange(Largest(1), 5, 19);
    }

    [Fact]
    public void The_red_level_decides_the_status()
    {
        var state = Alarm.Advance(AlarmState.Start(1), [999.5, 700]);
        Assert.True(state.Largest >= ConformalAlarm.Red);
        Assert.Equal(DriftStatus.Failed, Alarm.StatusOf(state));
        double[] years = [.. Enumerable.Range(1, 504).Select(i => (double)(i * 397 % 1009)), .. Enumerable.Repeat(1000.0, 252)];
        var alarm = ConformalAlarm.OfYears(years, horizon: 1);
        Assert.Equal(100, alarm.RedLevel);
        Assert.NotEqual(DriftStatus.Failed, alarm.StatusOf(state));
    }

    [Fact]
    public void One_year_of_scores_gives_no_other_level() =>
        Assert.Equal(20, ConformalAlarm.OfYears(Reference.AsSpan(0, 503), horizon: 5).RedLevel);

    [Fact]
    public void A_value_beyond_every_number_stays_finite()
    {
        var state = Alarm.Advance(AlarmState.Start(1), Enumerable.Repeat(1000.0, 252).ToArray());
        Assert.True(state.LogValue > 800);
        Assert.Equal((1e300, 1e300), (state.Value, state.Largest));
    }

    [Fact]
    public void Scores_outside_the_middle_of_the_distribution_are_large_on_both_sides()
    {
        Assert.Equal((.5, .5, 0), (ConformalAlarm.CalibrationScore(0), ConformalAlarm.CalibrationScore(1),
            ConformalAlarm.CalibrationScore(.5)));
        Assert.Equal(.25, ConformalAlarm.LossScore(.75, .5));
    }

    [Fact]
    public void A_short_reference_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ConformalAlarm([.. Reference[..251], double.NaN]));
        Assert.StartsWith("The reference has 251 scores; an alarm needs at least 252.", error.Message, StringComparison.Ordinal);
    }

    /// <summary>The vector has five streams and 60 scores, of which the last 30 are larger.</summary>
    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void The_process_is_that_of_the_vector()
    {
        var vector = Oracle.Read("drift.json").GetProperty("alarm");
        var alarm = new ConformalAlarm(vector.Numbers("reference"));
        var state = AlarmState.Start(5);
        foreach (var (score, step) in vector.Numbers("scores").Zip(vector.GetProperty("steps").EnumerateArray()))
        {
            state = alarm.Advance(state, score);
            Assert.Equal(step.Number("u"), alarm.RankOf(score), 1e-12);
            Assert.Equal(step.Number("value"), state.Value, 1e-9 * step.Number("value"));
        }
    }
}
