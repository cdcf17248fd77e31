using Volcast.Cli.Output;
using Volcast.Hosting;

namespace Volcast.Cli.Tests;

public sealed class TerminalTests : IDisposable
{
    private readonly StringWriter screen = new() { NewLine = "\n" };

    public void Dispose() => screen.Dispose();

    private Terminal Of(bool isInteractive) =>
        new(new Shell(screen, screen, _ => null, Path.GetTempPath()) { IsInteractive = isInteractive });

    [Fact]
    public void A_result_starts_on_a_new_line_after_open_progress()
    {
        var terminal = Of(isInteractive: true);
        terminal.Report(new JobProgress("verify curated.market", 0, 1));
        terminal.Out.WriteLine("sound");
        Assert.EndsWith("verify curated.market\nsound\n", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void On_a_terminal_progress_redraws_one_line_and_ends_it_with_the_step()
    {
        var terminal = Of(isInteractive: true);
        for (var done = 0; done <= 3; done++)
            terminal.Report(new JobProgress("folds", done, 3));
        Assert.Equal(1, screen.ToString().Count(character => character == '\n'));
        Assert.EndsWith("folds: 3 of 3\n", screen.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Off_a_terminal_progress_is_a_few_plain_lines()
    {
        var terminal = Of(isInteractive: false);
        for (var done = 0; done <= 100; done++)
            terminal.Report(new JobProgress("folds", done, 100));
        Assert.Equal(
            ["folds: 0 of 100", "folds: 25 of 100", "folds: 50 of 100", "folds: 75 of 100", "folds: 100 of 100"],
            screen.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries));
    }
}
