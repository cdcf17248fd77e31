using System.CommandLine;
using System.Text.RegularExpressions;

namespace Volcast.Cli.Tests;

public sealed class HelpTests
{
    private readonly VolcastUnderTest volcast = new(Path.GetTempPath());

    /// <summary>Every command and subcommand, found in the command tree.</summary>
    public static TheoryData<string> Commands => [.. Below(Root()).Select(found => found.Path)];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Every_command_describes_itself_and_each_option_and_argument(string path)
    {
        var command = Below(Root()).Single(found => found.Path == path).Command;
        var result = await volcast.RunAsync([.. path.Split(' '), "--help"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        var page = Unspaced(result.Out);
        Describes(page, command.Description);
        Assert.DoesNotContain("default:none", page.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        foreach (var option in command.Options.Where(option => !option.Hidden))
        {
            Assert.Contains(option.Name, page, StringComparison.Ordinal);
            Describes(page, option.Description);
        }
        foreach (var argument in command.Arguments)
            Describes(page, argument.Description);
        foreach (var verb in command.Subcommands)
            Describes(page, verb.Description);
    }

    [Fact]
    public async Task Every_top_command_is_listed_once_under_a_heading()
    {
        var lines = (await volcast.RunAsync("--help")).Out.Split(Environment.NewLine);
        Assert.All(Root().Subcommands, command => Assert.Single(lines, line => Regex.IsMatch(line, $"^  {command.Name}  ")));
        Assert.All(lines, line => Assert.True(line.Length <= 120, line));
        string[] headings = ["Daily:", "Models:", "Research:", "Operations:"];
        Assert.Equal(headings, lines.Where(headings.Contains));
        var shell = new Shell(TextWriter.Null, TextWriter.Null, _ => null, Path.GetTempPath());
        var page = string.Join('\n', lines);
        Assert.All(VolcastCommandLine.Groups(shell), group =>
        {
            var section = page.Split($"\n{group.Heading}:\n")[1].Split("\n\n")[0];
            Assert.All(group.Commands, command => Assert.Contains($"  {command.Name} ", section, StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task The_launchers_own_commands_are_listed()
    {
        var script = await File.ReadAllTextAsync(Path.Combine(SharedData.RepositoryRoot, "volcast"),
            TestContext.Current.CancellationToken);
        var scripts = Regex.Match(script, @"^  ([a-z |-]+)\)\n    script=", RegexOptions.Multiline).Groups[1].Value.Split(" | ");
        var programs = Regex.Matches(script, @"^if \[\[ \$\{1-\} == (\w+) \]\]", RegexOptions.Multiline)
            .Select(match => match.Groups[1].Value)
            .Where(word => word != "demo"); // The launcher adds a page to what the command of the program does.
        string[] words = [.. scripts, .. programs];
        Assert.True(words.Length >= 5, string.Join(' ', words));
        var help = (await volcast.RunAsync("--help")).Out;
        Assert.All(words, word => Assert.Contains($"  {word} ", help, StringComparison.Ordinal));
        Assert.All(words, word => Assert.DoesNotContain(Root().Subcommands, command => command.Name == word));
    }

    [Fact]
    public async Task The_origins_of_a_search_are_held_out_and_those_of_a_backtest_scored()
    {
        var search = Unspaced((await volcast.RunAsync("search", "--help")).Out);
        Describes(search, "first origin that may be held out");
        Assert.DoesNotContain("scored", search, StringComparison.Ordinal);
        Describes(Unspaced((await volcast.RunAsync("backtest", "--help")).Out), "first forecast origin that is scored");
    }

    [Theory]
    [InlineData("ingset")]
    [InlineData("ingest", "--sauce", "csv")]
    public async Task An_unknown_word_is_a_usage_error(params string[] arguments)
    {
        var result = await volcast.RunAsync(arguments);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(arguments[^1] == "csv" ? "--sauce" : "ingset", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("volcast: there is no command volcast ingset; the nearest is volcast ingest.", "ingset")]
    [InlineData("volcast: there is no command volcast policy; `volcast --help` lists them.", "policy", "--help")]
    [InlineData("volcast: there is no command volcast alerts lst; the nearest is volcast alerts list.", "alerts", "lst")]
    [InlineData("volcast: there is no command volcast registry polish; `volcast registry --help` lists them.",
        "registry", "polish", "--help")]
    [InlineData("volcast: serve is a command of the launcher: run `./volcast serve`.", "serve", "--port", "1")]
    public async Task An_unknown_command_names_the_nearest_one_before_any_help(string error, params string[] arguments)
    {
        var result = await volcast.RunAsync(arguments);
        Assert.Equal((ExitCode.Usage, "", error), (result.ExitCode, result.Out, result.Error.TrimEnd()));
    }

    [Fact]
    public async Task Help_states_each_default_once_and_what_a_flag_does_in_this_command()
    {
        var schedule = Unspaced((await volcast.RunAsync("schedule", "--help")).Out);
        Assert.Equal(1, Regex.Count(schedule, Regex.Escape("[default:http://127.0.0.1:9465]")));
        var outcomes = Unspaced((await volcast.RunAsync("outcomes", "--help")).Out);
        Assert.Contains("[VOLCAST_HORIZON]", outcomes, StringComparison.Ordinal);
        var replay = Unspaced((await volcast.RunAsync("replay", "--help")).Out);
        Describes(replay, "first session that is forecast from, such as 2012-01-03");
        Describes(replay, "last session that is forecast from, such as 2021-12-31");
        foreach (var command in new[] { "monitor", "run-daily", "schedule" })
            Describes(Unspaced((await volcast.RunAsync(command, "--help")).Out), "beyond it the check freshness is red");
    }

    [Fact]
    [Trait(Category.Name, Category.Integration)]
    public async Task The_version_is_a_semantic_version_from_the_build()
    {
        var run = await ProgramRun.OfAsync("dotnet", BuiltProgram.CommandLine, "--version");
        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.Matches(@"^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?(\+[0-9a-f]+)?\s*$", run.Output);
        // 1.0.0 is the SDK's default where neither MinVer nor Directory.Build.props sets a version.
        Assert.DoesNotMatch(@"^1\.0\.0(\+|\s)", run.Output);
    }

    private static RootCommand Root() =>
        VolcastCommandLine.CreateRoot(new Shell(TextWriter.Null, TextWriter.Null, _ => null, Path.GetTempPath()));

    private static IEnumerable<(string Path, Command Command)> Below(Command command, string path = "") =>
        command.Subcommands.SelectMany(verb =>
            Below(verb, $"{path}{verb.Name} ").Prepend((Path: $"{path}{verb.Name}", Command: verb)));

    /// <summary>Asserts that a description exists and that the page shows it, whatever its line breaks.</summary>
    private static void Describes(string page, string? description)
    {
        Assert.False(string.IsNullOrWhiteSpace(description));
        Assert.Contains(Unspaced(description), page, StringComparison.Ordinal);
    }

    private static string Unspaced(string text) => Regex.Replace(text, @"\s+", "");
}
