using System.Globalization;

namespace Volcast.Bench.Garch;

/// <summary>The same fit by R's fGarch (Wuertz, Chalabi and others), many times in one R process that measures each fit without
/// the start of R.</summary>
internal static class FGarchTwin
{
    private const string Rscript = "/usr/bin/Rscript";
    private static readonly string Script = Path.Combine(BenchPage.Root, "bench", "R", "garch_fgarch.R");

    /// <summary>The versions of R and fGarch, or null without fGarch.</summary>
    public static string? Version() => ProcessRun.Version(
        Rscript, "-e", "cat(R.version.string, 'with fGarch', as.character(packageVersion('fGarch')))");

    /// <summary>The seconds of each fit, and the estimates: mean, ω, α, β.</summary>
    public static (double[] Seconds, double[] Estimates) Run(string series, int fits)
    {
        var lines = ProcessRun.Of(Rscript, [Script, series, $"{fits}"]).Output
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return ([.. lines[..^1].Select(Number)], [.. lines[^1].Split(' ').Select(Number)]);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
