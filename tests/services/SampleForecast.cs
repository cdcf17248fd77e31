using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Services.Tests;

/// <summary>Stored forecasts of SPY whose numbers a test chooses; shared by the tests of the jobs that read them.</summary>
internal static class SampleForecast
{
    /// <summary>A live forecast of version 1 without interval and value at risk.</summary>
    public static ForecastRow Of(DateOnly origin, int horizon = 5, double variance = .04) => new()
    {
        Horizon = horizon,
        ForecastOrigin = origin,
        Model = $"volcast-SPY-{horizon}d",
        ModelVersion = "1",
        Kind = ForecastKind.Live,
        TargetEnd = TradingCalendar.Nyse.Add(origin, horizon),
        AsOf = TradingCalendar.Nyse.SettlesAt(origin).ToUniversalTime(),
        Variance = variance,
        Contributions = "[]",
        Base = 0,
        ContributionScale = "log_variance",
        InputDigest = "",
    };

    /// <summary>Adds rows to the table <c>forecasts</c>.</summary>
    public static async Task StoreAsync(string lakeFolder, params ForecastRow[] rows)
    {
        await using var lake = await DataLake.OpenLocalForWritingAsync(lakeFolder, DataKind.Simulated);
        var stored = await lake.SnapshotAsync(ForecastsTable.Schema, SimulatedLake.Spy) is null
            ? []
            : ForecastsTable.FromFrame(SimulatedLake.Spy, await lake.ReadAsync(ForecastsTable.Schema, SimulatedLake.Spy)).Rows;
        var (merged, _) = ForecastsTable.MergeFirstWins(
            new() { Symbol = SimulatedLake.Spy, Rows = stored }, new() { Symbol = SimulatedLake.Spy, Rows = rows });
        await lake.CommitAsync(ForecastsTable.Schema, SimulatedLake.Spy, merged.ToFrame());
    }
}
