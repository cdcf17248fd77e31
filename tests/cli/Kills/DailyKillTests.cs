using System.Collections.Concurrent;
using System.Globalization;

namespace Volcast.Cli.Tests.Kills;

/// <summary>A daily run that is killed and repeated leaves the lake and the registry of an undisturbed run, and has sent its
/// alerts.</summary>
public sealed class DailyKillTests
{
    private const int Seed = 20260110;

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void A_kill_during_the_first_promotion_or_after_a_challenger_was_made_leaves_what_an_undisturbed_run_leaves()
    {
        using var runs = new KilledDailyRuns();
        runs.RunUndisturbed();
        Assert.Empty(runs.KillAtPoint(day: 0, runs.WritePoints[0] - 12));
        Assert.Empty(runs.KillAtPoint(day: 1, runs.WritePoints[1]));
    }

    /// <summary>The long form: writes docs/proof/daily-kills.md.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public void Every_write_point_and_a_hundred_random_moments_leave_what_an_undisturbed_run_leaves()
    {
        const int moments = 100;
        using var runs = new KilledDailyRuns();
        runs.RunUndisturbed();
        var random = new Random(Seed);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        var found = new ConcurrentQueue<string>();
        var differing = new int[KilledDailyRuns.DayCount + 1];

        for (var day = 0; day < KilledDailyRuns.DayCount; day++)
        {
            var today = day;
            Parallel.For(1, runs.WritePoints[day] + 1, parallel,
                point => Count(today, $"day {today}, point {point}", runs.KillAtPoint(today, point)));
        }
        var plan = Enumerable.Range(0, moments)
            .Select(serial => (serial, day: serial % KilledDailyRuns.DayCount, share: random.NextDouble())).ToArray();
        Parallel.ForEach(plan, parallel, kill => Count(
            KilledDailyRuns.DayCount, $"day {kill.day}, share {kill.share:0.000}",
            runs.KillAfter(kill.day, runs.Durations[kill.day] * kill.share, kill.serial)));

        var page = Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "daily-kills.md");
        File.WriteAllText(page, string.Create(CultureInfo.InvariantCulture,
            $"""
            # Killed daily runs

            Written by `make prove`. `volcast run-daily` runs on two years of the simulated market and is killed with SIGKILL.
            It then runs again at the same time of the same day, and lake and registry are compared file by file with those of
            undisturbed runs. The alerts of the killed and the repeated run together have the ids of the undisturbed run's. The
            alias of the champion is, right after the kill, that of the day before or that of the day. The first day trains and
            promotes the first version, the second makes a challenger, and the third promotes it. A put has three write points
            (before, half-way with a torn temporary file, after), a delete and each step of the registry have points of their
            own.

            | kill | runs | runs that differ |
            |---|---:|---:|
            | at every write point of the first day | {runs.WritePoints[0]} | {differing[0]} |
            | at every write point of the second day | {runs.WritePoints[1]} | {differing[1]} |
            | at every write point of the third day | {runs.WritePoints[2]} | {differing[2]} |
            | at a random moment (seed {Seed}), in turn on the three days | {moments} | {differing[3]} |

            """));
        Assert.Empty(found);

        void Count(int row, string kill, IReadOnlyList<string> differences)
        {
            if (differences.Count == 0)
                return;
            Interlocked.Increment(ref differing[row]);
            found.Enqueue($"{kill}: {string.Join("; ", differences.Take(5))}");
        }
    }
}
