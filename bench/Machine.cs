using System.Numerics;
using System.Runtime.InteropServices;

namespace Volcast.Bench;

/// <summary>The machine on which a figure was measured. A time without its machine has no meaning.</summary>
internal static class Machine
{
    private const string ProcessorFile = "/proc/cpuinfo";
    private const string LoadFile = "/proc/loadavg";

    public static string Describe() =>
        $"{Processor()}, {Cores()} cores, {RuntimeInformation.OSDescription.Trim()} ({RuntimeInformation.OSArchitecture}), "
        + $"{RuntimeInformation.FrameworkDescription}, vectors of {Vector<double>.Count * 64} bits; "
        + $"this process on {Environment.ProcessorCount} of the cores{Load()}";

    /// <summary>The peak memory of this process, in MiB.</summary>
    public static double PeakMemory()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }

    private static string Processor() =>
        Listed("model name").FirstOrDefault() is { } line
            ? line[(line.IndexOf(':') + 1)..].Trim()
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unnamed processor";

    private static int Cores() => Math.Max(Listed("processor").Count(), Environment.ProcessorCount);

    private static IEnumerable<string> Listed(string field) =>
        File.Exists(ProcessorFile)
            ? File.ReadLines(ProcessorFile).Where(line => line.StartsWith(field, StringComparison.Ordinal))
            : [];

    /// <summary>The load of the machine, which makes the figures noisy.</summary>
    private static string Load() =>
        File.Exists(LoadFile) ? $"; load average of the minute before {File.ReadAllText(LoadFile).Split(' ')[0]}" : "";
}
