using System.Diagnostics;

namespace Volcast.Bench;

/// <summary>What another program did, from its start to its end.</summary>
/// <param name="Output">What it wrote to its standard output.</param>
/// <param name="Elapsed">Wall-clock seconds.</param>
/// <param name="PeakMemory">The most memory it was seen to hold, in MiB.</param>
internal sealed record ProcessRun(string Output, double Elapsed, double PeakMemory)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(20);

    /// <exception cref="BenchmarkException">It does not start, or ends with anything but 0 or <paramref name="alsoFine"/>; the
    /// message has its words.</exception>
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
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(start) ?? throw new BenchmarkException($"{program} does not start.");
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        var peak = 0L;
        while (!process.WaitForExit(Glance))
            peak = Math.Max(peak, PeakOf(process));
        var elapsed = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        Task.WaitAll(output, error);
        return process.ExitCode == 0 || process.ExitCode == alsoFine
            ? new(output.Result, elapsed, peak / 1048576.0)
            : throw new BenchmarkException(
                $"{Path.GetFileName(program)} {string.Join(' ', start.ArgumentList)} ended with {process.ExitCode}: {error.Result}");
    }

    /// <summary>What a program says of itself; null where it, or what it asks for, is not installed.</summary>
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

    /// <summary>The kernel keeps the peak; it is gone with the process.</summary>
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
