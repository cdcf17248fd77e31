namespace Volcast.Cli.Tests;

/// <summary>The launcher's functions, in a shell with an environment of its own.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class LauncherTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Task<ProgramRun> RunAsync(string variables, string script) => ProgramRun.OfAsync(
        "env",
        [
            "-i", $"PATH={Environment.GetEnvironmentVariable("PATH")}",
            .. variables.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            "bash", "-euc", $"source '{SharedData.RepositoryRoot}/build/dotnet.sh'; {script}",
        ]);

    [Theory]
    [InlineData("")]
    [InlineData("HOME=")]
    [InlineData("HOME=/nonexistent")]
    [InlineData("HOME=relative")]
    [InlineData("HOME=/proc")]
    public async Task Without_a_home_the_sdk_is_found(string variables)
    {
        var run = await RunAsync(variables, $"find_dotnet; require_sdk '{SharedData.RepositoryRoot}'; [[ -w $HOME ]]");
        Assert.Equal((0, ""), (run.Code, run.Error));
    }

    [Fact]
    public async Task Without_any_home_the_build_has_one_of_its_own_and_the_packages_of_the_old_one()
    {
        Directory.CreateDirectory(folder["old/.nuget/packages"]);
        const string nobody = "getent() { echo 'x:x:0:0::/nonexistent:'; }; ";
        const string packages = "is_home() { false; }; ";
        const string show = "echo $HOME ${NUGET_PACKAGES-none}";
        var without = await RunAsync("HOME=/nonexistent", $"{nobody}find_home '{folder["repository"]}'; {show}");
        var old = await RunAsync($"HOME={folder["old"]}", $"{nobody}{packages}find_home '{folder["repository"]}'; {show}");
        Assert.Equal($"{folder["repository/.build/home"]} none\n", without.Output);
        Assert.Equal($"{folder["repository/.build/home"]} {folder["old/.nuget/packages"]}\n", old.Output);
        Assert.True(Directory.Exists(folder["repository/.build/home"]));
    }

    [Fact]
    public async Task A_build_that_finds_no_place_for_a_home_says_so()
    {
        await File.WriteAllTextAsync(folder["file"], "", TestContext.Current.CancellationToken);
        var run = await RunAsync("", $"getent() {{ return 2; }}; find_home '{folder["file"]}'");
        Assert.Equal(1, run.Code);
        Assert.Contains("set HOME to one", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("SDK", run.Error, StringComparison.Ordinal);
    }
}
