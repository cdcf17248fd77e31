namespace Volcast.Drift.Tests;

/// <summary>How often the sequential alarms reach their levels in a year after ten reference years, and when.</summary>
internal static class LossStudy
{
    /// <summary>An alarm in one simulated year.</summary>
    /// <param name="Values">E at the end of each session of the year, from its first on. The outcome of an origin is known five
    /// sessions later.</param>
    /// <param name="Red">The level from which the alarm is red.</param>
    public sealed record Path(double[] Values, double Red)
    {
        /// <summary>Sessions from <paramref name="from"/> until E reaches the level, or null.</summary>
        public int? Reaches(double level, int from = 0)
        {
            var found = Array.FindIndex(Values, from, value => value >= level);
            return found < 0 ? null : found - from + 1;
        }
    }

    /// <summary>The loss alarm and the calibration alarm of each run.</summary>
    public static (Path Loss, Path Calibration)[] Of(ForecastChange change, bool clustered, int runs, int seed)
    {
        var paths = new (Path, Path)[runs];
        Parallel.For(0, runs, run =>
        {
            var market = new LossMarket(new Random(seed + run), clustered);
            var forecasts = market.Forecasts(change);
            double[] differences = [.. market.Losses(forecasts).Zip(market.HarLosses(), ConformalAlarm.LossScore)];
            double[] calibration = [.. market.ProbabilityIntegralTransforms(forecasts).Select(ConformalAlarm.CalibrationScore)];
            paths[run] = (PathOf(differences), PathOf(calibration, new ConformalAlarm(calibration.AsSpan(0, LossMarket.Reference))));
        });
        return paths;
    }

    /// <summary>The factor by which a change multiplies the mean loss of the days on which it holds.</summary>
    public static double Growth(ForecastChange change, bool clustered, int runs, int seed)
    {
        var (before, after) = (new double[runs], new double[runs]);
        Parallel.For(0, runs, run =>
        {
            var market = new LossMarket(new Random(seed + run), clustered);
            var days = LossMarket.Reference + change.From;
            before[run] = market.Losses(market.Forecasts(new())).Skip(days).Average();
            after[run] = market.Losses(market.Forecasts(change)).Skip(days).Average();
        });
        return after.Average() / before.Average();
    }

    /// <summary>The advice of each run, 60 sessions after the change.</summary>
    public static LossRemedy[] Remedies(ForecastChange change, int runs, int seed)
    {
        var remedies = new LossRemedy[runs];
        Parallel.For(0, runs, run =>
        {
            var market = new LossMarket(new Random(seed + run), clustered: false);
            var forecasts = market.Forecasts(change);
            remedies[run] = LossDiagnosis.Of(
                market.Realized[..LossMarket.Reference], forecasts.AsSpan(0, LossMarket.Reference),
                market.Realized.Slice(LossMarket.Reference, 60), forecasts.AsSpan(LossMarket.Reference, 60)).Remedy;
        });
        return remedies;
    }

    /// <summary>The loss alarm on scores whose first ten years are the reference.</summary>
    public static Path PathOf(double[] scores) =>
        PathOf(scores, ConformalAlarm.OfYears(scores.AsSpan(0, LossMarket.Reference), LossMarket.Horizon));

    private static Path PathOf(double[] scores, ConformalAlarm alarm)
    {
        var state = AlarmState.Start(LossMarket.Horizon);
        var values = new double[LossMarket.Year];
        for (var session = 0; session < values.Length; session++)
        {
            if (session >= LossMarket.Horizon)
                state = alarm.Advance(state, scores[LossMarket.Reference + session - LossMarket.Horizon]);
            values[session] = state.Value;
        }
        return new(values, alarm.RedLevel);
    }

    /// <summary>Differences of losses with the dependence of overlapping outcomes and the persistent size of a GARCH process
    /// (1986): weights .08 and .9, t innovations with four degrees of freedom.</summary>
    public static double[] GarchDifferences(Random random, Func<Random, double> innovation)
    {
        const int Rows = LossMarket.Reference + LossMarket.Year;
        var shocks = new double[Rows + LossMarket.Horizon + 500];
        var variance = 1.0;
        for (var t = 0; t < shocks.Length; t++)
        {
            shocks[t] = Math.Sqrt(variance) * innovation(random);
            variance = .02 + .08 * shocks[t] * shocks[t] + .9 * variance;
        }
        return [.. Enumerable.Range(500, Rows).Select(t => shocks.AsSpan(t, LossMarket.Horizon).ToArray().Sum())];
    }
}
