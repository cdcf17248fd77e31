using System.Text.Json;
using Volcast.Files;

namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class RunDailyCommandTests : IDisposable
{
    private const string NextDay = "2024-06-15T12:00:00Z";
    private static readonly string[] Daily = ["run-daily", "--source", "simulated", "--lookback", "2y", "--data", "data"];

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_dry_run_prints_the_steps_and_writes_nothing()
    {
        var result = await new VolcastUnderTest(folder.Path).RunAsync([.. Daily, "--dry-run"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        foreach (var step in (string[])["ingest", "features", "forecast", "outcomes", "monitor", "policy", "alerts", "heartbeat"])
            Assert.Contains(step, result.Out, StringComparison.Ordinal);
        Assert.Contains("Nothing is changed", result.Out, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task The_report_as_json_holds_every_step()
    {
        var result = await new VolcastUnderTest(folder.Path).RunAsync([.. Daily, "--json"]);
        Assert.Equal(0, result.ExitCode);
        using var document = JsonDocument.Parse(result.Out);
        var run = document.RootElement;
        Assert.Equal(("2024-06-13", "SIMULATED"),
            (run.GetProperty("session").GetString(), run.GetProperty("data_kind").GetString()));
        Assert.True(run.GetProperty("is_complete").GetBoolean());
        Assert.Equal("SPY", run.GetProperty("forecasts")[0].GetProperty("symbol").GetString());
        Assert.Equal(["train", "promote"],
            run.GetProperty("decisions").EnumerateArray().Select(one => one.GetProperty("action").GetString()!));
    }

    [Fact]
    public async Task While_another_daily_run_is_at_work_a_second_one_does_nothing_and_succeeds()
    {
        using (FileLock.TryAcquire(folder["data/.run-daily.lock"]))
        {
            var second = await new VolcastUnderTest(folder.Path).RunAsync(Daily);
            Assert.Equal((0, ""), (second.ExitCode, second.Out));
            Assert.Contains("Another daily run is at work", second.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(folder["data/lake"]));
        }
        Assert.Equal(0, (await new VolcastUnderTest(folder.Path).RunAsync(Daily)).ExitCode);
    }

    [Fact]
    public async Task A_source_that_fails_for_one_symbol_gives_exit_code_1_and_says_what_the_next_run_does()
    {
        SimulatedCsv.WriteTwoYears(folder["csv"]);
        File.WriteAllText(folder["csv/TLT.csv"], "Date,Open\nnonsense\n");
        var failed = await CsvAsync("2009-01-01T12:00:00Z");
        Assert.Equal(1, failed.ExitCode);
        Assert.Contains("ingest of TLT failed", failed.Error, StringComparison.Ordinal);
        Assert.Contains("The next run downloads what is missing", failed.Error, StringComparison.Ordinal);
        Assert.Contains("forecast  SPY 5d from 2008-12-31", failed.Out, StringComparison.Ordinal);

        SimulatedCsv.WriteTwoYears(folder["csv"]);
        Assert.Equal(0, (await CsvAsync("2009-01-01T12:00:00Z")).ExitCode);
    }

    [Fact]
    public async Task Findings_go_to_alerts_and_report_and_the_exit_code_stays_0()
    {
        SimulatedCsv.WriteTwoYears(folder["csv"]);
        await CsvAsync("2009-01-01T12:00:00Z");
        // No new bar arrives for two weeks.
        var stale = await CsvAsync("2009-01-15T12:00:00Z");
        Assert.Equal(0, stale.ExitCode);
        Assert.Contains("freshness", stale.Out, StringComparison.Ordinal);
        Assert.Contains("  alert  ", stale.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mistake_in_the_policy_is_found_before_anything_is_done()
    {
        File.WriteAllText(folder["policy.yaml"], "cooldown: 21\nretrain_evry: 63\n");
        var result = await new VolcastUnderTest(folder.Path).RunAsync(Daily);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("policy.yaml, line 2, column 1", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data/lake"]));
    }

    [Theory]
    [InlineData("run-daily", "--dry-run")]
    [InlineData("schedule", "--health")]
    public async Task A_mistake_in_the_alerts_ends_a_plan_and_a_schedule_too(string command, string option)
    {
        File.WriteAllText(folder["alerts.yaml"], "channels: {}\nalrts: []\n");
        string[] value = option == "--health" ? [option, "none"] : [option];
        var result = await new VolcastUnderTest(folder.Path).RunAsync([command, .. Daily[1..], .. value]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("alerts.yaml, line 2, column 1", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("run-daily", "--dry-run", "--json", "leave out --json or --dry-run")]
    [InlineData("schedule", "--health", "http://127.0.0.1:9465/state", "expected an address such as http://127.0.0.1:9465")]
    public async Task Options_that_do_not_go_together_are_refused(string command, string option, string value, string reason)
    {
        var result = await new VolcastUnderTest(folder.Path).RunAsync([command, .. Daily[1..], option, value]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(reason, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_training_of_the_policy_leaves_no_folds()
    {
        Assert.Equal(0, (await new VolcastUnderTest(folder.Path).RunAsync(Daily)).ExitCode);
        Assert.False(Directory.Exists(folder["data/folds"]));
        var next = new VolcastUnderTest(folder.Path) { Environment = { ["VOLCAST_NOW"] = NextDay } };
        Assert.Equal(0, (await next.RunAsync(Daily)).ExitCode);
    }

    private Task<VolcastUnderTest.Result> CsvAsync(string now) =>
        new VolcastUnderTest(folder.Path) { Environment = { ["VOLCAST_NOW"] = now } }.RunAsync(
            "run-daily", "--source", "csv", "--path", "csv", "--data", "data");
}
