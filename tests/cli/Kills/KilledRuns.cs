namespace Volcast.Cli.Tests.Kills;

/// <summary>
/// Runs the pipeline in a separate process, on the simulated market: undisturbed, killed at one of its write points, or
/// killed after a given time. It runs two days, so that the write points include first writes and replacements.
/// </summary>
/// <param name="lookBack">How much history the pipeline loads; two years are too few for a model with trees.</param>
internal sealed class KilledRuns(string lookBack) : IDisposable
{
    private static readonly string[] Days = ["2024-06-14T12:00:00Z", "2024-06-15T12:00:00Z"];
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
            (WritePoints[day], Durations[day]) = RunOf(folder["undisturbed"], day).Measure();
            expected[day] = FolderBytes.Of(Path.Combine(folder["undisturbed"], "lake"));
            FolderBytes.Copy(folder["undisturbed"], folder[$"after-{day}"]);
        }
    }

    /// <summary>Kills the run of a day at a write point, runs it again, and returns the files that then differ.</summary>
    public IReadOnlyList<string> KillAtPoint(int day, int point)
    {
        var data = StartOf(day, $"point-{day}-{point}");
        var (code, _) = RunOf(data, day).Run(point);
        Assert.NotEqual(0, code);
        return Recover(data, day);
    }

    /// <summary>Kills the run of a day after a time, runs it again, and returns the files that then differ.</summary>
    public IReadOnlyList<string> KillAfter(int day, TimeSpan moment, int serial)
    {
        var data = StartOf(day, $"moment-{day}-{serial}");
        RunOf(data, day).KillAfter(moment);
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
        var (code, output) = RunOf(data, day).Run();
        Assert.True(code == 0, output);
        var found = FolderBytes.Of(Path.Combine(data, "lake"));
        Directory.Delete(data, recursive: true);
        return [.. expected[day].Except(found).Concat(found.Except(expected[day]))];
    }

    private CrashHostRun RunOf(string data, int day) =>
        new(Days[day], ["pipeline", "--source", "simulated", "--lookback", lookBack, "--data", data]);
}
