namespace Volcast.Bench.Launch;

/// <summary>The time that <c>./volcast --help</c> takes after a build.</summary>
internal static class LaunchBenchmark
{
    private const int WarmUps = 3;
    private const int Runs = 21;

    public static string Run()
    {
        var help = Timing.Of(() => ProcessRun.Of(BenchMarket.Launcher, ["--help"]), WarmUps, Runs);
        return $"""
            ## Launch
            `./volcast --help` after a build: the complete process with its launcher, on one core. {Runs} runs.

            Measured on {Machine.Describe()}.

            | | median | fastest | slowest | limit |
            |---|---|---|---|---|
            | `./volcast --help` | {help.Cells()} | under 300 ms |

            """;
    }
}
