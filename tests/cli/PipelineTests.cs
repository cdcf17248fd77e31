using System.Text.Json;
using Volcast.Forecasting;

namespace Volcast.Cli.Tests;

/// <summary>One run of the pipeline on the simulated market, which the tests of several classes examine. They change nothing of
/// it.</summary>
[CollectionDefinition(nameof(SimulatedRun))]
public sealed class SimulatedRun : IAsyncLifetime, ICollectionFixture<SimulatedRun>
{
    private readonly TemporaryFolder folder = new();

    internal VolcastUnderTest Volcast { get; private set; } = null!;
    internal VolcastUnderTest.Result First { get; private set; } = null!;
    public string Data => folder["data/simulated"];
    public string Lake => folder["data/simulated/lake"];
    public string Folder => folder.Path;

    public async ValueTask InitializeAsync()
    {
        Volcast = new VolcastUnderTest(folder.Path);
        First = await Volcast.RunAsync("demo", "--lookback", "5y");
    }

    public ValueTask DisposeAsync()
    {
        folder.Dispose();
        return ValueTask.CompletedTask;
    }
}

[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SimulatedRun))]
public sealed class PipelineTests(SimulatedRun run)
{
    [Fact]
    public async Task A_negative_score_of_a_version_has_a_minus_sign()
    {
        var shown = await run.Volcast.RunAsync("registry", "show", "--source", "simulated");
        Assert.Matches("har +521 .* −0\\.171 ", shown.Out); // R² on volatility of HAR, which has few months to learn from.
    }

