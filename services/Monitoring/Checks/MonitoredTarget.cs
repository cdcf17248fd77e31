using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Prediction;

namespace Volcast.Services.Monitoring.Checks;

/// <summary>What the checks of one target read: its history, its stored forecasts and the rows of <c>monitoring</c>.</summary>
/// <param name="Roles">The target and its companion symbols.</param>
/// <param name="History">The target's returns and features; its newest session is the one that is checked.</param>
/// <param name="Features">The names of the columns of <c>features.L1</c>.</param>
/// <param name="Forecasts">Stored forecasts, in the order of their key.</param>
/// <param name="Rows">Rows of <c>monitoring</c> of the last two years.</param>
public sealed record MonitoredTarget(AssetRoles Roles, ForecastingData History, IReadOnlyList<string> Features,
    IReadOnlyList<ForecastRow> Forecasts, IReadOnlyList<MonitoringRow> Rows)
{
    /// <summary>Forecasts and rows of <c>monitoring</c> before that are not read: the alarms restart each year.</summary>
    private const int YearsRead = 2;

    /// <summary>The first session of the forecasts and the rows that the checks of a session read.</summary>
    public static DateOnly ReadFrom(DateOnly session) => session.AddYears(-YearsRead);

    /// <summary>The newest settled session of the target.</summary>
    public DateOnly Session => History.Sessions[^1];

    /// <param name="lake">The lake.</param>
    /// <param name="roles">The target and its companion symbols.</param>
    /// <param name="index">The implied-volatility index of the serving version; null for that of the tables.</param>
    /// <param name="calendar">Knows when a session settles.</param>
    /// <param name="now">The clock's time.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="UnsettledBarException">The newest bar settles after the clock's time.</exception>
    /// <exception cref="LakeException">The features are missing, or were computed from other bars.</exception>
    public static async Task<MonitoredTarget> ReadAsync(DataLake lake, AssetRoles roles, string? index,
        TradingCalendar calendar, DateTimeOffset now, CancellationToken stop)
    {
        var history = await TargetHistory.ReadAsync(lake, roles, calendar, now, stop, index: index);
        var from = ReadFrom(history.Rows.Sessions[^1]);
        return new(roles.Using(history.Rows.ImpliedIndex), history.Rows, history.Features,
            await ForecastsTable.ReadAsync(lake, roles.Target, from, cancellationToken: stop),
            await MonitoringStore.ReadAsync(lake, roles.Target, from, stop));
    }
}
