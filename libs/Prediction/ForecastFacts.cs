using Volcast.Forecasting;
using Volcast.Lake;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The newest published forecast of one target and horizon, beside the one before it.</summary>
/// <param name="Newest">The newest row.</param>
/// <param name="Former">The row of the session before its origin; null if there is none.</param>
/// <param name="Standing">Percentile and regime of the newest row; null if the history is too short.</param>
/// <param name="FormerStanding">The same of the former row; null if there is none.</param>
public sealed record ForecastFacts(
    ForecastRow Newest, ForecastRow? Former, VolatilityStanding? Standing, VolatilityStanding? FormerStanding)
{
    /// <summary>The implied volatility of the target's own index at the origin, decimal; NaN if the target has no index of its
    /// own, or no value.</summary>
    public double Implied { get; init; } = double.NaN;

    /// <summary>The bars that a forecast's percentile and regime are computed from.</summary>
    /// <param name="lake">It has bars of the target.</param>
    /// <param name="target">The symbol that is forecast.</param>
    /// <param name="session">The newest session; nothing later is read.</param>
    /// <param name="stop">Stops the reading.</param>
    /// <exception cref="LakeException">Bars are missing or damaged.</exception>
    public static async Task<ForecastingData> BarsAsync(
        DataLake lake, Symbol target, DateOnly session, CancellationToken stop)
    {
        var frame = await lake.ReadAsync(
            CuratedMarketTable.Schema, target, session.AddYears(-VolatilityStanding.YearsOfBars), session, stop);
        return HistoryRows.Of(
            target, CuratedMarketTable.FromFrame(target, frame).ToSeries(), new Dictionary<string, double[]>());
    }

    /// <summary>The facts of each horizon of which a row counts, ascending by horizon.</summary>
    /// <param name="roles">The target, and whether it has an implied-volatility index of its own.</param>
    /// <param name="bars">The target's bars, up to the newest origin at least.</param>
    /// <param name="rows">Stored forecasts of any horizons.</param>
    /// <param name="calendar">The exchange's sessions.</param>
    public static IReadOnlyList<ForecastFacts> OfHorizons(
        AssetRoles roles, ForecastingData bars, IReadOnlyList<ForecastRow> rows, TradingCalendar calendar) =>
    [
        .. rows.GroupBy(row => row.Horizon).OrderBy(horizon => horizon.Key)
            .Select(horizon => Of(roles, bars, [.. horizon], calendar)).OfType<ForecastFacts>(),
    ];

    /// <param name="roles">The target, and whether it has an implied-volatility index of its own.</param>
    /// <param name="bars">The target's bars, up to the newest origin at least.</param>
    /// <param name="rows">Stored forecasts of one horizon. Those of challengers and baselines, and provisional ones, do not
    /// count.</param>
    /// <param name="calendar">The exchange's sessions.</param>
    /// <returns>Null if none of the rows counts.</returns>
    public static ForecastFacts? Of(
        AssetRoles roles, ForecastingData bars, IReadOnlyList<ForecastRow> rows, TradingCalendar calendar)
    {
        ForecastRow[] served = [.. rows.Where(row => row.Kind is ForecastKind.Live or ForecastKind.Backfill)];
        if (served.Length == 0)
            return null;
        var newest = At(served, served.Max(row => row.ForecastOrigin))!;
        var former = At(served, calendar.Previous(newest.ForecastOrigin));
        return new(newest, former, Standing(newest), former is null ? null : Standing(former))
        {
            Implied = roles.IsOwn(newest.ImpliedIndex) ? newest.Implied / 100 : double.NaN,
        };

        VolatilityStanding? Standing(ForecastRow row) =>
            VolatilityStanding.Of(bars, row.ForecastOrigin, row.Horizon, row.Variance).Value;
    }

    private static ForecastRow? At(ForecastRow[] rows, DateOnly origin) =>
        PublishedForecast.First(rows.Where(row => row.ForecastOrigin == origin));
}
