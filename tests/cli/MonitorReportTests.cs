using System.Text.Json;

namespace Volcast.Cli.Tests;

/// <summary><c>volcast monitor --report</c> after the demo.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SimulatedRun))]
public sealed class MonitorReportTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public MonitorReportTests(SimulatedRun demo)
    {
        FolderBytes.Copy(demo.Folder, folder.Path);
        volcast = new VolcastUnderTest(folder.Path);
    }

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> RunAsync(params string[] more) =>
        volcast.RunAsync(["monitor", "--source", "simulated", .. more]);

    [Fact]
    public async Task The_report_shows_what_the_command_prints_and_comes_out_the_same_again()
    {
        var result = await RunAsync("--report", "out", "--json");
        Assert.Equal("", result.ExitCode == 0 ? "" : result.Error);
        Assert.Contains("/out/monitoring.html", result.Error, StringComparison.Ordinal);
        Assert.Equal(["monitoring.html", "monitoring.json"],
            Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName).Order());
        var printed = JsonDocument.Parse(result.Out).RootElement[0];
        var written = JsonDocument.Parse(File.ReadAllBytes(folder["out/monitoring.json"])).RootElement.GetProperty("checks");
        Assert.True(JsonElement.DeepEquals(printed, written));
        Assert.Equal("2024-06-13", written.GetProperty("session").GetString());
        Assert.Contains("SIMULATED market", File.ReadAllText(folder["out/monitoring.html"]), StringComparison.Ordinal);

        var before = FolderBytes.Of(folder["out"]);
        await RunAsync("--report", "out");
        Assert.Equal(before, FolderBytes.Of(folder["out"]));
    }

    /// <summary>QQQ is not in the lake, which must not keep the report of SPY away.</summary>
    [Fact]
    public async Task Several_targets_get_a_folder_each_and_an_index()
    {
        var result = await RunAsync("--report", "out", "--target", "SPY,QQQ");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Equal(["SPY", "index.html"], Directory.GetFileSystemEntries(folder["out"]).Select(Path.GetFileName)
            .Order(StringComparer.Ordinal));
        Assert.True(File.Exists(folder["out/SPY/monitoring.html"]));
        Assert.Contains("SPY/monitoring.html", File.ReadAllText(folder["out/index.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_daily_run_writes_the_same_report_and_plans_it()
    {
        var plan = await volcast.RunAsync("run-daily", "--source", "simulated", "--report", "out", "--dry-run");
        Assert.Contains($"  report    writes the report of the checks; writes {folder["out"]}", plan.Out, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["out"]));
        var run = await volcast.RunAsync("run-daily", "--source", "simulated", "--report", "out");
        Assert.Equal("", run.ExitCode == 0 ? "" : run.Error);
        await RunAsync("--report", "again");
        Assert.Equal(FolderBytes.Of(folder["again"]), FolderBytes.Of(folder["out"]));
    }

    [Theory]
    [InlineData("s3://", "'s3://' given by --report: ")]
    [InlineData("", "--report needs a folder name")]
    [InlineData("file", "--report file is a file: give a folder")]
    [InlineData("file/report", "/file/report/monitoring.html cannot be written: ")]
    public async Task A_folder_that_cannot_be_written_is_reported_before_anything_is_checked(string value, string message)
    {
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);
        var result = await RunAsync("--report", value);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data/simulated/lake/monitoring"]));
    }
}
