using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests.Kills;

/// <summary>
/// Runs the pipeline in a separate process, on the simulated market: undisturbed, killed at one of its write points, or
/// killed after a given time. It runs two days, so that the write points include first writes and replacements.
/// </summary>
/// <param name="lookBack">How much history the pipeline loads; two years are too few for a model with trees.</param>
internal sealed class KilledRuns(string lookBack) : IDisposable
{
    private static readonly string[] Days = ["2024-06-14T12:00:00Z", "2024-06-15T12:00:00Z"];
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private readonly TemporaryFolder folder = new();
    private readonly IReadOnlyList<string>[] expected = new IReadOnlyList<string>[Days.Length];

    /// <summary>The number of write points of each day.</summary>
    public int[] WritePoints { get; } = new int[Days.Length];

    /// <summary>The time of each undisturbed day.</summary>
    public TimeSpan[] Durations { get; } = new TimeSpan[Days.Length];

    public static int DayCount => Days.Length;

    public void Dispose() => folder.Dispose();

    /// <summary>The files after each day of an undisturbed run.</summary>
    public void RunUndisturbed()
    {
        for (var day = 0; day < Days.Length; day++)
        {
            var clock = Stopwatch.StartNew();
            var (code, output) = Run(folder["undisturbed"], day, point: 0);
            Durations[day] = clock.Elapsed;
            Assert.True(code == 0, output);
            var points = Regex.Match(output, @"write points: (\d+)").Groups[1].Value;
            WritePoints[day] = int.Parse(points, CultureInfo.InvariantCulture);
            expected[day] = FolderBytes.Of(Path.Combine(folder["undisturbed"], "lake"));
            FolderBytes.Copy(folder["undisturbed"], folder[$"after-{day}"]);
        }
    }

    /// <summary>Kills the run of a day at a write point, runs it again, and returns the files that then differ.</summary>
    public IReadOnlyList<string> KillAtPoint(int day, int point)
    {
        var data = StartOf(day, $"point-{day}-{point}");
        var (code, _) = Run(data, day, point);
        Assert.NotEqual(0, code);
        return Recover(data, day);
    }

    /// <summary>Kills the run of a day after a time, runs it again, and returns the files that then differ.</summary>
    public IReadOnlyList<string> KillAfter(int day, TimeSpan moment, int serial)
    {
        var data = StartOf(day, $"moment-{day}-{serial}");
        using (var process = Start(data, day, point: 0))
        {
            if (!process.WaitForExit(moment))
                process.Kill();
            process.WaitForExit(Patience);
        }
        return Recover(data, day);
    }

    private string StartOf(int day, string name)
    {
        var data = folder[name];
        if (day > 0)
            FolderBytes.Copy(folder[$"after-{day - 1}"], data);
        return data;
    }

    private IReadOnlyList<string> Recover(string data, int day)
    {
        var (code, output) = Run(data, day, point: 0);
        Assert.True(code == 0, output);
        var found = FolderBytes.Of(Path.Combine(data, "lake"));
        Directory.Delete(data, recursive: true);
        return [.. expected[day].Except(found).Concat(found.Except(expected[day]))];
    }

    private (int Code, string Output) Run(string data, int day, int point)
    {
        using var process = Start(data, day, point);
        var error = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), "the pipeline hangs");
        return (process.ExitCode, error.Result);
    }

    private Process Start(string data, int day, int point)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                Path.Combine(AppContext.BaseDirectory, "Volcast.CrashHost.dll"), $"{point}",
                "pipeline", "--source", "simulated", "--lookback", lookBack, "--data", data,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["VOLCAST_NOW"] = Days[day] },
        };
        return Process.Start(start) ?? throw new InvalidOperationException("dotnet does not start");
    }
}
