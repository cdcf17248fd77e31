using System.Text.RegularExpressions;

namespace Volcast.Deploy.Manifests.Tests.Workflows;

/// <summary>What the scripts of the checks do where a tool is missing: a check is left out with a message, or fails where
/// <c>VOLCAST_REQUIRE_TOOLS</c> is 1, as in the workflow ci.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class ToolTests : IDisposable
{
    /// <summary>What the scripts need besides the tools that are missing here.</summary>
    private static readonly string[] Basics =
        ["awk", "bash", "cat", "cut", "find", "getent", "grep", "mkdir", "mktemp", "rm", "rmdir", "sed", "sort", "timeout"];

    private readonly TemporaryFolder folder = new();

    public ToolTests()
    {
        var programs = new ProgramFolder(folder["bin"]);
        foreach (var name in Basics)
            programs.Link(name);
        // Builds nothing and succeeds.
        programs.Add("dotnet", "[[ $1 == --version ]] && echo 10.0.100\nexit 0");
    }

    [Theory]
    [InlineData("", 0, "note   ")]
    [InlineData("1", 1, "FAILED ")]
    public async Task Lint_without_its_checkers(string required, int code, string mark)
    {
        var run = await RunAsync(required, "lint.sh");
        Assert.Equal((code, ""), (run.Code, run.Error));
        foreach (var tool in (string[])["shellcheck", "yamllint", "actionlint"])
            Assert.Contains($"{mark} {tool} is not installed; ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("images", "docker")]
    [InlineData("kubernetes", "docker")]
    public async Task A_step_of_the_ci_without_its_tool(string step, string tool)
    {
        var skipped = await RunAsync("", "ci.sh", step);
        Assert.Equal((0, $"Skipped: {tool} is not installed.\n"), (skipped.Code, skipped.Output));
        var failed = await RunAsync("1", "ci.sh", step);
        Assert.Equal((1, $"Failed: {tool} is not installed.\n"), (failed.Code, failed.Error));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("1", 1)]
    public async Task The_validators_of_the_templates_without_npm(string required, int code) =>
        Assert.Equal(code, (await RunAsync(required, "setup-aws.sh")).Code);

    /// <summary>Dependabot updates the versions there.</summary>
    [Fact]
    public void The_version_of_a_tool_from_npm_stands_in_build_package_json_alone()
    {
        var root = SharedData.RepositoryRoot;
        var package = File.ReadAllText(Path.Combine(root, "build", "package.json"));
        var scripts = Directory.GetFiles(Path.Combine(root, "build"), "*.sh").Append(Path.Combine(root, "deploy", "aws-release.sh"))
            .Select(File.ReadAllText).ToArray();
        var tools = Regex.Matches(package, "^    \"([^\"]+)\": \"([0-9.]+)\"", RegexOptions.Multiline);
        Assert.NotEmpty(tools);
        foreach (var (name, version) in tools.Select(match => (match.Groups[1].Value, match.Groups[2].Value)))
        {
            Assert.Contains(scripts, script => script.Contains($"npm_package {name})", StringComparison.Ordinal));
            Assert.DoesNotContain(scripts, script => script.Contains($"{name}@{version}", StringComparison.Ordinal));
        }
        Assert.Matches("package-ecosystem: npm\n    directory: /build\n",
            File.ReadAllText(Path.Combine(root, ".github", "dependabot.yml")));
    }

    public void Dispose() => folder.Dispose();

    private Task<ProgramRun> RunAsync(string required, string script, params string[] arguments) => ProgramRun.OfAsync(
        "env",
        [
            "-i", $"PATH={folder["bin"]}", $"HOME={folder.Path}", $"TMPDIR={folder.Path}", $"VOLCAST_TOOLS={folder["tools"]}",
            $"VOLCAST_REQUIRE_TOOLS={required}", "bash", Path.Combine(SharedData.RepositoryRoot, "build", script), .. arguments,
        ]);
}
