namespace Volcast.Bench.Launch;

/// <summary>How long the launcher takes to its first word, once built.</summary>
internal static class LaunchBenchmark
{
    private const int WarmUps = 3;
    private const int Runs = 21;

    public static string Run()
    {
        var help = Timing.Of(() => ProcessRun.Of(BenchMarket.Launcher, ["--help"]), WarmUps, Runs);
        return $"""
            ## Launch
            `./volcast --help`, built before: the whole process, launcher included, on one core. {Runs} runs.

            Measured on {Machine.Describe()}.

            | | median | fastest | slowest | bar |
            |---|---|---|---|---|
            | `./volcast --help` | {help.Cells()} | under 300 ms |

            """;
    }
}
