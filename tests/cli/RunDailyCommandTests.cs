using System.Text.Json;
using System.Text.RegularExpressions;
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
    public async Task A_dry_run_says_what_is_new_and_what_is_done_already()
    {
        var volcast = new VolcastUnderTest(folder.Path);
        var first = await volcast.RunAsync([.. Daily, "--dry-run"]);
        Contains(first.Out, "would do this for the session 2024-06-13", "downloads the history of SPY, ^VIX, ^VIX3M, TLT, HYG",
            "forecasts SPY 5d from 2024-06-13", "decides about volcast-SPY-5d", "nothing: no heartbeat_url is set");
        Assert.Equal(0, (await volcast.RunAsync(Daily)).ExitCode);

        var before = FolderBytes.Of(folder["data"]);
        var done = await volcast.RunAsync([.. Daily, "--dry-run"]);
        Assert.Equal(6, Regex.Count(done.Out, "nothing: done already"));

        // Two sessions later; the target of no forecast has ended.
        volcast.Environment["VOLCAST_NOW"] = "2024-06-18T12:00:00Z";
        var late = await volcast.RunAsync([.. Daily, "--dry-run"]);
        Contains(late.Out, "downloads 2 sessions from 2024-06-14 to 2024-06-17 of SPY, ^VIX, ^VIX3M, TLT, HYG",
            "computes those of SPY",
            "forecasts SPY 5d from 2024-06-17", "checks SPY", "decides about volcast-SPY-5d");
        Assert.Equal(1, Regex.Count(late.Out, "nothing: done already"));
        Assert.Equal(before, FolderBytes.Of(folder["data"]));
        Contains((await volcast.RunAsync(Daily)).Out, "  ingest    5 symbols: 10 new bars, 0 revised\n");

        static void Contains(string page, params string[] texts) =>
            Assert.All(texts, text => Assert.Contains(text, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_run_leaves_out_the_steps_that_others_do_and_a_run_of_the_rest_finishes_the_day()
    {
        var volcast = new VolcastUnderTest(folder.Path);
        Assert.Equal(0, (await volcast.RunAsync([.. Daily[..^1], "whole"])).ExitCode);

        var first = await volcast.RunAsync([.. Daily, "--skip", "policy"]);
        Assert.Equal(0, first.ExitCode);
        Assert.Contains("It has no version yet, and this run leaves the policy", first.Out, StringComparison.Ordinal);
        foreach (var step in (string[])["policy", "alerts", "heartbeat"])
            Assert.DoesNotContain($"daily run: {step}", first.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(FolderBytes.Of(folder["data"]), file => file.StartsWith("mlruns/models", StringComparison.Ordinal));

        var second = await volcast.RunAsync([.. Daily, "--skip", "ingest"]);
        Assert.Equal(0, second.ExitCode);
        Assert.DoesNotContain("daily run: ingest", second.Error, StringComparison.Ordinal);
        Assert.Equal(FolderBytes.Of(folder["whole/lake"]), FolderBytes.Of(folder["data/lake"]));
    }

    [Fact]
    public async Task A_plan_says_which_steps_are_left_out()
    {
        var plan = await new VolcastUnderTest(folder.Path).RunAsync([.. Daily, "--dry-run", "--skip", "ingest, policy"]);
        Assert.Equal(0, plan.ExitCode);
        Assert.Equal(4, Regex.Count(plan.Out, "nothing: left out by --skip"));
    }

    [Theory]
    [InlineData("features")]
    [InlineData("ingest;policy")]
    [InlineData("")]
    public async Task A_step_that_cannot_be_left_out_is_refused(string step)
    {
        var refused = await new VolcastUnderTest(folder.Path).RunAsync([.. Daily, "--skip", step]);
        Assert.Equal((2, $"volcast: '{step}' given by the flag --skip: expected one of ingest, policy, or both with a comma between "
            + $"them.{Environment.NewLine}"), (refused.ExitCode, refused.Error));
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Fact]
    public async Task A_clock_before_the_data_is_refused_before_anything_is_stored()
    {
        var volcast = new VolcastUnderTest(folder.Path);
        Assert.Equal(0, (await volcast.RunAsync(Daily)).ExitCode);
        var before = FolderBytes.Of(folder["data"]);
        volcast.Environment["VOLCAST_NOW"] = "2023-06-15T12:00:00Z";
        var refused = await volcast.RunAsync(Daily);
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith("Daily run of 2023-06-14 (SIMULATED): FAILED in start", refused.Out, StringComparison.Ordinal);
        Assert.Contains("start failed: The lake holds a bar of SPY for 2024-06-13 that settles at 2024-06-14 06:00 New York time",
            refused.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("daily run: ingest", refused.Error, StringComparison.Ordinal);
        Assert.Equal(before, FolderBytes.Of(folder["data"]));
    }

    [Fact]
    public async Task A_data_folder_that_cannot_be_written_is_reported_and_the_alert_is_sent()
    {
        await File.WriteAllTextAsync(folder["alerts.yaml"], """
            channels:
              record: { type: file, path: alerts.jsonl }
            alerts:
              - { name: broken, when: failed_run, channels: [record] }
            """, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder["data/.run-daily.lock"]);
        var failed = await new VolcastUnderTest(folder.Path).RunAsync([.. Daily, "--json"]);
        Assert.Equal(1, failed.ExitCode);
        using var run = JsonDocument.Parse(failed.Out);
        var failure = Assert.Single(run.RootElement.GetProperty("failures").EnumerateArray());
        Assert.Equal("start", failure.GetProperty("step").GetString());
        Assert.EndsWith($". Give this user the right to write to {folder["data"]} and make sure that its disk is neither full "
            + "nor read-only, or give another folder with --data.", failure.GetProperty("reason").GetString(),
            StringComparison.Ordinal);
        Assert.Equal("The next run does what this one did not do.", failure.GetProperty("next_run").GetString());
        Assert.Equal(
            [
                .. new[] { "ingest", "features", "forecast", "outcomes", "monitor", "policy", "heartbeat" }
                    .Select(step => (step, "The run could not begin.")),
            ],
            SkippedIn(run));
        using var alert = JsonDocument.Parse(
            await File.ReadAllTextAsync(folder["alerts.jsonl"], TestContext.Current.CancellationToken));
        Assert.StartsWith("A step of the run failed: start failed: ", alert.RootElement.GetProperty("text").GetString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_paused_policy_says_why_there_is_no_forecast()
    {
        await File.WriteAllTextAsync(folder["policy.yaml"], "mode: paused\n", TestContext.Current.CancellationToken);
        var paused = await new VolcastUnderTest(folder.Path).RunAsync(Daily);
        Assert.Equal(0, paused.ExitCode);
        Assert.Contains("  forecast  volcast-SPY-5d: none. It has no version yet, and the mode of the policy does not train one: "
            + "The policy is paused.", paused.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_alert_for_a_symbol_that_is_not_forecast_is_named()
    {
        await File.WriteAllTextAsync(folder["alerts.yaml"], """
            channels:
              log: { type: log }
            alerts:
              - { name: high, when: level, above: 25, targets: [spy, NOPE], channels: [log] }
            """, TestContext.Current.CancellationToken);
        const string warning = "warning: the alert high watches NOPE, which is not forecast: the targets are SPY. Correct "
            + "`targets` in the file of the alerts, or VOLCAST_TARGETS.";
        foreach (var command in (string[][])[[.. Daily, "--dry-run"], ["alerts", "list", "--data", "data"]])
            Assert.Contains(warning, (await new VolcastUnderTest(folder.Path).RunAsync(command)).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("warning", (await new VolcastUnderTest(folder.Path)
            .RunAsync("alerts", "list", "--data", "data", "--target", "SPY,NOPE")).Error, StringComparison.Ordinal);
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
        Assert.Empty(SkippedIn(document));
    }

    [Fact]
    public async Task The_report_as_json_lists_the_steps_that_were_left_out_with_the_reason()
    {
        var result = await new VolcastUnderTest(folder.Path).RunAsync([.. Daily, "--json", "--skip", "policy"]);
        Assert.Equal(0, result.ExitCode);
        using var run = JsonDocument.Parse(result.Out);
        const string later = "--skip left the policy to a later run, and this step belongs to the run that finishes the day.";
        Assert.Equal(
            [("policy", "--skip left it to another program or a later run."), ("alerts", later), ("heartbeat", later)],
            SkippedIn(run));
    }

    [Fact]
    public async Task After_a_failure_the_report_as_json_says_why_there_is_no_heartbeat()
    {
        await File.WriteAllTextAsync(folder["alerts.yaml"], """
            channels:
              record: { type: file, path: blocked/alerts.jsonl }
            alerts:
              - { name: any, when: level, above: 0.1, channels: [record] }
            """, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["blocked"], "", TestContext.Current.CancellationToken);
        var result = await new VolcastUnderTest(folder.Path).RunAsync([.. Daily, "--json"]);
        Assert.Equal(1, result.ExitCode);
        using var run = JsonDocument.Parse(result.Out);
        Assert.Equal([("heartbeat", "A step failed, and a heartbeat says that none did.")], SkippedIn(run));
    }

    private static IEnumerable<(string, string)> SkippedIn(JsonDocument run) =>
        run.RootElement.GetProperty("skipped").EnumerateArray()
            .Select(one => (one.GetProperty("step").GetString()!, one.GetProperty("reason").GetString()!));

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
    public async Task An_address_in_use_ends_a_schedule_before_the_first_run()
    {
        var port = Schedule.HealthListenerTests.FreePort();
        await using var other = await Cli.Schedule.HealthListener.StartAsync(
            new($"http://127.0.0.1:{port}"), () => (true, "{}"), TestContext.Current.CancellationToken);
        var result = await new VolcastUnderTest(folder.Path).RunAsync(
            ["schedule", .. Daily[1..], "--health", $"http://127.0.0.1:{port}"]);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains($"another program listens on port {port}", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data"]));
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
