using Volcast.ApiContract.Forecasts;

namespace Volcast.Services.Api.History;

/// <summary>A history as csv: one line for each origin.</summary>
internal static class HistoryCsv
{
    public static byte[] Of(HistoryDocument document) => CsvDocument.Of<HistoryPointDocument>(
        [
            new("symbol", _ => document.Symbol), new("data_kind", _ => document.DataKind), new("horizon", _ => document.Horizon),
            new("forecast_origin", d => d.ForecastOrigin), new("target_end", d => d.TargetEnd), new("kind", d => d.Kind),
            new("model_version", d => d.ModelVersion), new("volatility", d => d.Volatility),
            new("volatility_lower_80", d => d.VolatilityLower80), new("volatility_upper_80", d => d.VolatilityUpper80),
            new("volatility_lower_95", d => d.VolatilityLower95), new("volatility_upper_95", d => d.VolatilityUpper95),
            new("realized_volatility", d => d.RealizedVolatility),
            new("implied_volatility_points", d => d.ImpliedVolatilityPoints), new("har_volatility", d => d.HarVolatility),
        ],
        document.Points);
}
