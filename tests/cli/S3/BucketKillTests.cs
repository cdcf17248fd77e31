using System.Globalization;

namespace Volcast.Cli.Tests.S3;

/// <summary>A killed run on a lake in a bucket that is repeated leaves the content of an undisturbed run.</summary>
public sealed class BucketKillTests
{
    private const int Seed = 20260203;

    [S3Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_sample_of_write_points_and_moments_leaves_the_same_content()
    {
        using var runs = await KilledBucketRuns.CreateAsync();
        Assert.Empty(await runs.KillAtPointAsync(day: 0, runs.WritePoints[0] / 2));
        Assert.Empty(await runs.KillAfterAsync(day: 1, runs.Durations[1] / 2, serial: 0));
    }

    /// <summary>The long form: writes docs/proof/s3-kills.md.</summary>
    [S3Fact(Timeout = 0)]
    [Trait(Category.Name, Category.Proof)]
    public async Task Write_points_of_both_days_and_random_moments_leave_the_same_content()
    {
        const int moments = 10;
        const int step = 16;
        using var runs = await KilledBucketRuns.CreateAsync();
        var random = new Random(Seed);
        var (killed, differing) = (new int[KilledBucketRuns.DayCount + 1], new int[KilledBucketRuns.DayCount + 1]);
        for (var day = 0; day < KilledBucketRuns.DayCount; day++)
            // A put passes three points, so every sixteenth is one of each kind in turn.
            for (var point = 1 + day; point <= runs.WritePoints[day]; point += step)
                Count(day, await runs.KillAtPointAsync(day, point));
        for (var serial = 0; serial < moments; serial++)
        {
            var day = serial % KilledBucketRuns.DayCount;
            Count(KilledBucketRuns.DayCount, await runs.KillAfterAsync(day, runs.Durations[day] * random.NextDouble(), serial));
        }
        await File.WriteAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "s3-kills.md"), string.Create(CultureInfo.InvariantCulture,
            $"""
            # Killed runs on a lake in a bucket

            Written by `make prove` on a real S3 server, Debian's Ceph gateway, on loopback. The pipeline runs on the simulated
            market and is killed with SIGKILL. The lease of the killed run is made to expire, as it does after 30 seconds. The
            pipeline then runs again, and the lake is compared with that of an undisturbed run: the files at their Hive paths
            byte by byte, and the manifests without their tokens. A put has three write points (before, before it is sent,
            after), a delete has two (before, after). Every sixteenth point is tried, so that each kind comes up in turn.

            | kill | write points | runs | lakes that differ |
            |---|---:|---:|---:|
            | at write points of the first day | {runs.WritePoints[0]} | {killed[0]} | {differing[0]} |
            | at write points of the second day | {runs.WritePoints[1]} | {killed[1]} | {differing[1]} |
            | at a random moment (seed {Seed}), half of them on each day | | {killed[2]} | {differing[2]} |

            """));
        Assert.Equal(0, differing.Sum());

        void Count(int row, IReadOnlyList<string> differences)
        {
            killed[row]++;
            if (differences.Count > 0)
                differing[row]++;
        }
    }
}
