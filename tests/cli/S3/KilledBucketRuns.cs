using System.Text.Json.Nodes;
using Volcast.Cli.Tests.Kills;
using Volcast.Lake.S3;
using Volcast.Lake.S3.Tests;

namespace Volcast.Cli.Tests.S3;

/// <summary>
/// Runs the pipeline in a separate process on a lake in a bucket: undisturbed, killed at one of its write points, or killed after
/// a given time. It runs two days, so that the write points include first writes and replacements.
/// </summary>
internal sealed class KilledBucketRuns : IDisposable
{
    private static readonly string[] Days = ["2024-06-14T12:00:00Z", "2024-06-15T12:00:00Z"];
    private readonly BucketUnderTest bucket;
    private readonly IReadOnlyList<string>[] expected = new IReadOnlyList<string>[Days.Length];

    private KilledBucketRuns(BucketUnderTest bucket) => this.bucket = bucket;

    public static int DayCount => Days.Length;

    /// <summary>The number of write points of each day; those of leases are among them.</summary>
    public int[] WritePoints { get; } = new int[Days.Length];

    /// <summary>The time of each undisturbed day.</summary>
    public TimeSpan[] Durations { get; } = new TimeSpan[Days.Length];

    public static async Task<KilledBucketRuns> CreateAsync()
    {
        var runs = new KilledBucketRuns(await BucketUnderTest.CreateAsync());
        await runs.RunUndisturbedAsync();
        return runs;
    }

    public void Dispose() => bucket.Dispose();

    /// <summary>Kills the run of a day at a write point, runs it again, and returns the objects that then differ.</summary>
    public async Task<IReadOnlyList<string>> KillAtPointAsync(int day, int point)
    {
        var name = await StartOfAsync(day, $"point-{day}-{point}");
        var (code, _) = RunOf(name, day).Run(point);
        Assert.NotEqual(0, code);
        return await RecoverAsync(name, day);
    }

    /// <summary>Kills the run of a day after a time, runs it again, and returns the objects that then differ.</summary>
    public async Task<IReadOnlyList<string>> KillAfterAsync(int day, TimeSpan moment, int serial)
    {
        var name = await StartOfAsync(day, $"moment-{day}-{serial}");
        RunOf(name, day).KillAfter(moment);
        return await RecoverAsync(name, day);
    }

    private async Task RunUndisturbedAsync()
    {
        for (var day = 0; day < Days.Length; day++)
        {
            (WritePoints[day], Durations[day]) = RunOf("undisturbed", day).Measure();
            using var store = Store("undisturbed");
            expected[day] = await LakeContent.OfAsync(store);
            await CopyAsync("undisturbed", $"after-{day}");
        }
    }

    private async Task<string> StartOfAsync(int day, string name)
    {
        if (day > 0)
            await CopyAsync($"after-{day - 1}", name);
        return name;
    }

    private async Task<IReadOnlyList<string>> RecoverAsync(string name, int day)
    {
        using var store = Store(name);
        await ExpireLeasesAsync(store);
        var (code, output) = RunOf(name, day).Run();
        Assert.True(code == 0, output);
        var found = await LakeContent.OfAsync(store);
        return [.. expected[day].Except(found).Concat(found.Except(expected[day]))];
    }

    /// <summary>What the passing of time does to the leases of a killed run.</summary>
    private static async Task ExpireLeasesAsync(S3ObjectStore store)
    {
        foreach (var key in await store.ListAsync("_leases/"))
        {
            var lease = JsonNode.Parse((await store.GetAsync(key))!.Content)!;
            lease["expires_at"] = "2000-01-01T00:00:00Z";
            await store.PutAsync(key, System.Text.Encoding.UTF8.GetBytes(lease.ToJsonString()));
        }
    }

    private async Task CopyAsync(string from, string to)
    {
        using var source = Store(from);
        using var target = Store(to);
        foreach (var (key, content) in await S3Bucket.ObjectsAsync(source))
            await target.PutAsync(key, content);
        FolderBytes.Copy(bucket.Folder[from], bucket.Folder[to]);
    }

    private S3ObjectStore Store(string name) => bucket.Open($"{name}/lake");

    private CrashHostRun RunOf(string name, int day) =>
        new(Days[day], ["pipeline", "--source", "simulated", "--lookback", "2y", "--data", $"{bucket.Data}/{name}"])
        {
            Variables = new Dictionary<string, string>(bucket.Variables) { ["MLFLOW_TRACKING_URI"] = bucket.Folder[name] },
        };
}
