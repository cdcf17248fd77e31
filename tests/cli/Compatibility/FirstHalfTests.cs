using System.Globalization;
using System.Text.Json;
using Volcast.Compatibility;

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

    private void SetClock(DateTimeOffset now) =>
        volcast.Environment["VOLCAST_NOW"] = now.ToString("O", CultureInfo.InvariantCulture);

    private async Task<string> SucceedAsync(params string[] arguments)
    {
        var result = await volcast.RunAsync([.. arguments, "--source", "simulated", "--data", data.DataFolder]);
        Assert.Equal("", result.ExitCode == ExitCode.Done ? "" : $"{result.ExitCode}: {result.Out}{result.Error}");
        return result.Out;
    }
}
