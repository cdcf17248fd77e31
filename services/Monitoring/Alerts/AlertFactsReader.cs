using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Monitoring.Alerts;

/// <summary>Reads from the lake what the alerts need to know about a target.</summary>
/// <param name="lake">The lake.</param>
/// <param name="calendar">The exchange's sessions.</param>
public sealed class AlertFactsReader(DataLake lake, TradingCalendar calendar)
{
    /// <summary>A forecast that is older is no longer compared with anything.</summary>
    private const int DaysOfForecasts = 60;

    /// <param name="roles">The target, and whether it has an implied-volatility index of its own.</param>
    /// <param name="session">The newest settled session; nothing later is read.</param>
    /// <param name="checks">The checks of this run.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="LakeException">Bars or forecasts are damaged.</exception>
    public async Task<TargetFacts> ReadAsync(
        AssetRoles roles, DateOnly session, IReadOnlyList<MonitoringRow> checks, CancellationToken stop)
    {
        var facts = new TargetFacts(roles.Target) { Checks = checks };
        if (await lake.SnapshotAsync(CuratedMarketTable.Schema, roles.Target, stop) is null
            || await ForecastFacts.BarsAsync(lake, roles.Target, session, stop) is not { Rows: > 0 } bars)
            return facts;
        var forecasts = await ForecastsTable.ReadAsync(lake, roles.Target, session.AddDays(-DaysOfForecasts), session, stop);
        return facts with
        {
            SessionsBehind = calendar.Count(bars.Sessions[^1].AddDays(1), session),
            Forecasts = ForecastFacts.OfHorizons(roles, bars, forecasts, calendar),
        };
    }
}
