using System.Text.Json;

namespace Volcast.Cli.Tests;

/// <summary><c>volcast outcomes</c> after the demo, and seven sessions later.</summary>
[Trait(Category.Name, Category.Integration)]
[Collection(nameof(SimulatedRun))]
public sealed class OutcomesCommandTests : IDisposable
{
    /// <summary>A Wednesday: the newest settled session is Tuesday, 2024-06-25.</summary>
    private const string Later = "2024-06-26T12:00:00Z";

    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;

    public OutcomesCommandTests(SimulatedRun demo)
    {
        FolderBytes.Copy(demo.Folder, folder.Path);
        volcast = new VolcastUnderTest(folder.Path) { Width = 60 };
    }

    public void Dispose() => folder.Dispose();

    private async Task<VolcastUnderTest.Result> RunAsync(params string[] arguments)
    {
        var result = await volcast.RunAsync([.. arguments, "--source", "simulated"]);
        Assert.True(result.ExitCode == 0, result.Error);
        return result;
    }

    [Fact]
    public async Task Before_the_first_period_has_ended_it_says_when_that_is()
    {
        var result = await RunAsync("outcomes");
        var text = string.Join(' ', result.Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("SPY (SIMULATED): 0 new outcomes, 0 corrected outcomes, 0 new scores.", text, StringComparison.Ordinal);
        Assert.Contains("1 forecast period has not ended; the next one ends on 2024-06-21. No forecast has an outcome yet.", text,
            StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder["data/simulated/lake/outcomes"]));
    }

    [Fact]
    public async Task Each_model_and_kind_is_scored_once_its_periods_have_ended()
    {
        volcast.Environment["VOLCAST_NOW"] = Later;
        // The look-back of the first ingest: a longer history would change what HAR learns.
        volcast.Environment["LOOKBACK_PERIOD"] = "5y";
        foreach (var stage in new[] { "ingest", "features", "forecast" })
            await RunAsync(stage);
        var first = JsonDocument.Parse((await RunAsync("outcomes", "--json")).Out).RootElement[0];
        // Origins 06-13 to 06-17 have ended by 06-25; the demo's forecast is live, and the six missed ones are backfilled.
        Assert.Equal(("SPY", "SIMULATED", 3, 0, 5, "2024-06-26"),
            (first.GetProperty("symbol").GetString(), first.GetProperty("data_kind").GetString(),
                first.GetProperty("new_outcomes").GetInt32(), first.GetProperty("revised_outcomes").GetInt32(),
                first.GetProperty("pending_outcomes").GetInt32(), first.GetProperty("next_target_end").GetString()));
        Assert.Empty(first.GetProperty("unknown_outcomes").EnumerateArray());
        var models = first.GetProperty("model_scores").EnumerateArray().ToArray();
        Assert.Equal(
            [
                ("live", "volcast-SPY-5d", 1, 1), ("backfill", "volcast-SPY-5d", 2, 2), ("baseline", "har", 3, 3),
                ("baseline", "vix-calibrated", 3, 3),
            ],
            models.Select(one => (one.GetProperty("kind").GetString(), one.GetProperty("model").GetString(),
                one.GetProperty("outcomes").GetInt32(), one.GetProperty("common_origins_with_har").GetInt32())));
        Assert.Equal(1, models[2].GetProperty("qlike_ratio_to_har").GetDouble(), 1e-12);
        Assert.All(models, one => Assert.Equal(4, one.GetProperty("tail_hits").GetArrayLength()));
        // Of each of the nine forecasts every check.
        Assert.Equal(9 * 12, first.GetProperty("new_scores").GetInt32());

        var before = FolderBytes.Of(folder["data/simulated/lake"]);
        var again = (await RunAsync("outcomes")).Out;
        Assert.Equal(before, FolderBytes.Of(folder["data/simulated/lake"]));
        Assert.Contains("vix-calibrated", again, StringComparison.Ordinal);
        Assert.All(again.Split('\n'), line => Assert.True(line.TrimEnd().Length <= 60, line));

        var other = JsonDocument.Parse((await RunAsync("outcomes", "--json", "--horizon", "1,22")).Out).RootElement[0];
        Assert.Empty(other.GetProperty("model_scores").EnumerateArray());
        var reproduced = (await RunAsync("reproduce", "SPY", "2024-06-13")).Out.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains("har/2024-06-06, baseline: reproduced", string.Join(' ', reproduced),
            StringComparison.Ordinal);
    }
}