    [Fact]
    public void Demo_ends_with_a_forecast_its_explanation_and_the_location_of_the_data()
    {
        Assert.Equal("", run.First.ExitCode == 0 ? "" : run.First.Error);
        Assert.Contains(
            "SPY: volatility over the next 5 sessions, 2024-06-14 to 2024-06-21", run.First.Out, StringComparison.Ordinal);
        Assert.Contains("80 % interval", run.First.Out, StringComparison.Ordinal);
        Assert.Contains("Why:", run.First.Out, StringComparison.Ordinal);
        Assert.Contains(run.Lake, run.First.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_part_of_demo_is_labelled_simulated()
    {
        Assert.Contains("Market data (SIMULATED)", run.First.Out, StringComparison.Ordinal);
        Assert.Contains("SIMULATED MARKET", run.First.Out, StringComparison.Ordinal);
        Assert.Matches(@"Walk-forward: [^\n]*\(SIMULATED\)", run.First.Out);
    }

    [Fact]
    public async Task Models_of_the_simulated_market_are_not_registered_on_the_configured_server()
    {
        var volcast = new VolcastUnderTest(run.Folder);
        volcast.Environment["MLFLOW_TRACKING_URI"] = "http://127.0.0.1:1";
        var status = await volcast.RunAsync("status", "--data", run.Data);
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("SIMULATED", status.Out, StringComparison.Ordinal);
        Assert.Contains(Path.Combine("simulated", "mlruns"), status.Out, StringComparison.Ordinal);
        Assert.Equal(0, (await volcast.RunAsync("forecast", "--data", run.Data)).ExitCode);
    }

    [Fact]
    public async Task A_second_run_changes_no_byte_of_the_lake_and_registers_nothing()
    {
        var before = FolderBytes.Of(run.Lake);
        var again = await run.Volcast.RunAsync("demo", "--lookback", "5y");
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("nothing to do", again.Out, StringComparison.Ordinal);
        Assert.Equal(before, FolderBytes.Of(run.Lake));
    }

    [Fact]
    public async Task Another_machine_gives_the_same_bytes()
    {
        using var elsewhere = new TemporaryFolder();
        var volcast = new VolcastUnderTest(elsewhere.Path);
        Assert.Equal(0, (await volcast.RunAsync("demo", "--lookback", "5y", "--threads", "1")).ExitCode);
        Assert.Equal(FolderBytes.Of(run.Lake), FolderBytes.Of(elsewhere["data/simulated/lake"]));
    }

    [Fact]
    public async Task Json_has_the_forecast_and_contributions_that_add_up()
    {
        var result = await run.Volcast.RunAsync("forecast", "--data", run.Data, "--json");
        Assert.Equal(0, result.ExitCode);
        using var document = JsonDocument.Parse(result.Out);
        var report = document.RootElement[0];
        var forecast = report.GetProperty("forecast");
        Assert.Equal("SIMULATED", forecast.GetProperty("data_kind").GetString());
        Assert.Equal("2024-06-13", forecast.GetProperty("forecast_origin").GetString());
        Assert.Equal("live", forecast.GetProperty("kind").GetString());
        var volatility = forecast.GetProperty("volatility").GetDouble();
        Assert.Equal(volatility * volatility, forecast.GetProperty("variance").GetDouble(), 1e-12);
        var explanation = report.GetProperty("explanation");
        var sum = explanation.GetProperty("base_volatility_points").GetDouble()
            + explanation.GetProperty("contributions").EnumerateArray()
            .Sum(part => part.GetProperty("volatility_points_contribution").GetDouble());
        Assert.Equal(1, sum / (100 * volatility), 1e-9);
        Assert.Equal(31, explanation.GetProperty("contributions").GetArrayLength());

        // The same on the log-variance scale, and both by family.
        Assert.Equal("log_variance", explanation.GetProperty("scale").GetString());
        var parts = explanation.GetProperty("contributions").EnumerateArray().ToArray();
        var families = explanation.GetProperty("families").EnumerateArray().ToArray();
        Assert.Equal(2 * Math.Log(volatility), explanation.GetProperty("log_variance").GetDouble(), 1e-9);
        Assert.Equal(
            2 * Math.Log(volatility), explanation.GetProperty("base_log_variance").GetDouble()
                + Sum(parts, "log_variance_contribution"), 1e-6);
        foreach (var family in families)
            foreach (var amount in new[] { "volatility_points_contribution", "log_variance_contribution" })
                Assert.Equal(
                    Sum(parts.Where(
                        p => p.GetProperty("family").GetString() == family.GetProperty("family").GetString()), amount),
                    family.GetProperty(amount).GetDouble(), 1e-10);
        Assert.Equal(Sum(parts, "log_variance_contribution"), Sum(families, "log_variance_contribution"), 1e-12);

        static double Sum(IEnumerable<JsonElement> elements, string name) =>
            elements.Sum(element => element.GetProperty(name).GetDouble());
    }

    [Fact]
    public async Task A_command_without_a_real_lake_points_to_the_simulated_one()
    {
        Assert.Contains("./volcast status --source simulated", run.First.Out, StringComparison.Ordinal);
        var status = await run.Volcast.RunAsync("status");
        Assert.Equal(0, status.ExitCode);
        Assert.Contains("--source simulated", status.Out, StringComparison.Ordinal);
        var forecast = await run.Volcast.RunAsync("forecast");
        Assert.Equal(ExitCode.Failed, forecast.ExitCode);
        Assert.Contains("--source simulated", forecast.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_forecast_is_reproduced_bit_for_bit()
    {
        var result = await run.Volcast.RunAsync("reproduce", "SPY", "2024-06-13", "--data", run.Data);
        Assert.Equal("", result.Error);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains("reproduced bit for bit", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forecast_that_was_never_made_cannot_be_reproduced()
    {
        var result = await run.Volcast.RunAsync("reproduce", "SPY", "2024-06-12", "--data", run.Data);
        Assert.Equal(ExitCode.Failed, result.ExitCode);
        Assert.Contains("No forecast of SPY from 2024-06-12", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_has_no_findings_in_a_sound_lake()
    {
        var result = await run.Volcast.RunAsync("verify", "--data", run.Data);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(" 0 errors, 0 warnings", result.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_shows_lake_registry_and_sessions_behind()
    {
        var result = await run.Volcast.RunAsync("status", "--data", run.Data);
        Assert.Matches(@"features\.L1\s+SPY\s+2019-06-\d\d\s+2024-06-13\s+1,2\d\d\s+0", result.Out);
        Assert.Matches(@"volcast-SPY-5d\s+1\s+volcast\s+SIMULATED\s+\S+\s+champion", result.Out);
    }

    [Fact]
    public async Task A_backtest_of_the_lake_writes_every_origin_and_registers_nothing()
    {
        var registry = FolderBytes.Of(Path.Combine(run.Data, "mlruns"));
        var result = await run.Volcast.RunAsync(
            "backtest", "--data", run.Data, "--from", "2024-03-01", "--to", "2024-06-13", "--out", "bt.csv");
        Assert.Equal(0, result.ExitCode);
        var lines = await File.ReadAllLinesAsync(Path.Combine(run.Folder, "bt.csv"));
        Assert.Equal(
            "symbol,horizon,forecast_origin,target_end,model,variance,lower80,upper80,lower95,upper95,realized_variance,"
            + "var95_1d,var99_1d,var95_hd,var99_hd,es95_1d,es99_1d,es95_hd,es99_hd,realized_return_1d,realized_return_hd,"
            + "pit,crps,log_score",
            lines[0]);
        Assert.Equal(ForecasterCatalog.Names.Count * 73, lines.Length - 1);
        Assert.StartsWith(
            $"SPY,5,2024-03-01,2024-03-08,{ForecasterCatalog.Names[0]},", lines[1], StringComparison.Ordinal);
        var last = lines[^1].Split(',');
        Assert.Equal("", last[10] + last[19] + last[20]); // The outcome is not known yet; value at risk is.
        Assert.Matches(@"^-?0\.0\d+$", lines[1].Split(',')[19]);
        Assert.True(double.Parse(last[11]) < double.Parse(last[12]) && double.Parse(last[12]) < double.Parse(last[14]));
        Assert.Equal(registry, FolderBytes.Of(Path.Combine(run.Data, "mlruns")));
    }
}
