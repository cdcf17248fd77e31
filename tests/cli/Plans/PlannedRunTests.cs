namespace Volcast.Cli.Tests.Plans;

/// <summary>Chunks of a plan leave what one process leaves.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class PlannedRunTests : IDisposable
{
    private static readonly string[] Backtest = ["--models", "har", "--from", "2008-11-03"];
    private readonly PlannedMarket market = new();

    public void Dispose() => market.Dispose();

    [Fact]
    public async Task Ingest_features_and_backtest_in_chunks_give_the_bytes_of_one_process()
    {
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "one");
        await market.RunAsync("features", "--data", "one");
        await market.RunAsync(["backtest", "--data", "one", .. Backtest, "--out", "one.csv"]);

        await market.RunPlanAsync("ingest", 3, ["--path", market.Csv]);
        await market.RunPlanAsync("features", 4, []);
        Assert.Equal(FolderBytes.Of(market["one/lake"]), FolderBytes.Of(market["many/lake"]));
        await market.RunPlanAsync("backtest", 2, Backtest, "--out", "many.csv");
        var expected = await File.ReadAllBytesAsync(market["one.csv"], TestContext.Current.CancellationToken);
        Assert.NotEmpty(expected);
        Assert.Equal(expected, await File.ReadAllBytesAsync(market["many.csv"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Training_and_forecasts_in_chunks_give_the_forecasts_of_one_process()
    {
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "many");
        await market.RunAsync("features", "--data", "many");
        FolderBytes.Copy(market["many"], market["one"]);
        await market.RunAsync("train", "--data", "one", "--model", "har", "--promote-first");
        // Not by a flag, which the commands in the JSON would repeat.
        market.Volcast.Environment["VOLCAST_DATA"] = "one";
        var expected = await market.RunAsync("forecast", "--json");

        await market.RunPlanAsync("train", 2, ["--model", "har", "--promote-first"]);
        await market.RunPlanAsync("forecast", 4, [], "--out", "many.json");
        Assert.Equal(expected.Out, await File.ReadAllTextAsync(market["many.json"], TestContext.Current.CancellationToken));
        Assert.Equal(FolderBytes.Of(market["one/lake"]), FolderBytes.Of(market["many/lake"]));
    }

    [Fact]
    public async Task The_settings_of_a_worker_change_no_result()
    {
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "many");
        await market.RunAsync("features", "--data", "many");
        await market.RunAsync(["backtest", "--data", "many", .. Backtest, "--out", "one.csv"]);
        await market.PlanAsync("backtest", 1, Backtest);
        market.Volcast.Environment["VOLCAST_HORIZON"] = "22";
        market.Volcast.Environment["VOLCAST_TARGETS"] = "XLF";
        market.Volcast.Environment["VOLCAST_NOW"] = "2008-06-02T12:00:00Z";
        await File.WriteAllTextAsync(
            market[".env"], "VOLCAST_SEED=99\nVOLCAST_DATA=elsewhere\n", TestContext.Current.CancellationToken);
        var work = await market.RunAsync("work", "--plan", "backtest");
        Assert.Contains("backtest of SPY is done", work.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), work.Error, StringComparison.Ordinal); // Its temporary file is gone.
        await market.RunAsync("gather", "--plan", "backtest", "--out", "many.csv");
        Assert.Equal(
            await File.ReadAllTextAsync(market["one.csv"], TestContext.Current.CancellationToken),
            await File.ReadAllTextAsync(market["many.csv"], TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_chunk_that_was_stopped_continues_and_a_finished_one_does_nothing()
    {
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "many");
        await market.PlanAsync("features", 1);
        await market.RunAsync("work", "--plan", "features");
        var all = FolderBytes.Of(market["features"]);
        File.Delete(market["features/results/00002.json"]);
        var again = await market.RunAsync("work", "--plan", "features");
        Assert.Equal(["SPY", "QQQ", "DIA"], again.Error.Split(Environment.NewLine)
            .Where(line => line.EndsWith("is done already.", StringComparison.Ordinal)).Select(line => line.Split(' ')[2]));
        Assert.Contains("features of IWM is done after", again.Error, StringComparison.Ordinal);
        Assert.Equal(all.Where(One), FolderBytes.Of(market["features"]).Where(One));
        Assert.Equal(4, (await market.RunAsync("work", "--plan", "features")).Error.Split("is done already.").Length - 1);

        static bool One(string file) => !file.Contains("00002", StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_joined_file_is_written_behind_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "needs the right to make links");
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "many");
        await market.PlanAsync("features", 1);
        await market.RunAsync("work", "--plan", "features");
        await File.WriteAllTextAsync(market["real.txt"], "old", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(market["all.txt"], market["real.txt"]);
        await market.RunAsync("gather", "--plan", "features", "--out", "all.txt");
        Assert.NotNull(new FileInfo(market["all.txt"]).LinkTarget);
        Assert.Contains("Features of IWM", await File.ReadAllTextAsync(market["real.txt"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(market["."], "*.tmp"));
    }

    [Fact]
    public async Task What_needs_attention_is_kept_in_the_result_and_does_not_fail_the_task()
    {
        File.Delete(Path.Combine(market.Csv, "HYG.csv"));
        Assert.Equal(ExitCode.NeedsAttention,
            (await market.Volcast.RunAsync("ingest", "--path", market.Csv, "--data", "one")).ExitCode);
        var gathered = await market.RunPlanAsync("ingest", 2, ["--path", market.Csv]);
        Assert.Contains("needs attention (exit code 3)  ^VIX, ^VIX3M, TLT, HYG", gathered.Out, StringComparison.Ordinal);
        Assert.Contains("done     5 of 5 units", gathered.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_workers_of_one_index_leave_one_result()
    {
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "many");
        await market.PlanAsync("features", 1);
        var both = await Task.WhenAll(
            Enumerable.Range(0, 2).Select(_ => Task.Run(() => market.Program().RunAsync("work", "--plan", "features"))));
        Assert.All(both, run => Assert.True(run.ExitCode == 0, run.Error));
        Assert.Equal(4, Directory.GetFiles(market["features/results"]).Length);
        await market.RunAsync("gather", "--plan", "features");
    }
}
