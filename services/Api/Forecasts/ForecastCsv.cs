using Volcast.ApiContract.Forecasts;
using Volcast.Prediction;

namespace Volcast.Services.Api.Forecasts;

/// <summary>Forecasts as csv for spreadsheets: one line each, the names of the JSON, numbers with a decimal point.</summary>
internal static class ForecastCsv
{
    private static readonly CsvColumn<ForecastDocument>[] Columns =
    [
        new("symbol", d => d.Symbol), new("data_kind", d => d.DataKind), new("horizon", d => d.Horizon),
        new("forecast_origin", d => d.ForecastOrigin), new("target_start", d => d.TargetStart),
        new("target_end", d => d.TargetEnd),
        new("as_of", d => d.AsOf), new("kind", d => d.Kind), new("is_stored", d => d.IsStored),
        new("model", d => d.Model), new("model_version", d => d.ModelVersion),
        new("variance", d => d.Variance), new("volatility", d => d.Volatility),
        new("volatility_lower_80", d => Interval(d, .8)?.Lower), new("volatility_upper_80", d => Interval(d, .8)?.Upper),
        new("volatility_lower_95", d => Interval(d, .95)?.Lower), new("volatility_upper_95", d => Interval(d, .95)?.Upper),
        new("implied_volatility_points", d => d.ImpliedVolatilityPoints),
        new("probability_above_implied", d => ProbabilityAbove(d, isImplied: true)),
        new("probability_above_20", d => ProbabilityAbove(d, isImplied: false)),
        new("value_at_risk_95_1d", d => Risk(d, 1, .95)?.ValueAtRisk),
        new("value_at_risk_99_1d", d => Risk(d, 1, .99)?.ValueAtRisk),
        new("expected_shortfall_95_1d", d => Risk(d, 1, .95)?.ExpectedShortfall),
        new("expected_shortfall_99_1d", d => Risk(d, 1, .99)?.ExpectedShortfall),
        new("value_at_risk_95", d => Risk(d, d.Horizon, .95)?.ValueAtRisk),
        new("value_at_risk_99", d => Risk(d, d.Horizon, .99)?.ValueAtRisk),
        new("expected_shortfall_95", d => Risk(d, d.Horizon, .95)?.ExpectedShortfall),
        new("expected_shortfall_99", d => Risk(d, d.Horizon, .99)?.ExpectedShortfall),
        new("value_at_risk_975_1d", d => Risk(d, 1, .975)?.ValueAtRisk),
        new("expected_shortfall_975_1d", d => Risk(d, 1, .975)?.ExpectedShortfall),
        new("value_at_risk_975", d => Risk(d, d.Horizon, .975)?.ValueAtRisk),
        new("expected_shortfall_975", d => Risk(d, d.Horizon, .975)?.ExpectedShortfall),
        new("is_extrapolated_95", d => Risk(d, d.Horizon, .95)?.IsExtrapolated),
        new("is_extrapolated_975", d => Risk(d, d.Horizon, .975)?.IsExtrapolated),
        new("is_extrapolated_99", d => Risk(d, d.Horizon, .99)?.IsExtrapolated),
        new("realized_sessions", d => d.Realized?.Sessions ?? 0), new("realized_volatility", d => d.Realized?.Volatility),
        new("realized_is_complete", d => d.Realized is { IsComplete: true }),
        new("input_digest", d => d.InputDigest),
        new("one_session_model", d => d.OneSessionModel), new("one_session_model_version", d => d.OneSessionModelVersion),
        new("one_session_input_digest", d => d.OneSessionInputDigest),
    ];

    /// <param name="documents">The forecasts.</param>
    /// <param name="above">A level in percent points that each forecast also has a probability for; it gets the last
    /// column.</param>
    public static byte[] Of(IEnumerable<ForecastDocument> documents, double? above = null)
    {
        return CsvDocument.Of(
            [
                .. Columns,
                .. above is { } points && points / 100 != ForecastFigures.UsualLevel ? [Probability(points)] : Columns[..0],
            ],
            documents);
    }

    private static IntervalDocument? Interval(ForecastDocument document, double level)
    {
        foreach (var interval in document.VolatilityIntervals)
            if (interval.Level == level)
                return interval;
        return null;
    }

    private static CsvColumn<ForecastDocument> Probability(double points) => new(
        $"probability_above_{CsvDocument.Cell(points)}",
        document => document.ProbabilitiesAbove
            .FirstOrDefault(level => !level.IsImplied && level.Volatility == points / 100)?.ProbabilityAbove);

    private static double? ProbabilityAbove(ForecastDocument document, bool isImplied) =>
        document.ProbabilitiesAbove.FirstOrDefault(level => level.IsImplied == isImplied)?.ProbabilityAbove;

    private static TailRiskDocument? Risk(ForecastDocument document, int sessions, double confidence) =>
        document.TailRisk.FirstOrDefault(risk => risk.Sessions == sessions && risk.Confidence == confidence);
}
