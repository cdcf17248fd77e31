using System.Text.Json;

namespace Volcast.Cli.Tests;

[Trait(Category.Name, Category.Integration)]
public sealed class StatusAndVerifyJsonTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    private async Task<(int Code, JsonElement Json)> RunAsync(params string[] arguments)
    {
        var result = await new VolcastUnderTest(folder.Path).RunAsync([.. arguments, "--json"]);
        return (result.ExitCode, JsonDocument.Parse(result.Out).RootElement.Clone());
    }

    [Fact]
    public async Task Without_a_lake_status_gives_the_settings_alone()
    {
        var (code, json) = await RunAsync("status");
        Assert.Equal(0, code);
        var horizon = json.GetProperty("settings").EnumerateArray()
            .Single(one => one.GetProperty("setting").GetString() == "VOLCAST_HORIZON");
        Assert.Equal(("5", "default"),
            (horizon.GetProperty("setting_value").GetString(), horizon.GetProperty("setting_origin").GetString()));
        Assert.Equal(JsonValueKind.Null, json.GetProperty("lake").ValueKind);
    }

    [Fact]
    public async Task Status_counts_the_rows_and_verify_finds_a_changed_file()
    {
        var ingest = await new VolcastUnderTest(folder.Path).RunAsync("ingest", "--source", "simulated", "--lookback", "1y");
        Assert.True(ingest.ExitCode == 0, ingest.Error);
        var (_, status) = await RunAsync("status", "--source", "simulated");
        var lake = status.GetProperty("lake");
        Assert.Equal("SIMULATED", lake.GetProperty("data_kind").GetString());
        var spy = lake.GetProperty("tables").EnumerateArray().Single(one => one.GetProperty("symbol").GetString() == "SPY");
        Assert.Equal(
            ("curated.market", 0), (spy.GetProperty("table").GetString(), spy.GetProperty("sessions_behind").GetInt32()));
        Assert.Equal(lake.GetProperty("newest_settled").GetString(), spy.GetProperty("last").GetString());
        Assert.Empty(status.GetProperty("registry").GetProperty("versions").EnumerateArray());

        var (code, sound) = await RunAsync("verify", "--source", "simulated");
        Assert.Equal((0, true), (code, sound.GetProperty("is_sound").GetBoolean()));
        Assert.Empty(sound.GetProperty("findings").EnumerateArray());
        Assert.True(sound.GetProperty("row_count").GetInt64() >= spy.GetProperty("row_count").GetInt64());

        var file = Directory.GetFiles(folder["data/simulated/lake/curated.market"], "part-0.parquet", SearchOption.AllDirectories)
            .First(path => path.Contains("symbol=SPY", StringComparison.Ordinal));
        await File.AppendAllTextAsync(file, " ", TestContext.Current.CancellationToken);
        (code, var damaged) = await RunAsync("verify", "--source", "simulated");
        Assert.Equal((ExitCode.NeedsAttention, false), (code, damaged.GetProperty("is_sound").GetBoolean()));
        var finding = damaged.GetProperty("findings")[0];
        Assert.Equal(
            ("error", "digest"), (finding.GetProperty("severity").GetString(), finding.GetProperty("check").GetString()));
        Assert.EndsWith("symbol=SPY/part-0.parquet", finding.GetProperty("path").GetString(), StringComparison.Ordinal);
    }
}
