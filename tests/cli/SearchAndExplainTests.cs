using System.Text.Json;

namespace Volcast.Cli.Tests;

/// <summary>Searches parameters, trains with them and explains the trained model.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SimulatedRun))]
public sealed class SearchAndExplainTests : IDisposable
{
    private readonly SimulatedRun demo;
    private readonly TemporaryFolder folder = new();

    public SearchAndExplainTests(SimulatedRun demo)
    {
        this.demo = demo;
        FolderBytes.Copy(demo.Lake, Path.Combine(Data, "lake"));
    }

    /// <summary>The demo's lake without its registry.</summary>
    private string Data => folder["data"];

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> RunAsync(params string[] arguments) =>
        new VolcastUnderTest(folder.Path).RunAsync(arguments);

    private Task<VolcastUnderTest.Result> ExplainAsync(params string[] arguments) =>
        RunAsync(["explain", "--data", Data, .. arguments]);

    [Fact]
    public async Task A_training_uses_the_parameters_of_a_search_and_can_be_explained()
    {
        var searched = await RunAsync(
            "search", "--model", "volcast", "--data", Data, "--budget", "1", "--to", "2022-12-30", "--seed", "1",
            "--out", "search.json");
        Assert.True(searched.ExitCode == 0, searched.Error);
        Assert.Contains("SIMULATED", searched.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(Data, "folds")));
        using var file = JsonDocument.Parse(File.ReadAllText(folder["search.json"]));
        Assert.Equal("2022-12-30", file.RootElement.GetProperty("last_session").GetString());
        Assert.Equal(2, file.RootElement.GetProperty("candidates").GetArrayLength());

        // The file is changed to choose a candidate in any case, so that its effect on the model is tested.
        var text = File.ReadAllText(folder["search.json"]);
        var start = text.IndexOf("\"parameters\": {", StringComparison.Ordinal) + "\"parameters\": {".Length;
        var end = text.IndexOf('}', start);
        File.WriteAllText(folder["shipped.json"], $"{text[..start]}\"max_depth\": \"2\", \"rounds\": \"30\"{text[end..]}");
        File.WriteAllText(folder["search.json"], $"{text[..start]}\"max_depth\": \"2\", \"rounds\": \"77\"{text[end..]}");
        File.WriteAllText(folder["other.json"], File.ReadAllText(folder["search.json"])
            .Replace("\"model\": \"volcast\"", "\"model\": \"xgboost-21\"", StringComparison.Ordinal));
        var trained = await RunAsync("train", "--data", Data, "--parameters", "search.json");
        Assert.True(trained.ExitCode == 0, trained.Error);
        Assert.Contains("chosen on sessions up to 2022-12-30", trained.Error, StringComparison.Ordinal);
        Assert.Contains("not out of sample", trained.Error, StringComparison.Ordinal);
        var parameters = Directory.GetFiles(Path.Combine(Data, "mlruns"), "xgboost.rounds", SearchOption.AllDirectories);
        Assert.Equal("77", File.ReadAllText(Assert.Single(parameters)));
        Assert.Contains("2022-12-30", File.ReadAllText(Assert.Single(Directory.GetFiles(
            Path.Combine(Data, "mlruns"), "volcast.searched_to", SearchOption.AllDirectories))), StringComparison.Ordinal);

