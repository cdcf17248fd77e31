using Volcast.ApiContract.Targets;
using Volcast.Reports;

namespace Volcast.Services.Dashboard.Pages.Watchlist;

/// <summary>The table of Watchlist.</summary>
internal static class WatchlistTables
{
    /// <summary>Column → its order. A target without a value comes last in both directions.</summary>
    public static readonly IReadOnlyDictionary<string, Func<IEnumerable<TargetDocument>, bool, IEnumerable<TargetDocument>>> Orders =
        new Dictionary<string, Func<IEnumerable<TargetDocument>, bool, IEnumerable<TargetDocument>>>(StringComparer.Ordinal)
        {
            ["symbol"] = (all, down) => down
                ? all.OrderByDescending(target => target.Symbol, StringComparer.Ordinal)
                : all.OrderBy(target => target.Symbol, StringComparer.Ordinal),
            ["forecast"] = By(target => target.Forecast?.Volatility),
            ["change"] = By(target => target.Forecast?.VolatilityPointsChange),
            ["percentile"] = By(target => target.Forecast?.Percentile),
            ["implied"] = By(target => target.Forecast?.VolatilityPointsAboveImplied),
            ["record"] = By(target => target.QlikeRatioToHar),
        };

    /// <param name="model">The model.</param>
    /// <param name="address">Ticker → where its row leads; null for no links.</param>
    public static ReportTable Targets(WatchlistModel model, Func<string, string>? address) => new()
    {
        Name = "targets",
        Title = $"Forecasts of {NumberText.Count(model.Horizon, "session")}",
        Columns =
        [
            new("symbol", "symbol"), new("volatility", "forecast", "0.0 %"),
            new("volatility_points_change", "change", "+0.0;-0.0;0.0"),
            new("percentile", "percentile of ten years", TableColumn.Percentile, HasBar: true) { FullBar = 100 },
            new("regime", "regime"),
            new("volatility_points_above_implied", "forecast − implied", "+0.0;-0.0;0.0"),
            new("qlike_ratio_to_har", "loss relative to HAR", "#.000"), new("outcomes", "live outcomes", "#,0"),
            new("forecast_origin", "state"),
        ],
        Rows =
        [
            .. model.Shown.Select(target => (Cell[])
            [
                address is null ? target.Symbol : Cell.Link(target.Symbol, address(target.Symbol)),
                target.Forecast?.Volatility, target.Forecast?.VolatilityPointsChange, target.Forecast?.Percentile,
                target.Forecast?.Regime ?? NumberText.Missing,
                target.Forecast?.VolatilityPointsAboveImplied, target.QlikeRatioToHar, target.Outcomes,
                State(target),
            ]),
        ],
        Note = "Change and forecast − implied are in points of volatility. The loss is QLIKE of the live forecasts with a known "
            + "outcome; below 1 is better than HAR.",
    };

    /// <summary>The origin of the forecast, and what is wrong.</summary>
    internal static string State(TargetDocument target) => target switch
    {
        { MissingReason: { } reason } => reason,
        { IsStale: true } => $"NOT REFRESHED: {target.LastError}",
        { ExceedsMaximumAge: true } => $"STALE, {NumberText.Count(target.SessionsBehind ?? 0, "session")} behind",
        _ => NumberText.Day(target.Forecast?.ForecastOrigin),
    };

    private static Func<IEnumerable<TargetDocument>, bool, IEnumerable<TargetDocument>> By(Func<TargetDocument, double?> value) =>
        (all, down) =>
        {
            var known = all.OrderBy(target => value(target) is null);
            return down ? known.ThenByDescending(value) : known.ThenBy(value);
        };
}
