using System.Globalization;
using Volcast.Cli.Pipeline.Replay;
using Volcast.Evaluation;
using Volcast.Features;
using Volcast.Forecasting;
using Volcast.Hosting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;
using Volcast.Registry;
using Volcast.Services.Monitoring.Policy;

namespace Volcast.Cli.Tests.Pipeline;

/// <summary>Replays of the simulated market against the walk-forward, against daily runs, and against themselves.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ReplayTests(ReplayTests.Market market) : IClassFixture<ReplayTests.Market>, IDisposable
{
    private const string Model = "volcast-SPY-5d";
    private static readonly TradingCalendar Calendar = TradingCalendar.Nyse;
    private static readonly Symbol Spy = Symbol.Parse("SPY");
    internal static readonly AssetRoles Roles = AssetRoles.For(Spy, ImpliedVolatilityIndex.Parse("SPY=^VIX"));
    private static readonly DateOnly First = new(2023, 10, 2);
    private static readonly DateOnly Last = new(2024, 3, 28);

    /// <summary>A fit every 42 sessions that serves at once, whatever changes.</summary>
    internal static readonly MonitoringPolicy FixedSchedule = new()
    {
        RetrainEvery = 42,
        Cooldown = 0,
        Budget = 252,
        ShadowSessions = 0,
        MaximumMeanChange = 10,
        MaximumChange = 10,
        Rules = [],
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>A lake of the simulated market with its features.</summary>
    public sealed class Market : IAsyncLifetime
    {
        private readonly TemporaryFolder folder = new();

        internal string Folder => folder.Path;

        public async ValueTask InitializeAsync()
        {
            // In two steps, so that the history begins with the same session as that of a lake that ends before the first one.
            foreach (var newest in new[] { Calendar.Previous(First), Last })
                foreach (var command in new[] { "ingest", "features" })
                    Assert.Equal(0, (await Volcast(folder.Path, newest).RunAsync(command)).ExitCode);
        }

        public ValueTask DisposeAsync()
        {
            folder.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    [Fact]
    public async Task A_fixed_schedule_of_42_sessions_gives_the_walk_forward_bit_for_bit()
    {
        var last = Calendar.Add(First, 60);
        var (report, forecasts, _) = await ReplayAsync("fixed", FixedSchedule, last, "volcast");
        Assert.Equal((1, 1), (report.Count(PolicyAction.Retrain), report.Count(PolicyAction.Promote)));

        await using var lake = await OpenSourceAsync();
        var history = (await TargetHistory.ReadAsync(
            lake, AssetRoles.For(Spy), Calendar, Calendar.SettlesAt(Last), default)).Until(last).Rows;
        var walked = WalkForward.Run(
            history,
            [ForecasterCatalog.Create("volcast", new ForecasterSettings { Features = FeatureCatalog.L1.Names, Seed = 7 })],
            new WalkForwardOptions { From = First, SessionAfter = Calendar.Add }).Model("volcast");
        // On the day of a promotion the new version forecasts too; the walk-forward refits on the next session.
        var live = forecasts.Where(row => row.Kind == ForecastKind.Live).DistinctBy(row => row.ForecastOrigin).ToArray();
        Assert.Equal(walked.Variance, live.Select(row => row.Variance));
        Assert.Equal(walked.Lower80, live.Select(row => row.Lower80));
        Assert.Equal(walked.Upper80, live.Select(row => row.Upper80));
        Assert.Equal(walked.Lower95, live.Select(row => row.Lower95));
        Assert.Equal(walked.Upper95, live.Select(row => row.Upper95));
    }

    [Fact]
    public async Task Later_data_change_nothing_and_an_interrupted_replay_ends_as_an_undisturbed_one()
    {
        var policy = new MonitoringPolicy { RetrainEvery = 30, ShadowSessions = 3 };
        var last = Calendar.Add(First, 75);
        var whole = await ReplayAsync("whole", policy, last, "log-har-range");
        Assert.True(whole.Report.Count(PolicyAction.Promote) >= 1);
        Assert.Contains(whole.Rows, row => row.Subject == "shadow");
        Assert.Contains(whole.Rows, row => row.Subject == "baseline");

        var cut = Calendar.Add(First, 40);
        var shorter = await ReplayAsync("shorter", policy, cut, "log-har-range");
        Assert.Equal(shorter.Forecasts, whole.Forecasts.Where(row => row.ForecastOrigin <= cut));
        Assert.Equal(shorter.Rows, whole.Rows.Where(row => row.Session <= cut));

        using var stop = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReplayAsync(
            "resumed", policy, last, "log-har-range", new StopAfterWrite(stop), stop.Token));
        var resumed = await ReplayAsync("resumed", policy, last, "log-har-range");
        Assert.Equal(whole.Forecasts, resumed.Forecasts);
        Assert.Equal(whole.Rows, resumed.Rows);
    }

    [Fact]
    public async Task Daily_runs_give_the_forecasts_scores_alarms_and_decisions_of_the_replay()
    {
        var last = Calendar.Add(First, 9);
        const string policy = """
            retrain_every: 3
            shadow_sessions: 2
            maximum_mean_change: 1
            maximum_change: 2
            """;
        var (report, forecasts, rows) = await ReplayAsync("replay",
            new() { RetrainEvery = 3, ShadowSessions = 2, MaximumMeanChange = 1, MaximumChange = 2 }, last, "log-har-range");
        Assert.True(report.Count(PolicyAction.Promote) >= 2);

        // The same first champion, and the lake as it was before the first session.
        var volcast = Volcast(folder["daily"], Calendar.Previous(First));
        foreach (var command in new[] { "ingest", "features" })
            Assert.Equal(0, (await volcast.RunAsync(command)).ExitCode);
        await ReplayAsync("start", new(), First, "log-har-range");
        FolderBytes.Copy(folder["start/mlruns"], folder["daily/data/simulated/mlruns"]);
        await File.WriteAllTextAsync(folder["daily/policy.yaml"], policy);
        for (var session = First; session <= last; session = Calendar.Next(session))
        {
            SetTime(volcast, session);
            var run = await volcast.RunAsync("run-daily");
            Assert.True(run.ExitCode == 0, run.Error);
        }

        await using var lake = await DataLake.OpenLocalAsync(folder["daily/data/simulated/lake"]);
        Assert.Equal(
            forecasts.Select(Comparable),
            ForecastsTable.FromFrame(Spy, await lake.ReadAsync(ForecastsTable.Schema, Spy)).Rows.Select(Comparable));
        var daily = MonitoringTable.FromFrame(Spy, await lake.ReadAsync(MonitoringTable.Schema, Spy)).Rows
            .Where(row => row.Kind is not (MonitoringKind.System or MonitoringKind.Alert) && row.Subject != "data");
        Assert.Equal(rows, daily);

        // A version that was trained on the way states the vintage of its bars, which is another one in the other lake.
        static (DateOnly, ForecastKind, string, string, double, double, double, string) Comparable(ForecastRow row) =>
            (row.ForecastOrigin, row.Kind, row.Model, row.ModelVersion, row.Variance, row.Lower80, row.Upper95,
                row.Kind == ForecastKind.Baseline || row.ModelVersion == "1" ? row.InputDigest : "");
    }

    [Fact]
    public async Task The_command_refuses_a_folder_with_another_replay_and_prints_the_losses()
    {
        var volcast = Volcast(market.Folder, Last);
        string[] asked = ["replay", "--from", "2023-10-02", "--out", folder["out"]];
        var run = await volcast.RunAsync([.. asked, "--to", "2023-10-20"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("Replay of volcast-SPY-5d, 2023-10-02 to 2023-10-20, 15 sessions (SIMULATED)", run.Out, StringComparison.Ordinal);
        var other = await volcast.RunAsync([.. asked, "--to", "2023-10-23"]);
        Assert.Equal(2, other.ExitCode);
        Assert.Contains("other parameters", other.Error, StringComparison.Ordinal);
        var reversed = await volcast.RunAsync([.. asked, "--to", "2023-09-29"]);
        Assert.Equal(2, reversed.ExitCode);
        Assert.Contains("--from 2023-10-02 is after --to 2023-09-29", reversed.Error, StringComparison.Ordinal);
    }

    /// <summary>What is refused leaves no folder.</summary>
    [Theory]
    [InlineData("2021-13-01", "2023-10-20", "out", 2, "'2021-13-01' given by --from: expected a date such as 2021-12-31.")]
    [InlineData("2023-10-02", "2023/10/20", "out", 2, "'2023/10/20' given by --to: expected a date such as 2021-12-31.")]
    [InlineData("2023-10-02", "2024-04-01", "out", 2,
        "--to 2024-04-01 has not settled at 2024-03-29 10:01 UTC. The newest settled session is 2024-03-28.")]
    [InlineData("2023-10-07", "2023-10-08", "out", 2, "There is no session of the NYSE from 2023-10-07 to 2023-10-08.")]
    [InlineData("1989-12-29", "2023-10-20", "out", 2, "--from 1989-12-29 is before the calendar, which begins on 1990-01-01.")]
    [InlineData("2020-03-02", "2023-10-20", "out", 1, "a replay needs more than 504 before and at least 1 after. Give --from 20")]
    [InlineData("2023-10-02", "2023-10-20", "file/out", 2, "file is a file, not a folder. Give another folder with --out.")]
    [InlineData("2023-10-02", "2023-10-20", "full", 2,
        "full holds other, which is no replay. Give an empty or a new folder with --out.")]
    public async Task A_replay_that_cannot_begin_says_why(string from, string to, string output, int code, string reason)
    {
        await File.WriteAllTextAsync(folder["file"], "");
        Directory.CreateDirectory(folder["full/other"]);
        var run = await Volcast(market.Folder, Last).RunAsync("replay", "--from", from, "--to", to, "--out", folder[output]);
        Assert.Equal((code, ""), (run.ExitCode, run.Out));
        Assert.Contains(reason, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("Usage", run.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
    }

    [Fact]
    public async Task A_replay_stays_out_of_the_data_folder()
    {
        var run = await Volcast(market.Folder, Last).RunAsync(
            "replay", "--from", "2023-10-02", "--to", "2023-10-20", "--out", "data/simulated/lake/replay");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Give a folder outside of it.", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Days_that_are_no_sessions_are_named_with_the_sessions_in_their_place()
    {
        // A Saturday and a Sunday.
        var run = await Volcast(market.Folder, Last).RunAsync(
            "replay", "--from", "2023-09-30", "--to", "2023-10-08", "--out", folder["weekend"]);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("--from 2023-09-30 (Saturday) is not a session of the NYSE; the replay begins with 2023-10-02.",
            run.Error, StringComparison.Ordinal);
        Assert.Contains("--to 2023-10-08 (Sunday) is not a session of the NYSE; the replay ends with 2023-10-06.", run.Error,
            StringComparison.Ordinal);
        Assert.Contains("Replay of volcast-SPY-5d, 2023-10-02 to 2023-10-06, 5 sessions (SIMULATED)", run.Out,
            StringComparison.Ordinal);
    }

    private static VolcastUnderTest Volcast(string workingFolder, DateOnly newest)
    {
        var volcast = new VolcastUnderTest(workingFolder)
        {
            Environment = { ["LOOKBACK_PERIOD"] = "5y", ["VOLCAST_SOURCE"] = "simulated" },
        };
        SetTime(volcast, newest);
        return volcast;
    }

    private static void SetTime(VolcastUnderTest volcast, DateOnly newest) => volcast.Environment["VOLCAST_NOW"] =
        Calendar.SettlesAt(newest).AddMinutes(1).ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private Task<DataLake> OpenSourceAsync() => DataLake.OpenLocalAsync(Path.Combine(market.Folder, "data", "simulated", "lake"));

    private async Task<(ReplayReport Report, IReadOnlyList<ForecastRow> Forecasts, IReadOnlyList<MonitoringRow> Rows)> ReplayAsync(
        string name, MonitoringPolicy policy, DateOnly to, string recipe, IProgress<JobProgress>? progress = null,
        CancellationToken stop = default)
    {
        await using var source = await OpenSourceAsync();
        await using var lake = await DataLake.OpenLocalForWritingAsync(
            folder[$"{name}/lake"], DataKind.Simulated, cancellationToken: CancellationToken.None);
        ReplayRequest request = new(Roles, 5, First, to, policy) { Recipe = recipe, Seed = 7, Threads = 2 };
        var report = await new ReplayRun(source, lake, new LocalModelRegistry(folder[$"{name}/mlruns"]), Calendar).RunAsync(
            request, await ReplayRun.HistoryAsync(source, Calendar, request, stop), progress, stop);
        return (report, ForecastsTable.FromFrame(Spy, await lake.ReadAsync(ForecastsTable.Schema, Spy, cancellationToken: stop)).Rows,
            MonitoringTable.FromFrame(Spy, await lake.ReadAsync(MonitoringTable.Schema, Spy, cancellationToken: stop)).Rows);
    }

    /// <summary>Stops a replay when it has written its tables the first time.</summary>
    private sealed class StopAfterWrite(CancellationTokenSource stop) : IProgress<JobProgress>
    {
        public void Report(JobProgress value)
        {
            if (value.Step.StartsWith("replay of", StringComparison.Ordinal))
                stop.Cancel();
        }
    }
}
