using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests;

/// <summary>The commands that messages suggest are pasted into a shell and run.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed partial class HintsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public HintsTests() => volcast = new VolcastUnderTest(folder.Path);

    public void Dispose() => folder.Dispose();

    /// <summary>Lets a shell split the command, and runs its words after the program's name.</summary>
    private async Task<VolcastUnderTest.Result> PasteAsync(string command)
    {
        var words = await ProgramRun.OfAsync("sh", "-c", $"set -- {command}; printf '%s\\0' \"$@\"");
        Assert.Equal(0, words.Code);
        var split = words.Output.TrimEnd('\0').Split('\0');
        Assert.Equal("./volcast", split[0]);
        return await volcast.RunAsync(split[1..]);
    }

    private static string OnlyIn(string message) => Assert.Single(Backquoted().Matches(message)).Groups[1].Value;

    [Fact]
    public async Task The_next_commands_of_a_pipeline_run_on_the_same_data()
    {
        const string data = "it's my $data";
        var run = await volcast.RunAsync("demo", "--lookback", "2y", "--target", "QQQ", "--horizon", "1", "--data", data);
        Assert.Equal(0, run.ExitCode);
        var next = run.Out.Split("Next\n")[1].Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(
            [
                @"./volcast status --source simulated --data 'it'\''s my $data' --target QQQ --horizon 1",
                @"./volcast registry show --source simulated --data 'it'\''s my $data' --target QQQ --horizon 1",
                @"./volcast forecast --json --source simulated --data 'it'\''s my $data' --target QQQ --horizon 1",
                @"./volcast verify --source simulated --data 'it'\''s my $data'",
            ], next);
        foreach (var command in next)
        {
            var pasted = await PasteAsync(command);
            Assert.True(pasted.ExitCode == 0, pasted.Error);
        }
        Assert.Contains("volcast-QQQ-1d version 1", (await PasteAsync(next[1])).Out, StringComparison.Ordinal);
        Assert.Contains("\"symbol\": \"QQQ\"", (await PasteAsync(next[2])).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_error_of_a_stage_suggests_the_command_that_repairs_it()
    {
        volcast.Environment["LOOKBACK_PERIOD"] = "2y";
        string[] data = ["--source", "simulated", "--data", "my data", "--target", "IWM"];

        var lake = await volcast.RunAsync(["features", .. data]);
        Assert.Equal(ExitCode.Failed, lake.ExitCode);
        Assert.Equal("./volcast ingest --source simulated --data 'my data' --target IWM", OnlyIn(lake.Error));
        Assert.Equal(0, (await PasteAsync(OnlyIn(lake.Error))).ExitCode);

        var features = await volcast.RunAsync(["train", .. data]);
        Assert.Equal(ExitCode.Failed, features.ExitCode);
        var repair = OnlyIn(
            features.Error.Split('\n').Single(line => line.StartsWith("volcast: train", StringComparison.Ordinal)));
        Assert.Equal("./volcast features --source simulated --data 'my data' --target IWM", repair);
        Assert.Equal(0, (await PasteAsync(repair)).ExitCode);

        var model = await volcast.RunAsync(["forecast", "--horizon", "22", .. data]);
        Assert.Equal(ExitCode.Failed, model.ExitCode);
        Assert.Equal(
            "./volcast train --target IWM --horizon 22 --source simulated --data 'my data'", OnlyIn(model.Error));
        Assert.Equal(0, (await PasteAsync(OnlyIn(model.Error))).ExitCode);
        Assert.Equal(0, (await volcast.RunAsync(["forecast", "--horizon", "22", .. data])).ExitCode);
    }

    [Fact]
    public async Task A_suggestion_on_standard_output_is_complete_too()
    {
        var status = await volcast.RunAsync("status", "--data", "my data", "--source", "csv");
        Assert.Contains("`./volcast ingest --source csv --data 'my data' --path DIR`", status.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reports_warnings_and_json_suggest_the_same_complete_commands()
    {
        const string flags = "--source simulated --data 'my data'";
        var run = await volcast.RunAsync("demo", "--lookback", "2y", "--horizon", "1", "--data", "my data");
        Assert.Equal(0, run.ExitCode);
        const string premium = $"`./volcast train --target SPY --horizon 22 {flags}`";
        Assert.Contains(premium, run.Out, StringComparison.Ordinal);
        string[] data = ["--source", "simulated", "--data", "my data"];
        Assert.Contains(
            premium, (await volcast.RunAsync(["forecast", "--json", "--horizon", "1", .. data])).Out, StringComparison.Ordinal);

        volcast.Environment["VOLCAST_NOW"] = "2024-06-20T12:00:00Z"; // Three sessions later.
        var status = await volcast.RunAsync(["status", .. data]);
        Assert.StartsWith("STALE: SPY: ", status.Out, StringComparison.Ordinal);
        Assert.Contains($"Run `./volcast ingest {flags}`, `./volcast features {flags}` and `./volcast forecast {flags}`;",
            status.Out, StringComparison.Ordinal);
        foreach (var view in new string[][] { ["doctor", .. data], ["doctor", "--json", .. data] })
            Assert.Contains($"Run `./volcast ingest {flags}`.", (await volcast.RunAsync(view)).Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { "status", "--source", "csv" }, "environment")]
    [InlineData(new[] { "status" }, "environment")]
    [InlineData(new[] { "forecast", "--source", "csv" }, "environment")]
    [InlineData(new[] { "features", "--source", "csv" }, "file")]
    [InlineData(new[] { "data", "list", "--source", "csv" }, "file")]
    [InlineData(new[] { "verify", "--source", "csv" }, "file")]
    public async Task An_ingest_of_csv_files_is_suggested_with_their_folder(string[] command, string origin)
    {
        if (origin == "environment")
        {
            volcast.Environment["VOLCAST_CSV_PATH"] = "my csv";
            volcast.Environment["VOLCAST_SOURCE"] = "csv";
        }
        else
            await File.WriteAllTextAsync(folder[".env"], "VOLCAST_CSV_PATH=my csv\n", TestContext.Current.CancellationToken);
        var run = await volcast.RunAsync(command);
        Assert.Matches("`./volcast ingest (--source csv )?--path 'my csv'`", run.Out + run.Error);
    }

    [Fact]
    public async Task An_argument_that_names_the_symbol_is_the_target_of_suggestions()
    {
        string[] data = ["--source", "simulated", "--data", "my data"];
        Assert.Equal(0, (await volcast.RunAsync(["ingest", "--lookback", "1y", .. data])).ExitCode);
        Assert.Equal("./volcast forecast --source simulated --data 'my data' --target QQQ",
            OnlyIn((await volcast.RunAsync(["reproduce", "QQQ", "2024-06-14", .. data])).Error));
        Assert.Equal("./volcast ingest --source simulated --data 'my data' --target QQQ",
            OnlyIn((await volcast.RunAsync(["data", "list", "QQQ", .. data])).Error));
        Assert.Equal("./volcast pipeline --source simulated --data 'my data' --target QQQ",
            OnlyIn((await volcast.RunAsync(["registry", "list", "--target", "QQQ", .. data])).Out));
        Assert.Equal("./volcast train --source simulated --data 'my data' --target SPY",
            OnlyIn((await volcast.RunAsync(["registry", "list", "--target", "SPY", .. data])).Out));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("registry", "promote")]
    [InlineData("registry", "list")]
    [InlineData("forecast")]
    public async Task The_lake_of_a_demo_is_named_where_there_is_no_other(params string[] command)
    {
        const string hint = "There is a lake of the simulated market: add --source simulated to use it.";
        Assert.Equal(0, (await volcast.RunAsync("ingest", "--source", "simulated", "--lookback", "1y")).ExitCode);
        Assert.Contains(hint, (await volcast.RunAsync(command)).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("There is no lake", (await volcast.RunAsync([.. command, "--source", "simulated"])).Error,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("forecast")]
    [InlineData("reproduce", "SPY", "2024-06-14")]
    [InlineData("status")]
    public async Task A_lake_without_its_description_is_named_with_the_cure(params string[] command)
    {
        Assert.Equal(0, (await volcast.RunAsync("ingest", "--source", "simulated", "--lookback", "1y")).ExitCode);
        File.Delete(folder["data/simulated/lake/lake.json"]);
        var run = await volcast.RunAsync([.. command, "--source", "simulated"]);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("but no lake.json, which says whether its data are real or simulated. Restore it: it holds",
            run.Out + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Suggestions_begin_with_the_name_under_which_the_program_was_started()
    {
        volcast.Environment["VOLCAST_LAUNCHER"] = "/opt/my tools/volcast";
        Assert.Equal("'/opt/my tools/volcast' ingest", OnlyIn((await volcast.RunAsync("features")).Error));
    }

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Backquoted();
}
