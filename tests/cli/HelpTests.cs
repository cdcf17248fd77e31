namespace Volcast.Cli.Tests;

public sealed class HelpTests
{
    [Theory]
    [InlineData("ingest")]
    [InlineData("features")]
    [InlineData("train")]
    [InlineData("forecast")]
    [InlineData("backtest")]
    [InlineData("search")]
    [InlineData("explain")]
    [InlineData("pipeline")]
    [InlineData("reproduce")]
    [InlineData("verify")]
    [InlineData("status")]
    [InlineData("demo")]
    public async Task Every_command_explains_itself(string command)
    {
        var volcast = new VolcastUnderTest(Path.GetTempPath());
        var all = await volcast.RunAsync("--help");
        var one = await volcast.RunAsync(command, "--help");
        Assert.Equal((0, 0), (all.ExitCode, one.ExitCode));
        Assert.Contains($"  {command} ", all.Out, StringComparison.Ordinal);
        Assert.Contains("--data", one.Out, StringComparison.Ordinal);
        Assert.Contains("VOLCAST_DATA", one.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_days_of_a_search_are_those_held_out_and_of_a_backtest_those_judged()
    {
        var volcast = new VolcastUnderTest(Path.GetTempPath());
        var search = (await volcast.RunAsync("search", "--help")).Out;
        Assert.Contains("first origin that may be held out", search, StringComparison.Ordinal);
        Assert.DoesNotContain("judged", search, StringComparison.Ordinal);
        Assert.Contains("first forecast origin that is judged", (await volcast.RunAsync("backtest", "--help")).Out,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ingset")]
    [InlineData("ingest", "--sauce", "csv")]
    public async Task A_wrong_word_is_a_usage_error(params string[] arguments)
    {
        var result = await new VolcastUnderTest(Path.GetTempPath()).RunAsync(arguments);
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains(arguments[^1] == "csv" ? "--sauce" : "ingset", result.Error, StringComparison.Ordinal);
    }
}
