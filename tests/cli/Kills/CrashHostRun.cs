using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests.Kills;

/// <summary>A command of the command line in a process of its own, which can kill itself at one of its write points.</summary>
/// <param name="Now">The clock's time.</param>
/// <param name="Arguments">The command and its flags.</param>
internal sealed record CrashHostRun(string Now, IReadOnlyList<string> Arguments)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public string? WorkingFolder { get; init; }

    /// <summary>Further environment variables.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Runs it to its end, or to a write point, where it kills itself.</summary>
    /// <param name="point">The number of the write point, from 1; 0 for none.</param>
    /// <returns>Its exit code and its standard error.</returns>
    public (int Code, string Output) Run(int point = 0)
    {
        using var process = Start(point);
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), $"{Arguments[0]} hangs");
        return (process.ExitCode, error.Result);
    }

    /// <summary>Runs it undisturbed.</summary>
    /// <returns>The number of its write points and the time that it took.</returns>
    public (int WritePoints, TimeSpan Duration) Measure()
    {
        var clock = Stopwatch.StartNew();
        var (code, output) = Run();
        Assert.True(code == 0, output);
        return (int.Parse(Regex.Match(output, @"write points: (\d+)").Groups[1].Value, CultureInfo.InvariantCulture), clock.Elapsed);
    }

    /// <summary>Kills it after a time, if it has not ended before.</summary>
    public void KillAfter(TimeSpan moment)
    {
        using var process = Start(point: 0);
        if (!process.WaitForExit(moment))
            process.Kill();
        process.WaitForExit(Patience);
    }

    private Process Start(int point)
    {
        var start = new ProcessStartInfo(
            "dotnet", [BuiltProgram.CrashHost, $"{point}", .. Arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = WorkingFolder ?? "",
            Environment = { ["VOLCAST_NOW"] = Now },
        };
        foreach (var (name, value) in Variables)
            start.Environment[name] = value;
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
    }
}
