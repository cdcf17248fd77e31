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
            `./volcast --help` after a build: the whole process with its launcher, on one core. {Runs} runs.

            Measured on {Machine.Describe()}.

            | | median | fastest | slowest | limit |
            |---|---|---|---|---|
            | `./volcast --help` | {help.Cells()} | under 300 ms |

            """;
    }
}
