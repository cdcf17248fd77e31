using System.Text.Json;

namespace Volcast.Cli.Tests;

/// <summary>A backtest of the simulated market with its report.</summary>
public sealed class ReportedRun : IAsyncLifetime
{
    public const string Models = "har,vix-calibrated,rv-22";
    private readonly TemporaryFolder folder = new();

    internal VolcastUnderTest Volcast { get; private set; } = null!;
    internal VolcastUnderTest.Result Backtest { get; private set; } = null!;
    public string this[string relative] => folder[relative];

    public async ValueTask InitializeAsync()
    {
        Volcast = new VolcastUnderTest(folder.Path);
        Backtest = await Volcast.RunAsync(
            "backtest", "--source", "simulated", "--lookback", "7y", "--target", "SPY,QQQ", "--models", Models,
            "--report", "report");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

[Trait(Category.Name, Category.Integration)]
public sealed class BacktestReportTests(ReportedRun run) : IClassFixture<ReportedRun>
{
    private JsonElement Numbers(string target) =>
        JsonDocument.Parse(File.ReadAllBytes(run[$"report/{target}-5d/report.json"])).RootElement;

    [Fact]
    public void Each_target_has_its_report_under_an_index()
    {
        Assert.Equal("", run.Backtest.ExitCode == 0 ? "" : run.Backtest.Error);
        Assert.Equal(["QQQ-5d", "SPY-5d", "index.html"],
            Directory.GetFileSystemEntries(run["report"]).Select(Path.GetFileName).Order());
        Assert.Equal(["forecasts.csv", "report.html", "report.json"],
            Directory.GetFiles(run["report/SPY-5d"]).Select(Path.GetFileName).Order());
        Assert.Contains("SIMULATED market", File.ReadAllText(run["report/SPY-5d/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public void The_report_has_the_requested_models_and_its_command()
    {
        var numbers = Numbers("SPY");
        Assert.Equal("SIMULATED", numbers.GetProperty("market").GetString());
        Assert.Equal(["har", "rv-22", "vix-calibrated"], numbers.GetProperty("tables").GetProperty("leaderboard")
            .EnumerateArray().Select(row => row.GetProperty("model").GetString()).Order());
        var made = numbers.GetProperty("run");
        Assert.Equal((42, 5, 7), (Made("refit_every"), Made("purged_rows"), Made("seed")));
        Assert.Contains(
            $"--models {ReportedRun.Models}", made.GetProperty("command").GetString(), StringComparison.Ordinal);
        Assert.Contains("curated.market", made.GetProperty("input_digests").EnumerateObject().Select(d => d.Name));
        Assert.NotEmpty(numbers.GetProperty("tables").GetProperty("look_back").EnumerateArray());

        int Made(string name) => made.GetProperty(name).GetInt32();
    }

    /// <summary>The noise of five returns gives every forecast a loss.</summary>
    [Theory]
    [InlineData("SPY")]
    [InlineData("QQQ")]
    public void Forecasts_are_compared_with_the_true_variance(string target)
    {
        var rows = Numbers(target).GetProperty("tables").GetProperty("simulated").EnumerateArray()
            .ToDictionary(row => row.GetProperty("model").GetString()!, row => row);
        Assert.InRange(rows["vix-calibrated"].GetProperty("correlation_log").GetDouble(), .5, 1);
        Assert.All(rows.Values, row => Assert.True(
            row.GetProperty("qlike_true").GetDouble() < row.GetProperty("qlike_realized").GetDouble()));
    }

    [Fact]
    public async Task With_another_seed_than_the_lakes_the_truth_is_omitted_with_a_note()
    {
        var result = await run.Volcast.RunAsync(
            "backtest", "--data", run["data/simulated"], "--seed", "8", "--models", "har", "--report", "other");
        Assert.Equal("", result.ExitCode == 0 ? "" : result.Error);
        Assert.Contains("made with another seed than 8", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("\"simulated\"", File.ReadAllText(run["other/report.json"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_contributions_at_every_origin_are_written_to_a_file()
    {
        var result = await run.Volcast.RunAsync("backtest", "--data", run["data/simulated"], "--models", "vix-calibrated,har",
            "--from", "2024-03-01", "--out", "out.csv", "--reasons", "why.csv");
        Assert.Equal("", result.ExitCode == 0 ? "" : result.Error);
        Assert.Contains("Reasons of every origin: ", result.Error, StringComparison.Ordinal);
        var rows = File.ReadAllLines(run["why.csv"]);
        Assert.Equal("symbol,horizon,forecast_origin,model,scale,output,base,vix", rows[0]);
        var forecasts = File.ReadLines(run["out.csv"]).Skip(1).Select(row => row.Split(','))
            .Where(row => row[4] == "vix-calibrated").Select(row => $"{row[2]},{row[4]},{Math.Log(double.Parse(row[5])):F9}");
        Assert.Equal(forecasts, rows[1..].Select(row => row.Split(','))
            .Select(row => $"{row[2]},{row[3]},{double.Parse(row[6]) + double.Parse(row[7]):F9}"));
    }

    [Fact]
    public async Task The_same_report_again_has_the_same_bytes()
    {
        var before = FolderBytes.Of(run["report"]);
        await run.Volcast.RunAsync(
            "backtest", "--data", run["data/simulated"], "--target", "SPY,QQQ", "--models", ReportedRun.Models, "--threads", "1",
            "--report", "report");
        Assert.Equal(before, FolderBytes.Of(run["report"]));
    }

    [Theory]
    [InlineData("--out", "same.csv", "--reasons", "same.csv")]
    [InlineData("--out", "there/forecasts.csv", "--report", "there")]
    [InlineData("--reasons", "place.csv", "--report", "place.csv/report")]
    public async Task Outputs_that_would_replace_each_other_are_refused(string one, string path, string other, string otherPath)
    {
        var result = await run.Volcast.RunAsync("backtest", "--data", run["data/simulated"], one, path, other, otherPath);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains($"{one} and {other} {otherPath} would replace each other", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Simulated_forecasts_do_not_become_evidence()
    {
        var result = await run.Volcast.RunAsync(
            "backtest", "--data", run["data/simulated"], "--models", "har", "--evidence", "docs/evidence/volcast-1");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("are no evidence, so nothing was written", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run["docs"]));
    }

    private const string Letters64 = "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyzabcdefghijkl";

    /// <summary>A name of 256 letters; file systems allow 255 bytes.</summary>
    private const string TooLong = Letters64 + Letters64 + Letters64 + Letters64;

    [Theory]
    [InlineData("--rolling", "0", "'0' given by --rolling: expected a whole number of sessions")]
    [InlineData("--refit-every", "x", "'x' given by --refit-every: expected a whole number of sessions")]
    [InlineData("--models", "har,hat", "'hat' given by --models is not a model: the models are ")]
    [InlineData("--models", ",", "--models needs at least one name")]
    [InlineData("--reasons", "", "--reasons needs a file name")]
    [InlineData("--report", "", "--report needs a folder name")]
    [InlineData("--evidence", "file", "--evidence file is a file")]
    [InlineData("--out", "file/x.csv", "/file/x.csv cannot be written: ")]
    [InlineData("--report", "file/report", "/file/report/forecasts.csv cannot be written: ")]
    [InlineData("--out", TooLong, "/" + TooLong + " cannot be written: ")]
    [InlineData("--report", TooLong, "/" + TooLong + "/forecasts.csv cannot be written: ")]
    [InlineData("--evidence", TooLong, "/" + TooLong + "/forecasts.csv cannot be written: ")]
    public async Task Mistakes_are_reported_before_the_run(string flag, string value, string message)
    {
        await File.WriteAllTextAsync(run["file"], "", TestContext.Current.CancellationToken);
        var result = await run.Volcast.RunAsync("backtest", "--data", run["data/simulated"], flag, value);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_table_covers_the_common_origins_with_a_known_outcome()
    {
        // Seven years to 2024-06-13; the last five origins have no outcome.
        Assert.Matches("SPY 5d, [0-9,]+ common[\\s]+origins[\\s]+20[0-9-]+ to 2024-06-06", run.Backtest.Out);
    }

    [Fact]
    public async Task Without_har_its_column_is_empty_and_the_page_says_why()
    {
        var result = await run.Volcast.RunAsync(
            "backtest", "--data", run["data/simulated"], "--models", "rv-5,ewma", "--from", "2023-06-01");
        Assert.Equal(0, result.ExitCode);
        Assert.DoesNotContain("NaN", result.Out, StringComparison.Ordinal);
        Assert.Contains("/HAR is –: har is not among the models.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotMatch(" -[0-9]", result.Out);
        Assert.Matches(" −[0-9]", result.Out); // R² of rv-5.
    }

    [Fact]
    public async Task Origins_without_an_outcome_are_written_and_end_with_an_error()
    {
        var result = await run.Volcast.RunAsync(
            "backtest", "--data", run["data/simulated"], "--models", "har,ewma", "--from", "2024-06-10", "--out", "unscored.csv");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.DoesNotContain("NaN", result.Out, StringComparison.Ordinal);
        Assert.Contains("None of the 4 origins of SPY from 2024-06-10 to 2024-06-13 has an outcome", result.Error,
            StringComparison.Ordinal);
        Assert.Equal(1 + 4 * 2, File.ReadAllLines(run["unscored.csv"]).Length);
    }

    [Fact]
    public async Task A_report_of_too_few_origins_is_refused_before_anything_is_computed()
    {
        var result = await run.Volcast.RunAsync(
            "backtest", "--data", run["data/simulated"], "--models", "har", "--from", "2024-06-03", "--report", "few");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("a report over 5 sessions needs at least 16", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("folds", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(run["few"]));
    }
}
