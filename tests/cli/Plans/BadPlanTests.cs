using System.Text.Json;
using Volcast.Cli.Plans;

namespace Volcast.Cli.Tests.Plans;

/// <summary>What a worker and a gatherer refuse: exit code 2 means that another attempt cannot help.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class BadPlanTests : IDisposable
{
    private readonly PlannedMarket market = new();

    public void Dispose() => market.Dispose();

    [Fact]
    public async Task A_plan_of_another_version_is_refused()
    {
        await PlanAsync();
        var json = await File.ReadAllBytesAsync(market["features/plan.json"], TestContext.Current.CancellationToken);
        Replace(WorkPlan.TryParse(json)!,
            plan => WorkPlan.Create("0.0.1", plan.Stage, plan.Arguments, plan.Settings, plan.Chunks, plan.Units));
        await RefusesAsync("The plan was made by version 0.0.1, and this is version",
            "work", "--plan", "features", "--index", "0");
    }

    [Fact]
    public async Task A_plan_for_other_inputs_is_refused()
    {
        await PlanAsync();
        SimulatedCsv.Edit(market.Csv, "QQQ.csv", "2008-12-31", line => $"{line}0"); // Ten times the volume.
        await market.Volcast.RunAsync("ingest", "--path", market.Csv, "--data", "many");
        await market.RunAsync("work", "--plan", "features", "--index", "0");
        await RefusesAsync(
            "The plan is for other inputs: curated.market QQQ has changed since it was made. Make a new plan in another place.",
            "work", "--plan", "features", "--index", "1");
    }

    [Fact]
    public async Task A_csv_file_that_was_changed_is_another_input()
    {
        await market.PlanAsync("ingest", 1, "--path", market.Csv);
        SimulatedCsv.Edit(market.Csv, "IWM.csv", "2008-12-31", _ => null);
        await RefusesAsync("The plan is for other inputs: csv IWM has changed", "work", "--plan", "ingest");
    }

    [Fact]
    public async Task An_index_beyond_the_plan_and_indexes_that_disagree_are_refused()
    {
        await PlanAsync();
        await RefusesAsync("the flag --index says 4, and the plan has the chunks 0 to 3",
            "work", "--plan", "features", "--index", "4");
        market.Volcast.Environment["SLURM_ARRAY_TASK_ID"] = "1";
        market.Volcast.Environment["JOB_COMPLETION_INDEX"] = "2";
        await RefusesAsync(
            "the environment variable JOB_COMPLETION_INDEX says 2, and the environment variable SLURM_ARRAY_TASK_ID says 1",
            "work", "--plan", "features");
    }

    [Fact]
    public async Task A_folder_keeps_one_plan()
    {
        await PlanAsync();
        var (first, same) = (FolderBytes.Of(market["features"]), await market.PlanAsync("features", 4));
        Assert.Equal(first, FolderBytes.Of(market["features"]));
        Assert.StartsWith("Plan ", same.Out, StringComparison.Ordinal);
        await RefusesAsync("Results of two plans are kept apart: give each plan a place of its own.",
            "plan", "features", "--data", "many", "--chunks", "2", "--out", "features");
        Assert.Equal(first, FolderBytes.Of(market["features"]));
    }

    [Fact]
    public async Task The_result_of_another_plan_is_refused_by_workers_and_when_it_is_gathered()
    {
        await PlanAsync();
        await market.RunAsync("plan", "features", "--data", "many", "--chunks", "1", "--out", "other");
        await market.RunAsync("work", "--plan", "other");
        FolderBytes.Copy(market["other/results"], market["features/results"]);
        const string message = "Results of two plans are kept apart: move the foreign ones away";
        await RefusesAsync(message, "work", "--plan", "features", "--index", "0");
        await RefusesAsync(message, "gather", "--plan", "features");
    }

    [Theory]
    [InlineData("results")]
    [InlineData("outputs")]
    public async Task A_damaged_result_counts_as_missing_and_the_next_run_replaces_it(string folder)
    {
        await PlanAsync();
        for (var index = 0; index < 4; index++)
            await market.RunAsync("work", "--plan", "features", "--index", $"{index}");
        var file = Directory.GetFiles(market[$"features/{folder}"], "00001*").Single();
        await File.WriteAllTextAsync(file, "{ \"half", TestContext.Current.CancellationToken);
        var gathered = await market.Volcast.RunAsync("gather", "--plan", "features", "--out", "all.txt");
        Assert.Equal(ExitCode.Failed, gathered.ExitCode);
        Assert.Contains("index 1, features of QQQ: Its result is damaged", gathered.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(market["all.txt"]));
        var again = await market.RunAsync("work", "--plan", "features", "--index", "1");
        Assert.Contains("warning: the result of QQQ is damaged.", again.Error, StringComparison.Ordinal);
        await market.RunAsync("gather", "--plan", "features", "--out", "all.txt");
        Assert.Contains("Features of IWM", await File.ReadAllTextAsync(market["all.txt"], TestContext.Current.CancellationToken),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_target_that_fails_stops_no_other_and_its_reason_is_gathered()
    {
        File.Delete(Path.Combine(market.Csv, "QQQ.csv"));
        var planned = await market.PlanAsync("ingest", 2, "--path", market.Csv);
        Assert.StartsWith("warning: there are no bars of QQQ, so its unit will fail.", planned.Error, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Done, (await market.Volcast.RunAsync("work", "--plan", "ingest", "--index", "0")).ExitCode
            + (await market.Volcast.RunAsync("work", "--plan", "ingest", "--index", "1")).ExitCode - 1);
        var gathered = await market.Volcast.RunAsync("gather", "--plan", "ingest", "--json");
        Assert.Equal(ExitCode.Failed, gathered.ExitCode);
        using var json = JsonDocument.Parse(gathered.Out);
        Assert.Equal("1", json.RootElement.GetProperty("missing_indexes").GetString());
        var missing = Assert.Single(json.RootElement.GetProperty("missing").EnumerateArray());
        Assert.Equal("QQQ", missing.GetProperty("symbols")[0].GetString());
        Assert.StartsWith("QQQ: there is no file", missing.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal("1\n", (await market.Volcast.RunAsync("gather", "--plan", "ingest", "--missing")).Out);
    }

    [Theory]
    [InlineData("There is no plan in", "work", "--plan", "nothing", "--index", "0")]
    [InlineData("There is no plan in", "gather", "--plan", "nothing")]
    [InlineData("give --chunks 5 or less", "plan", "ingest", "--chunks", "6", "--out", "p")]
    [InlineData("'0' given by --chunks: expected a whole number from 1", "plan", "ingest", "--chunks", "0", "--out", "p")]
    [InlineData("--chunks is missing", "plan", "ingest", "--out", "p")]
    [InlineData("'oracle' given by --model is not a model", "plan", "train", "--model", "oracle", "--chunks", "1", "--out", "p")]
    [InlineData("'oracle' given by --models is not a model", "plan", "backtest", "--models", "har,oracle", "--chunks", "1", "--out",
        "p")]
    [InlineData("'0' given by --refit-every", "work", "--plan", "backtest")]
    public async Task A_wrong_flag_is_explained(string message, params string[] arguments)
    {
        if (arguments[^1] == "backtest")
        {
            await market.RunAsync("ingest", "--path", market.Csv, "--data", "many");
            await market.PlanAsync("backtest", 1, "--refit-every", "0");
        }
        await RefusesAsync(message, arguments);
    }

    [Fact]
    public async Task A_damaged_plan_is_refused()
    {
        await PlanAsync();
        var file = market["features/plan.json"];
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken))
            .Replace("QQQ", "XLF", StringComparison.Ordinal), TestContext.Current.CancellationToken);
        await RefusesAsync("plan.json in", "work", "--plan", "features", "--index", "0");
    }

    private async Task PlanAsync()
    {
        await market.RunAsync("ingest", "--path", market.Csv, "--data", "many");
        await market.PlanAsync("features", 4);
    }

    private void Replace(WorkPlan plan, Func<WorkPlan, WorkPlan> change) =>
        File.WriteAllBytes(market["features/plan.json"], change(plan).ToJson());

    private async Task RefusesAsync(string message, params string[] arguments)
    {
        var result = await market.Volcast.RunAsync(arguments);
        Assert.True(result.ExitCode == ExitCode.Usage, $"{result.ExitCode}: {result.Error}");
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }
}
