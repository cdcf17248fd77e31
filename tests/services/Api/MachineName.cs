using System.Runtime.InteropServices;

namespace Volcast.Services.Api.Tests;

/// <summary>The machine on which a figure was measured. A time without its machine has no meaning.</summary>
internal static class MachineName
{
    private const string ProcessorFile = "/proc/cpuinfo";

    public static string Describe() =>
        $"{Processor()}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription.Trim()}, "
        + RuntimeInformation.FrameworkDescription;

    private static string Processor() => !File.Exists(ProcessorFile) ? "unnamed processor"
        : File.ReadLines(ProcessorFile)
            .FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : "unnamed processor";
}
