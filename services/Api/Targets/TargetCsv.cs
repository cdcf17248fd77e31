using Volcast.ApiContract.Targets;

namespace Volcast.Services.Api.Targets;

/// <summary>The watchlist as csv: one line for each target.</summary>
internal static class TargetCsv
{
    public static byte[] Of(IEnumerable<TargetDocument> targets, int horizon) => CsvDocument.Of<TargetDocument>(
        [
            new("symbol", d => d.Symbol), new("horizon", _ => horizon), new("session", d => d.Session),
            new("sessions_behind", d => d.SessionsBehind), new("exceeds_maximum_age", d => d.ExceedsMaximumAge),
            new("is_stale", d => d.IsStale), new("last_error", d => d.LastError), new("missing_reason", d => d.MissingReason),
            new("forecast_origin", d => d.Forecast?.ForecastOrigin), new("target_end", d => d.Forecast?.TargetEnd),
            new("kind", d => d.Forecast?.Kind), new("model", d => d.Forecast?.Model),
            new("model_version", d => d.Forecast?.ModelVersion), new("variance", d => d.Forecast?.Variance),
            new("volatility", d => d.Forecast?.Volatility),
            new("volatility_points_change", d => d.Forecast?.VolatilityPointsChange),
            new("percentile", d => d.Forecast?.Percentile), new("regime", d => d.Forecast?.Regime),
            new("implied_volatility_points", d => d.Forecast?.ImpliedVolatilityPoints),
            new("volatility_points_above_implied", d => d.Forecast?.VolatilityPointsAboveImplied),
            new("outcomes", d => d.Outcomes), new("common_origins_with_har", d => d.CommonOriginsWithHar),
            new("qlike_ratio_to_har", d => d.QlikeRatioToHar),
        ],
        targets);
}
