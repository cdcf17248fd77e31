using System.Diagnostics;

namespace Volcast.Bench.Launch;

/// <summary>How long the launcher takes to its first word, once built.</summary>
internal static class LaunchBenchmark
{
    private const int WarmUps = 3;
    private const int Runs = 21;

    public static string Run()
    {
        var help = Timing.Of(Help, WarmUps, Runs);
        return $"""
            ## Launch
            `./volcast --help`, built before: the whole process, launcher included, on one core. {Runs} runs.

            Measured on {Machine.Describe()}.

            | | median | fastest | slowest | bar |
            |---|---|---|---|---|
            | `./volcast --help` | {help.Cells()} | under 300 ms |

            """;
    }

    private static void Help()
    {
        var start = new ProcessStartInfo(Path.Combine(BenchPage.Root, "volcast"), "--help") { RedirectStandardOutput = true };
        using var process = Process.Start(start) ?? throw new BenchmarkException("./volcast does not start.");
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new BenchmarkException($"./volcast --help ended with {process.ExitCode}.");
    }
}
