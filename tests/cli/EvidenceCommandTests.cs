namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class EvidenceCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> RunAsync(params string[] arguments) =>
        new VolcastUnderTest(folder.Path).RunAsync(["evidence", .. arguments]);

    [Fact]
    public async Task Without_evidence_both_verbs_report_it_and_succeed()
    {
        var verified = await RunAsync("verify");
        Assert.Equal(ExitCode.Done, verified.ExitCode);
        Assert.Contains("There is no evidence", verified.Out, StringComparison.Ordinal);
        Assert.Contains("nothing to write", (await RunAsync("write")).Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_without_its_evidence_is_a_finding()
    {
        var page = """
            <!-- evidence: volcast-1/SPY-5d leaderboard -->
            <!-- /evidence -->
            """;
        Directory.CreateDirectory(folder["elsewhere"]);
        await File.WriteAllTextAsync(folder["elsewhere/README.md"], page, TestContext.Current.CancellationToken);
        var verified = await RunAsync("verify", "--root", "elsewhere");
        Assert.Equal(ExitCode.NeedsAttention, verified.ExitCode);
        Assert.Contains("README.md: table leaderboard, line 1", verified.Out, StringComparison.Ordinal);
        var written = await RunAsync("write", "--root", "elsewhere");
        Assert.Equal(ExitCode.Failed, written.ExitCode);
        Assert.Contains("there is no evidence volcast-1/SPY-5d", written.Error, StringComparison.Ordinal);
        Assert.Contains("No page was written.", written.Error, StringComparison.Ordinal);
    }

    /// <summary>A digit changed in one file: the pages must not be filled from it.</summary>
    [Fact]
    public async Task Evidence_that_differs_from_its_manifest_writes_nothing()
    {
        var home = "docs/evidence/volcast-7/SPY-1d";
        Directory.CreateDirectory(folder[home]);
        foreach (var file in Directory.GetFiles(Path.Combine(SharedData.RepositoryRoot, home)))
            File.Copy(file, Path.Combine(folder[home], Path.GetFileName(file)));
        await File.AppendAllTextAsync(
            Path.Combine(folder[home], "forecasts.csv"), "2022-01-03,,0,\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["README.md"],
            "<!-- evidence: volcast-7/SPY-1d leaderboard -->\n<!-- /evidence -->\n", TestContext.Current.CancellationToken);
        var before = FolderBytes.Of(folder.Path);
        var written = await RunAsync("write");
        Assert.Equal(ExitCode.Failed, written.ExitCode);
        Assert.Contains("forecasts.csv does not match manifest.json", written.Error, StringComparison.Ordinal);
        Assert.Contains("No page was written.", written.Error, StringComparison.Ordinal);
        Assert.Equal(before, FolderBytes.Of(folder.Path));
    }

    [Fact]
    public async Task This_repositorys_tables_agree_with_its_evidence()
    {
        var verified = await RunAsync("verify", "--root", SharedData.RepositoryRoot);
        Assert.Equal((ExitCode.Done, ""), (verified.ExitCode, verified.ExitCode == 0 ? "" : verified.Out));
        Assert.Contains("These files cannot show", verified.Out, StringComparison.Ordinal);
        Assert.Contains("  leaderboard: ratio_lower, ratio_upper, dm_p", verified.Out, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--folder chooses what --path repeats", "--folder", "volcast-7/SPY-1d")]
    [InlineData("'volcast-9/SPY-1d' given by --folder: expected one of volcast-7/SPY-10d, volcast-7/SPY-1d",
        "--folder", "volcast-9/SPY-1d", "--path", "bars")]
    public async Task A_folder_that_cannot_be_repeated_is_refused(string message, params string[] arguments)
    {
        var verified = await RunAsync(["verify", "--root", SharedData.RepositoryRoot, .. arguments]);
        Assert.Equal(ExitCode.Usage, verified.ExitCode);
        Assert.Contains(message, verified.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_verbs_have_a_help_text()
    {
        foreach (var verb in new[] { "verify", "write" })
            Assert.Contains("--root", (await RunAsync(verb, "--help")).Out, StringComparison.Ordinal);
        Assert.Matches(@"Ends\s+with\s+0", (await RunAsync("verify", "--help")).Out);
    }
}
