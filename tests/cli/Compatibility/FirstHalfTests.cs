using System.Globalization;
using System.Text.Json;
using Volcast.Compatibility;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Cli.Tests.Compatibility;

/// <summary>Commands on a lake and a registry that an earlier commit wrote.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class FirstHalfTests : IDisposable
{
    private readonly FirstHalf data = new();
    private readonly VolcastUnderTest volcast;

    public FirstHalfTests()
    {
        volcast = new VolcastUnderTest(data.DataFolder);
        SetClock(FirstHalf.WrittenAt);
    }

    public void Dispose() => data.Dispose();

    [Fact]
    public async Task The_lake_verifies_without_a_finding() =>
        Assert.Contains(" 0 errors, 0 warnings", await SucceedAsync("verify"), StringComparison.Ordinal);

    [Fact]
    public async Task The_stored_forecast_is_reproduced_bit_for_bit() =>
        Assert.Contains("reproduced bit for bit", await SucceedAsync("reproduce", "SPY", $"{FirstHalf.Origin:yyyy-MM-dd}"),
            StringComparison.Ordinal);

    [Fact]
    public async Task The_registered_version_is_read_with_its_promotion()
    {
        using var page = JsonDocument.Parse(await SucceedAsync("registry", "show", "--json"));
        var (shown, version) = (page.RootElement, page.RootElement.GetProperty("version"));
        Assert.Equal(("volcast-SPY-5d", 1, "SIMULATED"), (version.GetProperty("model").GetString(),
            version.GetProperty("model_version").GetInt32(), version.GetProperty("data_kind").GetString()));
        Assert.Equal("champion", Assert.Single(version.GetProperty("aliases").EnumerateArray()).GetString());
        Assert.Single(shown.GetProperty("verdicts").EnumerateArray());
        Assert.Single(shown.GetProperty("champion_tenures").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, shown.GetProperty("damage").ValueKind);
    }

    [Fact]
    public async Task The_next_session_is_ingested_and_forecast_by_the_stored_model()
    {
        SetClock(FirstHalf.WrittenAt.AddDays(1));
        Assert.Matches(@"SPY\s+\S+\s+2026-11-02\s+[\d,]+\s+1\s+0\s+0\s+0", await SucceedAsync("ingest", "--lookback", "6y"));
        await SucceedAsync("features");
        using var forecasts = JsonDocument.Parse(await SucceedAsync("forecast", "--json"));
        var forecast = Assert.Single(forecasts.RootElement.EnumerateArray()).GetProperty("forecast");
        Assert.Equal("2026-11-02", forecast.GetProperty("forecast_origin").GetString());
        Assert.Equal("live", forecast.GetProperty("kind").GetString());

        Assert.Contains(" 0 errors, 0 warnings", await SucceedAsync("verify"), StringComparison.Ordinal);
        foreach (var origin in new[] { $"{FirstHalf.Origin:yyyy-MM-dd}", "2026-11-02" })
            Assert.Contains("reproduced bit for bit", await SucceedAsync("reproduce", "SPY", origin), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_run_that_writes_upgrades_the_lake_and_keeps_the_forecast_that_was_made_in_time()
    {
        var description = Path.Combine(data.LakeFolder, "lake.json");
        await SucceedAsync("status");
        Assert.Contains("\"version\": 1", await File.ReadAllTextAsync(description), StringComparison.Ordinal);

        var forecast = await volcast.RunAsync("forecast", "--source", "simulated", "--data", data.DataFolder);
        Assert.Equal(ExitCode.Done, forecast.ExitCode);
        Assert.Contains("was upgraded from version 1 to 2", forecast.Error, StringComparison.Ordinal);
        Assert.Contains("\"version\": 2", await File.ReadAllTextAsync(description), StringComparison.Ordinal);
        Assert.Equal([(FirstHalf.Origin, ForecastKind.Live)], await StoredAsync());

        // A second run finds nothing to upgrade.
        Assert.Equal("", (await volcast.RunAsync("features", "--source", "simulated", "--data", data.DataFolder)).Error);
    }

    /// <summary>A csv file does not show when its bars were known.</summary>
    [Fact]
    public async Task A_forecast_that_no_download_shows_to_be_in_time_is_relabelled_and_leaves_the_track_record()
    {
        foreach (var folder in Directory.GetDirectories(
            Path.Combine(data.LakeFolder, "raw.market", "symbol=SPY"), "source=*"))
            Directory.Move(folder, Path.Combine(Path.GetDirectoryName(folder)!, "source=csv"));
        var forecast = await volcast.RunAsync("forecast", "--source", "simulated", "--data", data.DataFolder);
        Assert.Contains("SPY: 1 stored forecasts, from 2026-10-30 to 2026-10-30, are now labelled backfill", forecast.Error,
            StringComparison.Ordinal);
        Assert.Equal(
            [(FirstHalf.Origin, ForecastKind.Backfill), (FirstHalf.Origin, ForecastKind.Live)], await StoredAsync());
        Assert.Contains("reproduced bit for bit", await SucceedAsync("reproduce", "SPY", $"{FirstHalf.Origin:yyyy-MM-dd}"),
            StringComparison.Ordinal);
    }

    /// <summary>The forecasts of the registered model; the first half had no baselines.</summary>
    private async Task<IReadOnlyList<(DateOnly Origin, ForecastKind Kind)>> StoredAsync()
    {
        var spy = Symbol.Parse("SPY");
        await using var lake = await DataLake.OpenLocalAsync(data.LakeFolder);
        return
        [
            .. ForecastsTable.FromFrame(spy, await lake.ReadAsync(ForecastsTable.Schema, spy)).Rows
                .Where(row => row.Kind != ForecastKind.Baseline).Select(row => (row.ForecastOrigin, row.Kind)),
        ];
    }

    private void SetClock(DateTimeOffset now) =>
        volcast.Environment["VOLCAST_NOW"] = now.ToString("O", CultureInfo.InvariantCulture);

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var result = await volcast.RunAsync([.. arguments, "--source", "simulated", "--data", data.DataFolder]);
        Assert.Equal("", result.ExitCode == ExitCode.Done ? "" : $"{result.ExitCode}: {result.Out}{result.Error}");
        return result.Out;
    }
}
