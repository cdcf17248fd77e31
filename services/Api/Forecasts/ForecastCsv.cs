using System.Globalization;
using CsvHelper;
using Volcast.ApiContract.Forecasts;
using Volcast.Prediction;

namespace Volcast.Services.Api.Forecasts;

/// <summary>Forecasts as csv for spreadsheets: one line each, the names of the JSON, numbers with a decimal point.</summary>
internal static class ForecastCsv
{
    private static readonly CsvWriterOptions Options = new() { NewLine = "\n" };

    private static readonly (string Name, Func<ForecastDocument, object?> Of)[] Columns =
    [
        ("symbol", d => d.Symbol), ("data_kind", d => d.DataKind), ("horizon", d => d.Horizon),
        ("forecast_origin", d => d.ForecastOrigin), ("target_start", d => d.TargetStart), ("target_end", d => d.TargetEnd),
        ("as_of", d => d.AsOf), ("kind", d => d.Kind), ("is_stored", d => d.IsStored),
        ("model", d => d.Model), ("model_version", d => d.ModelVersion),
        ("variance", d => d.Variance), ("volatility", d => d.Volatility),
        ("volatility_lower_80", d => Interval(d, .8)?.Lower), ("volatility_upper_80", d => Interval(d, .8)?.Upper),
        ("volatility_lower_95", d => Interval(d, .95)?.Lower), ("volatility_upper_95", d => Interval(d, .95)?.Upper),
        ("implied_volatility_points", d => d.ImpliedVolatilityPoints),
        ("probability_above_implied", d => ProbabilityAbove(d, isImplied: true)),
        ("probability_above_20", d => ProbabilityAbove(d, isImplied: false)),
        ("value_at_risk_95_1d", d => Risk(d, 1, .95)?.ValueAtRisk), ("value_at_risk_99_1d", d => Risk(d, 1, .99)?.ValueAtRisk),
        ("expected_shortfall_95_1d", d => Risk(d, 1, .95)?.ExpectedShortfall),
        ("expected_shortfall_99_1d", d => Risk(d, 1, .99)?.ExpectedShortfall),
        ("value_at_risk_95", d => Risk(d, d.Horizon, .95)?.ValueAtRisk),
        ("value_at_risk_99", d => Risk(d, d.Horizon, .99)?.ValueAtRisk),
        ("expected_shortfall_95", d => Risk(d, d.Horizon, .95)?.ExpectedShortfall),
        ("expected_shortfall_99", d => Risk(d, d.Horizon, .99)?.ExpectedShortfall),
        ("value_at_risk_975_1d", d => Risk(d, 1, .975)?.ValueAtRisk),
        ("expected_shortfall_975_1d", d => Risk(d, 1, .975)?.ExpectedShortfall),
        ("value_at_risk_975", d => Risk(d, d.Horizon, .975)?.ValueAtRisk),
        ("expected_shortfall_975", d => Risk(d, d.Horizon, .975)?.ExpectedShortfall),
        ("is_extrapolated_95", d => Risk(d, d.Horizon, .95)?.IsExtrapolated),
        ("is_extrapolated_975", d => Risk(d, d.Horizon, .975)?.IsExtrapolated),
        ("is_extrapolated_99", d => Risk(d, d.Horizon, .99)?.IsExtrapolated),
        ("realized_sessions", d => d.Realized?.Sessions ?? 0), ("realized_volatility", d => d.Realized?.Volatility),
        ("realized_is_complete", d => d.Realized is { IsComplete: true }),
        ("input_digest", d => d.InputDigest),
        ("one_session_model", d => d.OneSessionModel), ("one_session_model_version", d => d.OneSessionModelVersion),
        ("one_session_input_digest", d => d.OneSessionInputDigest),
    ];

    /// <param name="documents">The forecasts.</param>
    /// <param name="above">A level in percent points that each forecast also has a probability for; it gets the last
    /// column.</param>
    public static byte[] Of(IEnumerable<ForecastDocument> documents, double? above = null)
    {
        (string Name, Func<ForecastDocument, object?> Of)[] columns =
        [
            .. Columns,
            .. above is { } points && points / 100 != ForecastFigures.UsualLevel ? [Probability(points)] : Columns[..0],
        ];
        using var bytes = new MemoryStream();
        using (var csv = CsvWriter.Create(bytes, Options, leaveOpen: true))
        {
            csv.WriteRecord([.. columns.Select(column => column.Name)]);
            foreach (var document in documents)
                csv.WriteRecord([.. columns.Select(column => Cell(column.Of(document)))]);
        }
        return bytes.ToArray();
    }

    private static string Cell(object? value) => value switch
    {
        bool flag => flag ? "true" : "false",
        DateOnly day => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };

    private static IntervalDocument? Interval(ForecastDocument document, double level)
    {
        foreach (var interval in document.VolatilityIntervals)
            if (interval.Level == level)
                return interval;
        return null;
    }

    private static (string Name, Func<ForecastDocument, object?> Of) Probability(double points) => (
        $"probability_above_{Cell(points)}",
        document => document.ProbabilitiesAbove
            .FirstOrDefault(level => !level.IsImplied && level.Volatility == points / 100)?.ProbabilityAbove);

    private static double? ProbabilityAbove(ForecastDocument document, bool isImplied) =>
        document.ProbabilitiesAbove.FirstOrDefault(level => level.IsImplied == isImplied)?.ProbabilityAbove;

    private static TailRiskDocument? Risk(ForecastDocument document, int sessions, double confidence) =>
        document.TailRisk.FirstOrDefault(risk => risk.Sessions == sessions && risk.Confidence == confidence);
}
