using System.Globalization;
using System.Runtime.Versioning;
using Volcast.Cli.Tests.Plans;

namespace Volcast.Cli.Tests.Slurm;

/// <summary>A node that is lost in the middle of an array job changes no byte.</summary>
[SupportedOSPlatform("linux")]
public sealed class SlurmTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [SlurmFact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_backtest_on_three_nodes_of_which_one_is_lost_gives_the_file_of_one_process()
    {
        using var market = new PlannedMarket();
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "many");
        await market.RunAsync("features", "--data", "many");
        string[] backtest = ["--models", "har", "--from", "2008-11-03"];
        await market.RunAsync(["backtest", "--data", "many", .. backtest, "--out", "one.csv"]);
        await market.PlanAsync("backtest", 4, backtest);

        await using var cluster = await SlurmCluster.StartAsync(3);
        var run = new SlurmRun(cluster, market[""], new Dictionary<string, string>());
        var jobs = await run.SubmitAsync("backtest", "many.csv");
        await cluster.UntilAsync("a task's process runs on n2", () => Task.FromResult(cluster.HasTask("n2")));
        Assert.True(cluster.KillNode("n2") > 0);
        Assert.Equal("COMPLETED", await run.EndAsync(jobs, TimeSpan.FromMinutes(3)));
        Assert.True(await run.RequeuesAsync(jobs) > 0);
        Assert.Equal(
            await File.ReadAllBytesAsync(market["one.csv"], Stop), await File.ReadAllBytesAsync(market["many.csv"], Stop));
    }

    /// <summary>"After all ok" would wait for ever here.</summary>
    [SlurmFact]
    [Trait(Category.Name, Category.Integration)]
    public async Task A_target_that_always_fails_is_tried_again_then_named_and_the_others_are_done()
    {
        using var market = new PlannedMarket();
        File.Delete(Path.Combine(market.Csv, "QQQ.csv"));
        await market.PlanAsync("ingest", 5, "--path", market.Csv);
        await using var cluster = await SlurmCluster.StartAsync(3);
        var run = new SlurmRun(cluster, market[""], new Dictionary<string, string> { ["VOLCAST_ATTEMPTS"] = "2" });
        var jobs = await run.SubmitAsync("ingest", "ingest.txt");
        Assert.Equal("FAILED", await run.EndAsync(jobs, TimeSpan.FromMinutes(3)));
        Assert.Equal(1, await run.RequeuesAsync(jobs));
        var log = await File.ReadAllTextAsync(market[$"volcast-gather-{jobs.Gather}.log"], Stop);
        Assert.Contains("missing indexes  2\n", log, StringComparison.Ordinal);
        Assert.Contains("index 2, ingest of QQQ: QQQ: there is no file", log, StringComparison.Ordinal);
        Assert.Equal(4, Directory.GetFiles(market["ingest/results"]).Length);
        Assert.False(File.Exists(market["ingest.txt"]));
    }

    /// <summary>The long form: writes docs/proof/slurm.md.</summary>
    [SlurmFact]
    [Trait(Category.Name, Category.Proof)]
    public async Task Twenty_four_real_targets_on_three_nodes_of_which_one_is_lost_give_the_bytes_of_one_process()
    {
        const int targetCount = 24;
        const int chunks = 8;
        string[] backtest = ["--models", "har,volcast", "--from", "2020-01-02"];
        var panel = SharedData.Require("data", "panel");
        string[] targets = [.. (await File.ReadAllLinesAsync(SharedData.Require("data", "panel-42.txt"), Stop))
            .Select(line => line.Trim()).Where(line => line.Length > 0).Take(targetCount)];
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder["prices"]);
        foreach (var ticker in targets)
            File.CreateSymbolicLink(folder[$"prices/{ticker}.csv"], Path.Combine(panel, $"{ticker}.csv"));
        foreach (var beside in new[] { "VIX", "VIX3M", "TLT", "HYG" }.Except(targets))
            File.CreateSymbolicLink(folder[$"prices/{beside}.csv"], SharedData.PathOf("data", "market", $"{beside}.csv"));
        await File.WriteAllLinesAsync(folder["targets.txt"], targets, Stop);
        var settings = new Dictionary<string, string>
        {
            ["VOLCAST_NOW"] = "2022-01-03T12:00:00Z",
            ["VOLCAST_TARGETS"] = "@targets.txt",
            ["VOLCAST_THREADS"] = "1",
        };

        var volcast = new VolcastUnderTest(folder.Path);
        foreach (var (name, value) in settings)
            volcast.Environment[name] = value;
        await SucceedsAsync("ingest", "--path", "prices", "--data", "one");
        await SucceedsAsync("features", "--data", "one");
        await SucceedsAsync(["backtest", "--data", "one", .. backtest, "--out", "one.csv"]);

        await using var cluster = await SlurmCluster.StartAsync(3);
        var run = new SlurmRun(cluster, folder.Path, settings);
        await RunAsync("ingest", ["--path", "prices"], victim: null);
        await RunAsync("features", [], victim: null);
        var lakes = (One: FolderBytes.Of(folder["one/lake"]), Many: FolderBytes.Of(folder["many/lake"]));
        var (killed, requeued) = await RunAsync("backtest", backtest, victim: "n2");
        var one = await File.ReadAllBytesAsync(folder["one.csv"], Stop);
        var many = await File.ReadAllBytesAsync(folder["backtest.out"], Stop);
        var differing = lakes.One.Except(lakes.Many).Concat(lakes.Many.Except(lakes.One)).Count();

        await File.WriteAllTextAsync(
            Path.Combine(SharedData.RepositoryRoot, "docs", "proof", "slurm.md"), string.Create(CultureInfo.InvariantCulture,
                $"""
                # A lost node of a Slurm cluster

                Written by `make prove` where Slurm is installed and the reference data are beside the repository. One
                machine runs a controller and three nodes of one processor each. `deploy/slurm/submit.sh` runs three plans over
                {targetCount} real targets, each as an array of {chunks} tasks. While the backtest runs, node n2 is killed with
                SIGKILL: its daemon, the supervisors of its tasks, and the tasks. Nobody starts it again. The files are
                compared byte for byte with those of one process.

                | what | result |
                |---|---|
                | targets; tasks of each array; nodes | {targetCount}; {chunks}; 3 |
                | models of the backtest | har, volcast |
                | processes of tasks that were killed with the node | {killed} |
                | tasks that Slurm queued again | {requeued} |
                | files of the lake after ingest and features | {lakes.One.Count} |
                | of these, files that differ from one process | {differing} |
                | bytes of the joined csv of the backtest | {many.Length:N0} |
                | the csv equals that of one process | {(one.AsSpan().SequenceEqual(many) ? "yes" : "no")} |

                """), Stop);
        Assert.Equal(0, differing);
        Assert.Equal(one, many);
        Assert.True(killed > 0 && requeued > 0, $"{killed} processes killed, {requeued} tasks queued again");

        async Task<(int Killed, int Requeued)> RunAsync(string stage, string[] arguments, string? victim)
        {
            await SucceedsAsync([
                "plan", stage, "--data", "many", .. arguments,
                "--chunks", chunks.ToString(CultureInfo.InvariantCulture), "--out", stage]);
            var jobs = await run.SubmitAsync(stage, $"{stage}.out");
            var killed = 0;
            if (victim is not null)
            {
                // In the middle: something is done, and a task runs on the node.
                await cluster.UntilAsync("a target is done while another runs on the node", async () =>
                    Directory.Exists(folder[$"{stage}/results"]) && Directory.GetFiles(folder[$"{stage}/results"]).Length > 2
                    && await run.RunningAsync(jobs, victim) > 0, TimeSpan.FromMinutes(30));
                killed = cluster.KillNode(victim);
            }
            Assert.Equal("COMPLETED", await run.EndAsync(jobs, TimeSpan.FromHours(2)));
            return (killed, await run.RequeuesAsync(jobs));
        }

        async Task SucceedsAsync(params string[] arguments)
        {
            var result = await volcast.RunAsync(arguments);
            Assert.True(result.ExitCode is 0 or 3, $"{string.Join(' ', arguments)}: {result.Error}{result.Out}");
        }
    }
}
