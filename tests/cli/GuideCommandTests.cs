using System.CommandLine;
using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests;

/// <summary>The commands that the operations guide gives for containers, and those of the Jobs of Kubernetes, are commands of this
/// program.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class GuideCommandTests
{
    private static string Root => SharedData.RepositoryRoot;

    /// <summary>The words after <c>volcast</c>.</summary>
    private static string[] InContainers { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Root, "docs", "operations"), "*.md").Append(Path.Combine(Root, "docker-compose.yml"))
            .SelectMany(path => Regex.Matches(File.ReadAllText(path), @"docker-compose run --rm (daily|keys) ([^`#\n]+)"))
            .Select(match => $"{(match.Groups[1].Value == "keys" ? "keys " : "")}{match.Groups[2].Value.Trim()}"),
    ];

    private static string[] OfKubernetes { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Root, "deploy", "kubernetes"), "*.yaml", SearchOption.AllDirectories)
            .SelectMany(path => Regex.Matches(File.ReadAllText(path), @"^ *args: \[(.+)\]$", RegexOptions.Multiline))
            .Select(match => string.Join(' ', match.Groups[1].Value.Split(", ").Select(word => word.Trim('"')))),
    ];

    public static TheoryData<string> Commands => [.. InContainers.Concat(OfKubernetes).Distinct()];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_of_the_guide_is_one_of_the_program(string command) =>
        Assert.Empty(ErrorsOf(command).Select(error => error.Message));

    /// <summary>Every one-off command, and every Job.</summary>
    [Fact]
    public void The_guide_has_a_line_for_each_command_that_no_service_of_the_compose_file_runs()
    {
        Assert.Empty(new[] { "status", "doctor", "verify", "compact", "backtest", "plan", "work", "gather" }
            .Except(InContainers.Select(command => command.Split(' ')[0])));
        Assert.Equal(["gather", "keys", "plan", "run-daily", "work"], OfKubernetes.Select(command => command.Split(' ')[0]).Order());
    }

    [Theory]
    [InlineData("work --plans /data/plans/bt")]
    [InlineData("compactify")]
    [InlineData("plan backtest --chunks 4")]
    public void A_planted_mistake_is_found(string command) => Assert.NotEmpty(ErrorsOf(command));

    private static IReadOnlyList<System.CommandLine.Parsing.ParseError> ErrorsOf(string command) => VolcastCommandLine
        .CreateRoot(new Shell(TextWriter.Null, TextWriter.Null, _ => null, Root) { UserName = VolcastUnderTest.UserName })
        .Parse(command.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Errors;
}
