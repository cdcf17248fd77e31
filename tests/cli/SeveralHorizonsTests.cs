using System.Text.Json;

namespace Volcast.Cli.Tests;

/// <summary>Of several horizons only one has a model: it is forecast, the others are listed, and the exit code is 1.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SimulatedRun))]
public sealed class SeveralHorizonsTests(SimulatedRun run)
{
    private readonly VolcastUnderTest volcast = new(run.Folder) { Width = 60 };

    [Fact]
    public async Task A_horizon_that_fails_does_not_stop_the_others()
    {
        var result = await volcast.RunAsync("forecast", "--horizon", "1,5,10,22", "--json", "--source", "simulated");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        foreach (var horizon in new[] { 1, 10, 22 })
            Assert.Contains($"volcast: forecast of volcast-SPY-{horizon}d failed: No model forecasts SPY {horizon} sessions ahead.",
                result.Error, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(result.Out);
        var target = Assert.Single(json.RootElement.EnumerateArray());
        var terms = target.GetProperty("term_structure");
        Assert.Equal(5, Assert.Single(terms.GetProperty("horizons").EnumerateArray()).GetProperty("horizon").GetInt32());
        Assert.Equal([1, 10, 22],
            terms.GetProperty("missing_horizons").EnumerateArray().Select(one => one.GetProperty("horizon").GetInt32()));

        var single = await volcast.RunAsync("forecast", "--horizon", "5", "--json", "--source", "simulated");
        using var alone = JsonDocument.Parse(single.Out);
        Assert.True(JsonElement.DeepEquals(alone.RootElement[0], target.GetProperty("forecasts")[0]));
    }

    [Fact]
    public async Task The_table_holds_at_60_columns()
    {
        var result = await volcast.RunAsync("forecast", "--horizon", "5,22", "--source", "simulated");
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("22 sessions: no forecast.", result.Out, StringComparison.Ordinal);
        Assert.All(result.Out.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 60, line));
    }

    [Theory]
    [InlineData("1,5,5")]
    [InlineData("1,4")]
    [InlineData("1,,5")]
    [InlineData("1;5")]
    public async Task A_wrong_list_is_refused(string horizons)
    {
        var result = await volcast.RunAsync("forecast", "--horizon", horizons, "--source", "simulated");
        Assert.Equal((ExitCode.Usage, ""), (result.ExitCode, result.Out));
        Assert.Contains($"'{horizons}' given by the flag --horizon: expected one or more of 1, 5, 10, 22", result.Error,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_of_one_horizon_refuses_several()
    {
        volcast.Environment["VOLCAST_HORIZON"] = "1,5";
        var result = await volcast.RunAsync("explain", "--source", "simulated");
        Assert.Equal(ExitCode.Usage, result.ExitCode);
        Assert.Contains("'1,5' given by the environment variable VOLCAST_HORIZON: expected one of 1, 5, 10, 22", result.Error,
            StringComparison.Ordinal);
    }
}
