using System.Text.Json;

namespace Volcast.Cli.Tests;

/// <summary>Data that end before the newest settled session.</summary>
[Trait(Category.Name, Category.Integration)]
public sealed class StaleDataTests : IDisposable
{
    private const string Fresh = "2009-01-01T12:00:00Z";
    private const string OneSessionLate = "2009-01-03T12:00:00Z";
    private const string TwoSessionsLate = "2009-01-06T12:00:00Z";
    private readonly TemporaryFolder folder = new();
    private readonly VolcastUnderTest volcast;
    private readonly string csv;

    public StaleDataTests()
    {
        volcast = new VolcastUnderTest(folder.Path);
        csv = folder["prices"];
        SimulatedCsv.WriteTwoYears(csv); // To Wednesday, 2008-12-31.
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Stale_is_the_first_line_and_beyond_the_maximum_age_the_exit_code_is_3()
    {
        var pipeline = await AtAsync(TwoSessionsLate, "pipeline", "--source", "csv", "--path", csv);
        Assert.Equal(ExitCode.NeedsAttention, pipeline.ExitCode);
        Assert.Contains("STALE: not a forecast of SPY over the coming sessions: 2 sessions have settled since 2008-12-31, more "
            + "than the maximum of 1 (VOLCAST_MAX_AGE).", pipeline.Out, StringComparison.Ordinal);

        var fresh = await AtAsync(Fresh, "forecast");
        Assert.Equal(ExitCode.Done, fresh.ExitCode);
        Assert.DoesNotContain("STALE", fresh.Out, StringComparison.Ordinal);
        var late = await AtAsync(OneSessionLate, "forecast");
        Assert.Equal(ExitCode.Done, late.ExitCode);
        Assert.StartsWith("STALE: not a forecast of SPY over the coming sessions: 1 session has settled since 2008-12-31.",
            late.Out, StringComparison.Ordinal);
        var old = await AtAsync(TwoSessionsLate, "forecast");
        Assert.Equal(ExitCode.NeedsAttention, old.ExitCode);
        Assert.StartsWith("STALE: ", old.Out, StringComparison.Ordinal);
        Assert.Equal(ExitCode.NeedsAttention, (await AtAsync(OneSessionLate, "forecast", "--max-age", "0")).ExitCode);
        Assert.Equal(ExitCode.Done, (await AtAsync(TwoSessionsLate, "forecast", "--max-age", "2")).ExitCode);

        var json = await AtAsync(TwoSessionsLate, "forecast", "--json");
        Assert.Equal(ExitCode.NeedsAttention, json.ExitCode);
        using (var document = JsonDocument.Parse(json.Out))
        {
            var report = document.RootElement[0];
            Assert.Equal((true, 1, 2), (report.GetProperty("exceeds_maximum_age").GetBoolean(),
                report.GetProperty("maximum_age_sessions").GetInt32(),
                report.GetProperty("forecast").GetProperty("sessions_behind").GetInt32()));
        }

        var status = await AtAsync(TwoSessionsLate, "status");
        Assert.Equal(ExitCode.Done, status.ExitCode);
        Assert.StartsWith("STALE: SPY: 2 sessions have settled since 2008-12-31, more than the maximum of 1", status.Out,
            StringComparison.Ordinal);
        Assert.DoesNotContain("STALE", (await AtAsync(OneSessionLate, "status")).Out, StringComparison.Ordinal);
        using var held = JsonDocument.Parse((await AtAsync(TwoSessionsLate, "status", "--json")).Out);
        Assert.Equal(1, held.RootElement.GetProperty("lake").GetProperty("maximum_age_sessions").GetInt32());
        Assert.All(held.RootElement.GetProperty("lake").GetProperty("tables").EnumerateArray(),
            table => Assert.True(table.GetProperty("exceeds_maximum_age").GetBoolean()));
    }

    /// <summary>The clock stands before data that the lake already holds.</summary>
    [Fact]
    public async Task A_clock_before_the_newest_bar_is_refused_by_every_command_that_computes_from_the_lake()
    {
        await AtAsync(Fresh, "ingest", "--source", "csv", "--path", csv);
        await AtAsync(Fresh, "features");
        string[][] commands =
        [
            ["features"], ["train"], ["search", "--budget", "1"], ["backtest", "--models", "har", "--from", "2008-12-01"],
            ["backtest", "--models", "har", "--from", "2008-12-01", "--source", "csv", "--path", csv],
            ["pipeline", "--source", "csv", "--path", csv],
        ];
        foreach (var command in commands)
        {
            var refused = await AtAsync("2008-06-02T12:00:00Z", command);
            Assert.Equal((string.Join(' ', command), ExitCode.Failed), (string.Join(' ', command), refused.ExitCode));
            Assert.Contains("a bar of SPY for 2008-12-31 that settles at 2009-01-01 06:00 New York time (2009-01-01 11:00 UTC), "
                + "later than the clock's time, 2008-06-02 12:00 UTC.", refused.Error, StringComparison.Ordinal);
            Assert.Contains("If VOLCAST_NOW is set, correct it", refused.Error, StringComparison.Ordinal);
        }
        Assert.False(Directory.Exists(folder["data/mlruns"]));
    }

    private Task<VolcastUnderTest.Result> AtAsync(string now, params string[] arguments)
    {
        volcast.Environment["VOLCAST_NOW"] = now;
        return volcast.RunAsync(arguments);
    }
}
