namespace Volcast.Deploy.Manifests.Tests.Delivery;

/// <summary><c>deploy/aws-release.sh deploy</c> in a repository with two releases, with programs in place of AWS, CDK and the
/// site.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ReleaseScriptTests : IAsyncLifetime
{
    private const string Site = "https://volcast.example.com";

    private readonly TemporaryFolder folder = new();

    public async ValueTask InitializeAsync()
    {
        var programs = new ProgramFolder(folder["bin"]);
        // Each program appends its arguments to the file of calls. The stack has the version of the file `deployed`.
        programs.Add("aws", """
            case "$1 $2" in
              'sts get-caller-identity') echo 111122223333 ;;
              'sts assume-role') [[ ! -f $WORLD/no-role ]] || exit 254; printf 'id\tsecret\ttoken\n' ;;
              'cloudformation describe-stacks')
                [[ $AWS_ACCESS_KEY_ID == id && " $* " == *' --stack-name volcast-prod '* ]] || exit 255
                if [[ -f $WORLD/deployed ]]; then cat "$WORLD/deployed"; else
                  echo 'An error occurred (ValidationError): Stack with id volcast-prod does not exist' >&2; exit 254
                fi ;;
            esac
            """);
        programs.Add("npx", """
            tag=$(sed 's/.*volcast:version=\([^ ]*\) .*/\1/' <<<"$*")
            echo "$tag from the templates of $(<templates)" >>"$WORLD/calls"
            [[ " $* " == *" -c imageTag=$tag -c hostname=volcast.example.com "* && $2 == aws-cdk@* ]] || exit 3
            [[ ! -f $WORLD/fails-$tag ]] || exit 1
            echo "$tag" >"$WORLD/deployed"
            """);
        programs.Add("curl", """
            [[ -f $WORLD/silent-$(<"$WORLD/deployed") ]] && printf 503 || printf 401
            """);
        programs.Add("sleep", ":");
        var root = SharedData.RepositoryRoot;
        Directory.CreateDirectory(folder["repository/deploy/aws"]);
        Directory.CreateDirectory(folder["repository/build"]);
        File.Copy(Path.Combine(root, "deploy", "aws-release.sh"), folder["repository/deploy/aws-release.sh"]);
        foreach (var name in (string[])["packages.sh", "package.json"])
            File.Copy(Path.Combine(root, "build", name), folder[$"repository/build/{name}"]);
        await ReleaseAsync("0.1.0");
        await ReleaseAsync("0.2.0");
    }

    [Fact]
    public async Task A_release_that_answers_stays()
    {
        World("deployed", "0.1.0");
        var run = await RunAsync();
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.EndsWith("prod runs 0.2.0.\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(["0.2.0 from the templates of 0.2.0"], Calls);
    }

    /// <summary>The templates of the failed version may not fit the images of the version before.</summary>
    [Theory]
    [InlineData("fails-0.2.0")]
    [InlineData("silent-0.2.0")]
    public async Task A_release_that_fails_is_replaced_by_the_one_before_with_its_own_templates(string failure)
    {
        World("deployed", "0.1.0");
        World(failure, "");
        var run = await RunAsync();
        Assert.Equal(1, run.Code);
        Assert.EndsWith("prod runs 0.1.0 again.\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(["0.2.0 from the templates of 0.2.0", "0.1.0 from the templates of 0.1.0"], Calls);
    }

    [Fact]
    public async Task A_way_back_that_fails_is_reported_as_such()
    {
        World("deployed", "0.1.0");
        World("fails-0.2.0", "");
        World("fails-0.1.0", "");
        var run = await RunAsync();
        Assert.Equal(1, run.Code);
        Assert.EndsWith("Going back to 0.1.0 failed too: prod is in an unknown state.\n", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("again", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Before_the_first_release_there_is_nothing_to_go_back_to()
    {
        World("fails-0.2.0", "");
        var run = await RunAsync();
        Assert.Equal(1, run.Code);
        Assert.Contains("Deployed now: nothing.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("0.2.0 failed, and there is no version before it to go back to.\n", run.Error, StringComparison.Ordinal);
        Assert.Equal(["0.2.0 from the templates of 0.2.0"], Calls);
    }

    [Theory]
    [InlineData("deployed", "0.0.9", "This clone has no tag 0.0.9, so there would be no way back to it.")]
    [InlineData("no-role", "", "")]
    public async Task Nothing_is_deployed_without_a_known_way_back(string file, string content, string message)
    {
        World(file, content);
        var run = await RunAsync();
        Assert.NotEqual(0, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
        Assert.Empty(Calls);
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }

    private string[] Calls => File.Exists(folder["calls"]) ? File.ReadAllLines(folder["calls"]) : [];

    private void World(string file, string content) => File.WriteAllText(folder[file], content);

    /// <summary>Commits templates of a version and tags them.</summary>
    private async Task ReleaseAsync(string version)
    {
        await File.WriteAllTextAsync(folder["repository/deploy/aws/templates"], version);
        foreach (var arguments in (string[][])
            [
                ["init", "--quiet"], ["add", "."],
                ["-c", "user.name=tester", "-c", "user.email=tester@example.com", "commit", "--quiet", "--message", version],
                ["tag", version],
            ])
        {
            var run = await ProgramRun.OfAsync("git", ["-C", folder["repository"], .. arguments]);
            Assert.True(run.Code == 0, run.Error);
        }
    }

    private Task<ProgramRun> RunAsync() => ProgramRun.OfAsync("env",
        $"PATH={folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}", $"WORLD={folder.Path}", $"TMPDIR={folder.Path}",
        "AWS_REGION=us-east-1", "CONTEXT=-c hostname=volcast.example.com",
        "bash", folder["repository/deploy/aws-release.sh"], "deploy", "prod", "0.2.0", Site);
}
