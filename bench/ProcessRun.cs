using System.Diagnostics;

namespace Volcast.Bench;

/// <summary>A complete run of another program.</summary>
/// <param name="Output">Its standard output.</param>
/// <param name="Elapsed">Wall-clock seconds.</param>
/// <param name="PeakMemory">Its peak memory in MiB, sampled every 20 ms.</param>
internal sealed record ProcessRun(string Output, double Elapsed, double PeakMemory)
{
    private static readonly TimeSpan SamplingInterval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="BenchmarkException">It does not start, or ends with another code than 0 or
    /// <paramref name="alsoFine"/>; the message quotes its standard error.</exception>
    public static ProcessRun Of(string program, IEnumerable<string> arguments,
        IReadOnlyDictionary<string, string>? environment = null, int alsoFine = 0)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = BenchPage.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        var started = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new BenchmarkException($"{program} does not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.WaitForExit(SamplingInterval))
            peak = Math.Max(peak, PeakOf(process));
        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Task.WaitAll(output, error);
        return process.ExitCode == 0 || process.ExitCode == alsoFine
            ? new(output.Result, elapsed, peak / 1048576.0)
            : throw new BenchmarkException(
                $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: "
                    + $"{error.Result}");
    }

    /// <summary>The version that a program prints; null if the program or one of its libraries is not installed.</summary>
    public static string? Version(string program, params string[] arguments)
    {
        try
        {
            return File.Exists(program) ? Of(program, arguments).Output.Trim() : null;
        }
        catch (BenchmarkException)
        {
            return null;
        }
    }

    /// <summary>The peak so far in bytes. The kernel measures it and forgets it when the process ends.</summary>
    private static long PeakOf(Process process)
    {
        try
        {
            process.Refresh();
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            return 0; // It has just ended.
        }
    }
}
