using System.Globalization;
using System.Text;

namespace Volcast.Services.Api.Forecasts;

/// <summary>Forecasts as a spreadsheet reads them: one line each, flat columns, a point as decimal sign.</summary>
internal static class ForecastCsv
{
    private static readonly (string Name, Func<ForecastDocument, object?> Of)[] Columns =
    [
        ("symbol", d => d.Symbol), ("market", d => d.Market), ("horizon", d => d.Horizon),
        ("forecast_origin", d => d.ForecastOrigin), ("target_start", d => d.TargetStart), ("target_end", d => d.TargetEnd),
        ("as_of", d => d.AsOf), ("kind", d => d.Kind), ("is_stored", d => d.IsStored ? "true" : "false"),
        ("model", d => d.Model), ("model_version", d => d.ModelVersion),
        ("variance", d => d.Variance), ("volatility", d => d.Volatility),
        ("volatility_lower_80", d => d.VolatilityInterval80?[0]), ("volatility_upper_80", d => d.VolatilityInterval80?[1]),
        ("volatility_lower_95", d => d.VolatilityInterval95?[0]), ("volatility_upper_95", d => d.VolatilityInterval95?[1]),
        ("implied_volatility_points", d => d.ImpliedVolatilityPoints),
        ("chance_above_implied", d => Chance(d, isImplied: true)), ("chance_above_20", d => Chance(d, isImplied: false)),
        ("var_95_1d", d => Risk(d, 1, .95)?.ValueAtRisk), ("var_99_1d", d => Risk(d, 1, .99)?.ValueAtRisk),
        ("es_95_1d", d => Risk(d, 1, .95)?.ExpectedShortfall), ("es_99_1d", d => Risk(d, 1, .99)?.ExpectedShortfall),
        ("var_95", d => Risk(d, d.Horizon, .95)?.ValueAtRisk), ("var_99", d => Risk(d, d.Horizon, .99)?.ValueAtRisk),
        ("es_95", d => Risk(d, d.Horizon, .95)?.ExpectedShortfall),
        ("es_99", d => Risk(d, d.Horizon, .99)?.ExpectedShortfall),
        ("realized_sessions", d => d.Realized?.Sessions ?? 0), ("realized_volatility", d => d.Realized?.Volatility),
        ("realized_is_complete", d => d.Realized is { IsComplete: true } ? "true" : "false"),
        ("input_digest", d => d.InputDigest),
    ];

    public static byte[] Of(IEnumerable<ForecastDocument> documents)
    {
        var text = new StringBuilder().AppendJoin(',', Columns.Select(column => column.Name)).Append('\n');
        foreach (var document in documents)
            text.AppendJoin(',', Columns.Select(column => Cell(column.Of(document)))).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    // No cell holds free text: tickers, names of models and digests need no quotes.
    private static string Cell(object? value) => value switch
    {
        null => "",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static double? Chance(ForecastDocument document, bool isImplied) =>
        document.ChanceVolatilityAbove.FirstOrDefault(chance => chance.IsImplied == isImplied)?.Chance;

    private static TailRiskDocument? Risk(ForecastDocument document, int sessions, double confidence) =>
        document.TailRisk.FirstOrDefault(risk => risk.Sessions == sessions && risk.Confidence == confidence);
}
