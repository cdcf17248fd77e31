using System.Globalization;

namespace Volcast.Cli.Tests.Kills;

/// <summary>A killed run that is repeated leaves the same bytes as an undisturbed run.</summary>
public sealed class KillTests
{
    private const int Seed = 20260101;

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public void A_sample_of_write_points_and_moments_leaves_the_same_bytes()
    {
        using var runs = new KilledRuns("2y");
        runs.RunUndisturbed();
        Assert.Empty(runs.KillAtPoint(day: 0, point: runs.WritePoints[0] / 2));
        Assert.Empty(runs.KillAfter(day: 1, runs.Durations[1] / 2, serial: 0));
    }

    /// <summary>The long form: writes docs/proof/kills.md.</summary>
    [Fact]
    [Trait(Category.Name, Category.Proof)]
    public void Every_write_point_and_fifty_random_moments_leave_the_same_bytes()
    {
        const int moments = 50;
        using var runs = new KilledRuns("5y");
        runs.RunUndisturbed();
        var random = new Random(Seed);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount };
        var differing = new int[KilledRuns.DayCount + 1];

        for (var day = 0; day < KilledRuns.DayCount; day++)
        {
            var today = day;
            Parallel.For(1, runs.WritePoints[day] + 1, parallel, point => Count(today, runs.KillAtPoint(today, point)));
        }
        var plan = Enumerable.Range(0, moments)
            .Select(serial => (serial, day: serial % KilledRuns.DayCount, share: random.NextDouble())).ToArray();
        Parallel.ForEach(plan, parallel, kill => Count(
            KilledRuns.DayCount, runs.KillAfter(kill.day, runs.Durations[kill.day] * kill.share, kill.serial)));

        var page = Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "kills.md");
        File.WriteAllText(page, string.Create(CultureInfo.InvariantCulture,
            $"""
            # Killed runs

            Written by `make prove`. The pipeline runs on the simulated market and is killed with SIGKILL. It then runs again,
            and `lake/` is compared byte for byte with the lake of an undisturbed run. The first day creates the lake, the
            second day updates it. A put has three write points (before, half-way with a torn temporary file, after), a
            delete has two (before, after).

            | kill | runs | lakes that differ |
            |---|---|---|
            | killed at every write point of the first day | {runs.WritePoints[0]} | {differing[0]} |
            | killed at every write point of the second day | {runs.WritePoints[1]} | {differing[1]} |
            | killed at a random moment (seed {Seed}), half of them on each day | {moments} | {differing[2]} |

            """));
        Assert.Equal(0, differing.Sum());

        void Count(int row, IReadOnlyList<string> differences)
        {
            if (differences.Count > 0)
                Interlocked.Increment(ref differing[row]);
        }
    }
}
