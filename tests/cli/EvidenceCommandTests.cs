namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class EvidenceCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private Task<VolcastUnderTest.Result> RunAsync(params string[] arguments) =>
        new VolcastUnderTest(folder.Path).RunAsync(["evidence", .. arguments]);

    [Fact]
    public async Task Without_evidence_it_says_so_and_all_is_well()
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
    }

    [Fact]
    public async Task This_repositorys_tables_are_what_its_evidence_gives()
    {
        var verified = await RunAsync("verify", "--root", SharedData.RepositoryRoot);
        Assert.Equal((ExitCode.Done, ""), (verified.ExitCode, verified.ExitCode == 0 ? "" : verified.Out));
    }

    [Fact]
    public async Task Both_verbs_explain_themselves()
    {
        foreach (var verb in new[] { "verify", "write" })
            Assert.Contains("--root", (await RunAsync(verb, "--help")).Out, StringComparison.Ordinal);
    }
}
