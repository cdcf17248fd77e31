using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Volcast.Cli.Tests.Kills;

/// <summary>
/// Daily runs in a separate process, on two years of the simulated market: undisturbed, killed at one of their write points, or
/// killed after a time. The policy retrains every day with one shadow session, so that the days are: the first training, a new
/// challenger, its promotion. An alert is raised on the first day.
/// </summary>
internal sealed class KilledDailyRuns : IDisposable
{
    private static readonly string[] Days = ["2024-06-14T12:00:00Z", "2024-06-15T12:00:00Z", "2024-06-18T12:00:00Z"];
    private readonly TemporaryFolder folder = new();
    private readonly State[] expected = new State[Days.Length];

    public KilledDailyRuns()
    {
        File.WriteAllText(folder["policy.yaml"], """
            retrain_every: 1
            shadow_sessions: 1
            maximum_mean_change: 10
            maximum_change: 10
            """);
        File.WriteAllText(folder["alerts.yaml"], """
            channels:
              record: { type: file, path: alerts.jsonl }
            alerts:
              - { name: any_level, when: level, above: 1, channels: [record] }
              - { name: failed_run, when: failed_run, channels: [record] }
            """);
    }

    /// <summary>What a day leaves: the files of lake and registry with their digests, and the ids of the alerts.</summary>
    private sealed record State(IReadOnlyList<string> Files, IReadOnlyCollection<string> Alerts);

    public static int DayCount => Days.Length;

    /// <summary>The number of write points of each day.</summary>
    public int[] WritePoints { get; } = new int[Days.Length];

    /// <summary>The time of each undisturbed day.</summary>
    public TimeSpan[] Durations { get; } = new TimeSpan[Days.Length];

    public void Dispose() => folder.Dispose();

    public void RunUndisturbed()
    {
        for (var day = 0; day < Days.Length; day++)
        {
            (WritePoints[day], Durations[day]) = RunOf("undisturbed", day).Measure();
            expected[day] = StateOf("undisturbed");
            FolderBytes.Copy(folder["undisturbed"], folder[$"after-{day}"]);
        }
    }

    /// <summary>Kills the run of a day at a write point, runs it again, and returns what then differs.</summary>
    public IReadOnlyList<string> KillAtPoint(int day, int point)
    {
        var name = StartOf(day, $"point-{day}-{point}");
        var (code, _) = RunOf(name, day).Run(point);
        Assert.NotEqual(0, code);
        return Recover(name, day);
    }

    /// <summary>Kills the run of a day after a time, runs it again, and returns what then differs.</summary>
    public IReadOnlyList<string> KillAfter(int day, TimeSpan moment, int serial)
    {
        var name = StartOf(day, $"moment-{day}-{serial}");
        RunOf(name, day).KillAfter(moment);
        return Recover(name, day);
    }

    private string StartOf(int day, string name)
    {
        if (day > 0)
            FolderBytes.Copy(folder[$"after-{day - 1}"], folder[name]);
        return name;
    }

    private IReadOnlyList<string> Recover(string name, int day)
    {
        var before = Champions(name);
        var allowed = new[] { day == 0 ? [] : Champions($"after-{day - 1}"), Champions("after-" + day) };
        var (code, output) = RunOf(name, day).Run();
        Assert.True(code == 0, output);
        var found = StateOf(name);
        Directory.Delete(folder[name], recursive: true);
        return
        [
            .. expected[day].Files.Except(found.Files).Select(file => $"lacks {file}"),
            .. found.Files.Except(expected[day].Files).Select(file => $"has {file}"),
            .. expected[day].Alerts.Except(found.Alerts).Select(id => $"did not send {id}"),
            .. found.Alerts.Except(expected[day].Alerts).Select(id => $"sent {id}"),
            .. allowed.Any(champions => champions.SequenceEqual(before)) ? [] : (string[])["a promotion was half done"],
        ];
    }

    /// <summary>The alias of the champion, if there is one.</summary>
    private string[] Champions(string name)
    {
        var file = Directory.Exists(folder[$"{name}/data/mlruns"])
            ? Directory.EnumerateFiles(folder[$"{name}/data/mlruns"], "champion", SearchOption.AllDirectories)
                .SingleOrDefault(file => Path.GetFileName(Path.GetDirectoryName(file)) == "aliases")
            : null;
        return file is null ? [] : [File.ReadAllText(file)];
    }

    private State StateOf(string name)
    {
        var root = folder[name];
        var files = new List<string>();
        foreach (var part in (string[])["data/lake", "data/mlruns"])
            files.AddRange(Directory.EnumerateFiles(Path.Combine(root, part), "*", SearchOption.AllDirectories)
                .Select(file => $"{Path.GetRelativePath(root, file)} {DigestOf(file, root)}"));
        return new(files, File.ReadAllLines(Path.Combine(root, "alerts.jsonl")).Select(IdOf).ToHashSet());
    }

    /// <summary>The registry states the absolute paths of its files, and a copied one those of its original.</summary>
    private string DigestOf(string file, string root)
    {
        var text = Encoding.Latin1.GetString(File.ReadAllBytes(file))
            .Replace(folder["undisturbed"], "ROOT", StringComparison.Ordinal).Replace(root, "ROOT", StringComparison.Ordinal);
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(text)));
    }

    private static string IdOf(string line)
    {
        using var alert = JsonDocument.Parse(line);
        return alert.RootElement.GetProperty("id").GetString()!;
    }

    private CrashHostRun RunOf(string name, int day) => new(Days[day],
    [
        "run-daily", "--source", "simulated", "--lookback", "2y", "--data", "data",
        "--policy", folder["policy.yaml"], "--alerts", folder["alerts.yaml"],
    ])
    {
        WorkingFolder = Directory.CreateDirectory(folder[name]).FullName,
    };
}
