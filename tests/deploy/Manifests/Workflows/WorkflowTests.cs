using System.Text.RegularExpressions;
using YamlDotNet.RepresentationModel;

namespace Volcast.Deploy.Manifests.Tests.Workflows;

/// <summary>What actionlint does not ask of a workflow: fixed actions, least rights, and no text of others in a shell.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed partial class WorkflowTests
{
    public static TheoryData<string> Names =>
        [.. Directory.GetFiles(Folder, "*.yml").Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    private static string Folder => Path.Combine(SharedData.RepositoryRoot, ".github", "workflows");

    [Fact]
    public void The_workflows_are_those_of_the_guide() =>
        Assert.Equal(["ci.yml", "deploy.yml", "pages.yml", "release.yml"], Names.Select(row => row.Data));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_action_is_fixed_to_a_commit_and_its_version_is_stated(string name)
    {
        var uses = Lines(name).Where(line => line.Contains("uses:", StringComparison.Ordinal)).ToArray();
        Assert.NotEmpty(uses);
        // A workflow of this repository has the commit of the one that calls it.
        Assert.All(uses.Where(line => !line.Contains("uses: ./.github/workflows/", StringComparison.Ordinal)),
            line => Assert.Matches(Fixed(), line));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void No_right_is_granted_to_the_whole_workflow_and_each_job_has_a_limit(string name)
    {
        var root = Root(name);
        Assert.Empty(((YamlMappingNode)root["permissions"]).Children);
        Assert.All(((YamlMappingNode)root["jobs"]).Children.Values.Cast<YamlMappingNode>(), job =>
        {
            Assert.True(job.Children.ContainsKey("permissions"));
            // The jobs of a workflow that is called have limits of their own.
            if (job.Children.ContainsKey("uses"))
                return;
            Assert.InRange(int.Parse(job["timeout-minutes"].ToString()), 1, 60);
        });
        Assert.DoesNotContain("pull_request_target", string.Join('\n', Lines(name)), StringComparison.Ordinal);
    }

    /// <summary>An expression in a shell script is pasted into it before the shell reads it, so a branch's name could be a
    /// command. Values reach scripts as variables.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void No_expression_stands_in_a_shell_script(string name) => Assert.All(
        ((YamlMappingNode)Root(name)["jobs"]).Children.Values.Cast<YamlMappingNode>()
            .Where(job => job.Children.ContainsKey("steps")).SelectMany(job => (YamlSequenceNode)job["steps"])
            .Cast<YamlMappingNode>().Where(step => step.Children.ContainsKey("run")),
        step => Assert.DoesNotContain("${{", step["run"].ToString(), StringComparison.Ordinal));

    /// <summary>So that what the CI does can be done on any machine.</summary>
    [Fact]
    public async Task Each_job_of_the_ci_is_a_step_of_make_ci()
    {
        var help = await ProgramRun.OfAsync("bash", Path.Combine(SharedData.RepositoryRoot, "build", "ci.sh"), "--help");
        var steps = Regex.Matches(help.Output, "^  ([a-z]+) ", RegexOptions.Multiline).Select(match => match.Groups[1].Value);
        var jobs = ((YamlMappingNode)Root("ci.yml")["jobs"]).Children;
        Assert.Equal(jobs.Keys.Select(key => key.ToString()), steps);
        Assert.All(jobs, job => Assert.Contains((YamlSequenceNode)job.Value["steps"], step =>
            step is YamlMappingNode one && one.Children.TryGetValue("run", out var run)
            && run.ToString() == $"./volcast ci {job.Key}"));
    }

    /// <summary>Every job that may write packages or releases waits for the whole ci, directly or through another job.</summary>
    [Fact]
    public void A_release_publishes_nothing_before_the_ci_has_passed()
    {
        var jobs = ((YamlMappingNode)Root("release.yml")["jobs"]).Children
            .ToDictionary(job => job.Key.ToString(), job => (YamlMappingNode)job.Value);
        Assert.Equal("./.github/workflows/ci.yml", jobs["ci"]["uses"].ToString());
        Assert.True(((YamlMappingNode)Root("ci.yml")["on"]).Children.ContainsKey("workflow_call"));
        var writers = jobs.Where(job => ((YamlMappingNode)job.Value["permissions"]).Children.Values
            .Any(right => right.ToString() == "write")).Select(job => job.Key).ToArray();
        Assert.Equal(["images", "publish"], writers);
        Assert.All(writers, name => Assert.Contains("ci", Before(name)));

        IEnumerable<string> Before(string name) => !jobs[name].Children.TryGetValue("needs", out var needs) ? []
            : (needs is YamlSequenceNode several ? several.Select(one => one.ToString()) : [needs.ToString()])
                .SelectMany(one => Before(one).Prepend(one));
    }

    /// <summary>A tool that is missing makes the ci fail; without this it would leave the check out.</summary>
    [Fact]
    public void The_ci_requires_the_tools_that_it_installs() =>
        Assert.Equal("1", Root("ci.yml")["env"]["VOLCAST_REQUIRE_TOOLS"].ToString());

    private static string[] Lines(string name) => File.ReadAllLines(Path.Combine(Folder, name));

    private static YamlMappingNode Root(string name)
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(File.ReadAllText(Path.Combine(Folder, name))));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }

    [GeneratedRegex(@"^ +(?:- )?uses: [\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")]
    private static partial Regex Fixed();
}
