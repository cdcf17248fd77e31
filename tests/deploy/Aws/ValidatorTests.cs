using System.Text.RegularExpressions;
using Volcast.Deploy.Aws.Daily;

namespace Volcast.Deploy.Aws.Tests;

/// <summary>Validators of others, from npm (build/setup-aws.sh): the templates by AWS's schemas, the state machines by the schema
/// of the States Language.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SharedSynthesis))]
public sealed partial class ValidatorTests(Synthesis synthesis)
{
    [Fact]
    public async Task CloudFormation_accepts_every_template_and_refuses_one_with_a_planted_fault()
    {
        var modules = Require("@aws/cloudformation-validate/package.json");
        using var folder = new TemporaryFolder();
        foreach (var (stack, template) in synthesis.All)
            await File.WriteAllTextAsync(folder[$"{stack}.json"], $"{template}", TestContext.Current.CancellationToken);
        var accepted = await RunAsync(Directory.GetFiles(folder.Path));
        Assert.True(accepted.Code == 0, accepted.Output + accepted.Error);

        var fault = synthesis.All["volcast-prod"].Copy();
        fault.One("AWS::S3::Bucket")["VersioningConfiguration"]!["Status"] = "Sometimes";
        await File.WriteAllTextAsync(folder["fault.json"], $"{fault}", TestContext.Current.CancellationToken);
        var refused = await RunAsync(folder["fault.json"]);
        Assert.Equal(1, refused.Code);
        Assert.Contains("Sometimes", refused.Output, StringComparison.Ordinal);

        Task<ProgramRun> RunAsync(params string[] templates) => ProgramRun.OfAsync("node",
            [Path.Combine(SharedData.RepositoryRoot, "tests", "deploy", "Aws", "validate.cjs"), modules, .. templates]);
    }

    [Theory]
    [InlineData(StateMachines.Daily)]
    [InlineData(StateMachines.Scale)]
    public async Task The_states_language_accepts_a_machine_and_refuses_one_with_a_planted_fault(string name)
    {
        var program = Path.Combine(Require(".bin/asl-validator"), ".bin", "asl-validator");
        using var folder = new TemporaryFolder();
        var definition = Placeholder().Replace(
            StateMachines.Read(name).Replace("${Partition}", "aws", StringComparison.Ordinal), "x");
        Assert.Equal(0, await CodeAsync(definition));
        Assert.NotEqual(0, await CodeAsync(NextState().Replace(definition, "\"Next\": \"Nowhere\"", count: 1)));

        async Task<int> CodeAsync(string text)
        {
            await File.WriteAllTextAsync(folder["machine.json"], text, TestContext.Current.CancellationToken);
            return (await ProgramRun.OfAsync(program, "--json-path", folder["machine.json"])).Code;
        }
    }

    /// <summary>The folder of the packages of npm; skips the test if a file of a package is missing.</summary>
    private static string Require(string file)
    {
        var modules = Path.Combine(Environment.GetEnvironmentVariable("VOLCAST_TOOLS")
            ?? Path.Combine(SharedData.RepositoryRoot, ".tools"), "aws", "node_modules");
        Assert.SkipUnless(File.Exists(Path.Combine(modules, file)), $"needs {file} from npm: run build/setup-aws.sh");
        return modules;
    }

    [GeneratedRegex("\"Next\": \"\\w+\"")]
    private static partial Regex NextState();

    [GeneratedRegex(@"\$\{\w+\}")]
    private static partial Regex Placeholder();
}