        await AssertExplainedAsync();
        await AssertNotUsedAsync();
    }

    /// <summary>A search that kept the shipped parameters, or of another model, changes nothing and is reported. Version 1 of the
    /// demo has the shipped parameters.</summary>
    private async Task AssertNotUsedAsync()
    {
        FolderBytes.Copy(demo.Data, folder["demo"]);
        var kept = await RunAsync("train", "--data", folder["demo"], "--parameters", "shipped.json");
        Assert.Contains("changes nothing: the search kept the shipped parameters of volcast", kept.Error,
            StringComparison.Ordinal);
        Assert.Contains("version 1 was already trained", kept.Out, StringComparison.Ordinal);
        var other = await RunAsync("train", "--data", folder["demo"], "--parameters", "other.json");
        Assert.Contains("warning: --parameters other.json is ignored: it holds parameters of xgboost-21", other.Error,
            StringComparison.Ordinal);
        Assert.Contains("version 1 was already trained", other.Out, StringComparison.Ordinal);
        var backtest = await RunAsync(
            "backtest", "--data", Data, "--models", "har,rv-5", "--from", "2024-01-02", "--parameters", "other.json");
        Assert.Equal(0, backtest.ExitCode);
        Assert.Contains("and this run has har, rv-5.", backtest.Error, StringComparison.Ordinal);
    }

    private async Task AssertExplainedAsync()
    {
        var newest = await ExplainAsync("--interactions");
        Assert.True(newest.ExitCode == 0, newest.Error);
        Assert.Contains("recent volatility", newest.Out, StringComparison.Ordinal);
        Assert.Contains("Interactions of the trees", newest.Out, StringComparison.Ordinal);
        Assert.Contains("SIMULATED", newest.Out, StringComparison.Ordinal);

        using var one = JsonDocument.Parse((await ExplainAsync("--date", "2024-03-15", "--json", "--interactions")).Out);
        var origin = Assert.Single(one.RootElement.GetProperty("origins").EnumerateArray());
        Assert.Equal("2024-03-15", origin.GetProperty("forecast_origin").GetString());
        var explanation = origin.GetProperty("explanation");
        var contributions = explanation.GetProperty("contributions").EnumerateArray().ToArray();
        Assert.Equal(Number(explanation, "log_variance"),
            Number(explanation, "base_log_variance") + contributions.Sum(c => Number(c, "log_variance_contribution")), 1e-5);
        Assert.Equal(100 * Number(origin, "volatility"), Number(explanation, "base_volatility_points")
            + contributions.Sum(c => Number(c, "volatility_points_contribution")), 1e-3);
        var families = explanation.GetProperty("families").EnumerateArray().ToArray();
        Assert.Equal(contributions.Sum(c => Number(c, "log_variance_contribution")),
            families.Sum(f => Number(f, "log_variance_contribution")), 1e-12);
        Assert.Equal(
            contributions.Where(c => c.GetProperty("family").GetString() == "leverage").Sum(
                c => Number(c, "log_variance_contribution")),
            Number(Assert.Single(families, f => f.GetProperty("family").GetString() == "leverage"),
                "log_variance_contribution"), 1e-12);
        // Rows of the interactions add up to the contributions.
        var square = one.RootElement.GetProperty("interactions").GetProperty("interaction_values").EnumerateArray()
            .Select(row => row.EnumerateArray().Sum(cell => cell.GetDouble())).ToArray();
        foreach (var (contribution, row) in contributions.Zip(square))
            Assert.Equal(Number(contribution, "log_variance_contribution"), row, 1e-5);

        using var since = JsonDocument.Parse(
            (await ExplainAsync("--date", "2024-03-15", "--since", "previous", "--json")).Out);
        var change = since.RootElement.GetProperty("change");
        Assert.Equal("2024-03-14", change.GetProperty("since_origin").GetString());
        Assert.Equal(100 * (Number(origin, "volatility") - Number(change, "since_volatility")),
            Number(change, "volatility_points_change"), 1e-3);
        Assert.Equal(Number(change, "volatility_points_change"), Number(change, "base_volatility_points_change")
            + change.GetProperty("contributions").EnumerateArray().Sum(c => Number(c, "volatility_points_change")), 1e-9);
        Assert.Contains("--since", (await ExplainAsync("--since", "2034-01-02")).Error, StringComparison.Ordinal);

        var many = await ExplainAsync("--from", "2024-01-02", "--to", "2024-03-15", "--out", "reasons.csv");
        Assert.True(many.ExitCode == 0, many.Error);
        Assert.Contains("52 origins from 2024-01-02 to 2024-03-15", many.Out, StringComparison.Ordinal);
        var lines = File.ReadAllLines(folder["reasons.csv"]);
        Assert.Equal(1 + 52 * contributions.Length, lines.Length);
        var last = lines[^contributions.Length].Split(',');
        Assert.Equal(("2024-03-15", "ret_1d"), (last[2], last[3]));
        Assert.Equal(Number(contributions[0], "log_variance_contribution"), double.Parse(last[7]));

        Assert.Equal(0, (await ProgramRun.OfAsync("mkfifo", folder["pipe"])).Code);
        var read = Task.Run(() => File.ReadAllLines(folder["pipe"])); // Opening waits for the writer.
        Assert.Equal(0, (await ExplainAsync("--from", "2024-01-02", "--to", "2024-03-15", "--out", "pipe")).ExitCode);
        Assert.Equal(lines, await read.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken));

        // The shell appends to the file behind the standard output: what it holds stays.
        File.WriteAllText(folder["log"], "earlier\n");
        var program = BuiltProgram.CommandLine;
        var appended = await ProgramRun.OfAsync("bash", "-c",
            $"dotnet '{program}' explain --data '{Data}' --from 2024-01-02 --to 2024-03-15 --out /dev/stdout >> '{folder["log"]}'"
            + $" && dotnet '{program}' explain --data '{Data}' --from 2024-01-02 --to 2024-03-15 --out /dev/stdout | tail -n 1");
        Assert.True(appended.Code == 0, appended.Error);
        var log = File.ReadAllLines(folder["log"]);
        Assert.Equal("earlier", log[0]);
        Assert.Empty(lines.Except(log));
        var refused = await ProgramRun.OfAsync("bash", "-c",
            $"dotnet '{program}' explain --data '{Data}' --out /dev/fd/3 3>> '{folder["log"]}'");
        Assert.Equal(ExitCode.Usage, refused.Code);
        Assert.Contains("/dev/fd/3 is an open file: give its name.", refused.Error, StringComparison.Ordinal);
        Assert.Equal(log, File.ReadAllLines(folder["log"]));

        using var json = JsonDocument.Parse(
            (await ExplainAsync("--from", "2024-01-02", "--to", "2024-03-15", "--json")).Out);
        var importance = json.RootElement.GetProperty("feature_importance").EnumerateArray()
            .Single(f => f.GetProperty("feature").GetString() == "vix");
        Assert.Equal(
            lines[1..].Select(line => line.Split(',')).Where(f => f[3] == "vix").Average(f => Math.Abs(double.Parse(f[8]))),
            Number(importance, "mean_absolute_volatility_points_contribution"), 1e-10);

        static double Number(JsonElement element, string name) => element.GetProperty(name).GetDouble();
    }

    [Theory]
    [InlineData("train", "--parameters", "absent.json")]
    [InlineData("search", "--model", "harr")]
    [InlineData("search", "--model", "har")]
    [InlineData("search", "--budget", "0")]
    [InlineData("search", "--budget", "many")]
    [InlineData("search", "--minutes", "soon")]
    [InlineData("explain", "--from", "soon")]
    [InlineData("explain", "--date", "2024-13-01")]
    [InlineData("search", "--minutes", "-1")]
    [InlineData("search", "--target", "SPY,QQQ")]
    [InlineData("explain", "--target", "SPY,QQQ")]
    [InlineData("explain", "--date", "2024-03-15", "--from", "2024-03-15")]
    [InlineData("explain", "--to", "2024-03-15")]
    [InlineData("explain", "--from", "2024-03-15", "--to", "2024-03-14")]
    public async Task A_wrong_flag_is_a_usage_error_that_names_it(params string[] arguments)
    {
        var result = await RunAsync([.. arguments, "--data", Data]);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(arguments[1] == "--target" ? "one --target" : arguments[1], result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("(Parameter", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_model_or_a_session_the_message_names_the_existing_ones()
    {
        Assert.Contains("volcast train", (await ExplainAsync()).Error, StringComparison.Ordinal);
        FolderBytes.Copy(Path.Combine(demo.Data, "mlruns"), Path.Combine(Data, "mlruns"));
        Assert.Contains("--date 2024-03-16: the lake holds no session of SPY on 2024-03-16",
            (await ExplainAsync("--date", "2024-03-16")).Error, StringComparison.Ordinal);
        Assert.Contains("--from 2031-01-02: the lake has no session of SPY between that day and 2024-06-13",
            (await ExplainAsync("--from", "2031-01-02")).Error, StringComparison.Ordinal);
        Assert.Contains("--to 1999-01-04: the lake holds no session of SPY up to 1999-01-04",
            (await ExplainAsync("--from", "1999-01-01", "--to", "1999-01-04")).Error, StringComparison.Ordinal);
        Assert.Contains("of SPY, which is absent on 2019-06-20",
            (await ExplainAsync("--from", "2019-06-17", "--to", "2019-06-20")).Error, StringComparison.Ordinal);
    }
}
