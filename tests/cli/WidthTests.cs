namespace Volcast.Cli.Tests;

/// <summary>What every command prints on a terminal of 60 columns.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SimulatedRun))]
public sealed class WidthTests(SimulatedRun run)
{
    private const int Width = 60;

    private VolcastUnderTest OnNarrowTerminal(string folder) => new(folder) { Width = Width };

    public static TheoryData<string> Commands =>
    [
        "status", "doctor", "verify", "forecast", "forecast --above 25", "explain", "explain --from 2024-05-01 --to 2024-06-13",
        "explain --interactions", "registry list", "registry show", "registry compare 1 1", "registry promote", "train",
        "reproduce SPY 2024-06-13", "features", "ingest --lookback 5y",
        "search --model volcast --budget 1 --to 2022-12-29 --out s.json",
        // Its bars are simulated anew, as far back as the lake's.
        "backtest --lookback 5y --models har,volcast --from 2024-03-01 --to 2024-06-13 --out b.csv",
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task No_line_of_a_command_is_wider_than_the_terminal(string command)
    {
        var result = await OnNarrowTerminal(run.Folder).RunAsync([.. command.Split(' '), "--source", "simulated"]);
        Assert.True(result.ExitCode is 0 or ExitCode.NeedsAttention, result.Error);
        Assert.NotEqual("", result.Out);
        Holds(result.Out);
    }

    [Theory]
    [InlineData("")]
    [InlineData("forecast")]
    [InlineData("train")]
    [InlineData("registry promote")]
    public async Task No_line_of_a_help_page_is_wider_than_the_terminal(string command) =>
        Holds((await OnNarrowTerminal(run.Folder).RunAsync(
            [.. command.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"])).Out);

    /// <summary>A wider line is allowed only for a path, which must stay whole to be copied.</summary>
    private static void Holds(string page) => Assert.All(page.Split('\n'), line => Assert.True(
        line.TrimEnd().Length <= Width || line.Split(' ').Any(word => word.Length > Width / 2 && word.Contains('/')), line));
}
