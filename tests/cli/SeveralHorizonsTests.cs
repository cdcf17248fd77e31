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
            Assert.Contains($"volcast: forecast of volcast-SPY-{horizon}d failed: No model forecasts SPY {horizon} "
                + $"{(horizon == 1 ? "session" : "sessions")} ahead.",
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
        // The reason is said once.
        Assert.Equal("volcast: no forecast by volcast-SPY-22d; the reasons are below the table.\n", result.Error);
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
    public async Task A_command_of_one_horizon_asks_which_of_several()
    {
        volcast.Environment["VOLCAST_HORIZON"] = "5,22";
        foreach (var command in new[] { "explain", "backtest", "search" })
        {
            var result = await volcast.RunAsync(command, "--source", "simulated");
            Assert.Equal(ExitCode.Usage, result.ExitCode);
            Assert.Contains("'5,22' given by the environment variable VOLCAST_HORIZON: this command works on one horizon, so "
                + "choose one with --horizon, such as --horizon 5.", result.Error, StringComparison.Ordinal);
        }
        var chosen = await volcast.RunAsync("explain", "--horizon", "5", "--source", "simulated");
        Assert.True(chosen.ExitCode == 0, chosen.Error);
    }

    [Theory]
    [InlineData("status")]
    [InlineData("verify")]
    [InlineData("data", "list")]
    [InlineData("keys", "list")]
    [InlineData("registry", "list")]
    [InlineData("registry", "show", "volcast-SPY-5d")]
    public async Task Every_other_command_accepts_a_list_in_the_environment(params string[] command)
    {
        volcast.Environment["VOLCAST_HORIZON"] = "5,22";
        var result = await volcast.RunAsync([.. command, "--source", "simulated"]);
        Assert.True(result.ExitCode == 0, result.Error);
    }
}

/// <summary>Several horizons through all stages, with csv files of two years.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class SeveralHorizonsPipelineTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public SeveralHorizonsPipelineTests()
    {
        volcast = new VolcastUnderTest(folder.Path);
        volcast.Environment["VOLCAST_NOW"] = "2009-01-01T12:00:00Z"; // The morning after the last row.
        SimulatedCsv.WriteTwoYears(folder["prices"]);
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_pipeline_trains_promotes_and_forecasts_each_horizon()
    {
        volcast.Environment["VOLCAST_HORIZON"] = "5,1";
        var run = await volcast.RunAsync("pipeline", "--source", "csv", "--path", "prices");
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("SPY from 2008-12-31: annualised volatility", run.Out, StringComparison.Ordinal);
        Assert.Contains("./volcast registry list", run.Out, StringComparison.Ordinal);
        Assert.Equal(["volcast-SPY-1d 1 champion", "volcast-SPY-5d 1 champion"], await VersionsAsync());
        var forecast = await volcast.RunAsync("forecast");
        Assert.True(forecast.ExitCode == 0, forecast.Error);

        volcast.Environment.Remove("VOLCAST_HORIZON");
        var train = await volcast.RunAsync("train", "--horizon", "10,22", "--promote-first");
        Assert.True(train.ExitCode == 0, train.Error);
        Assert.Equal(
            [
                "volcast-SPY-10d 1 champion", "volcast-SPY-1d 1 champion", "volcast-SPY-22d 1 champion",
                "volcast-SPY-5d 1 champion",
            ], await VersionsAsync());
    }

    [Fact]
    public async Task A_horizon_that_cannot_be_trained_does_not_stop_the_others()
    {
        SimulatedCsv.Write(folder["prices"], new(2008, 12, 1), SimulatedCsv.Last); // 22 sessions.
        var run = await volcast.RunAsync("pipeline", "--source", "csv", "--path", "prices", "--horizon", "1,22");
        Assert.Equal(ExitCode.Failed, run.ExitCode);
        foreach (var model in new[] { "volcast-SPY-1d", "volcast-SPY-22d" })
            Assert.Contains($"volcast: train of {model} failed: ", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("skips", run.Error, StringComparison.Ordinal);
    }

    private async Task<IEnumerable<string>> VersionsAsync()
    {
        using var list = JsonDocument.Parse((await volcast.RunAsync("registry", "list", "--json")).Out);
        return
        [
            .. list.RootElement.EnumerateArray().Select(one => one.GetProperty("version"))
                .Select(version => $"{version.GetProperty("model")} {version.GetProperty("model_version")} "
                    + string.Join(' ', version.GetProperty("aliases").EnumerateArray()))
                .Order(StringComparer.Ordinal),
        ];
    }
}
