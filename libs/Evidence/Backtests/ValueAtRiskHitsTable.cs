using System.Globalization;
using Volcast.Evaluation.Comparison;
using Volcast.Forecasting.Distribution;
using Volcast.Reports;

namespace Volcast.Evidence.Backtests;

/// <summary>The number of losses beyond the value-at-risk on each sequence of periods without overlap, and what a test of so few
/// periods can detect.</summary>
internal static class ValueAtRiskHitsTable
{
    /// <summary>The test's level, and the multiple of the nominal rate of hits for which the power is stated.</summary>
    private const double Level = .05, Multiple = 2;

    /// <summary>Null if the walk-forward has no value-at-risk.</summary>
    public static ReportTable? Of(ComparedBacktest backtest)
    {
        string[] names = [backtest.Model.Model, backtest.Benchmark];
        var rows = names.Distinct().Select(name => backtest.Comparison.Models.Single(m => m.Model == name))
            .SelectMany(m => m.ValueAtRisk.Where(score => score.Backtests.Count > 0).Select(score => Row(m.Model, score)))
            .ToArray();
        return rows.Length == 0 ? null : new()
        {
            Name = "value_at_risk_hits",
            Title = "Hits on periods without overlap",
            Note = "Over h sessions, every h-th origin is a period that shares no session with the others; there are h such"
                + " sequences, one for each offset. Expected: the nominal number of hits on one offset. Accepted: the offsets on"
                + " which Kupiec's test does not reject at 5 %. Power: the exact probability that it rejects, on one offset, a"
                + " value-at-risk that is exceeded twice as often as stated; a small power means that an accepted value-at-risk"
                + " can be wrong. Extrapolated: a full memory of past forecasts holds fewer than five separate periods beyond"
                + " this level.",
            Columns =
            [
                new("forecast", "forecast"),
                new("sessions", "sessions", "0"),
                new("promised", "nominal", "0 %"),
                new("periods", "periods", "0"),
                new("expected_hits", "expected", "0.0"),
                new("hits_by_offset", "hits by offset"),
                new("accepted_offsets", "accepted", "0"),
                new("offsets", "of", "0"),
                new("power", "power", "0 %"),
                new("is_extrapolated", "extrapolated"),
            ],
            Rows = rows,
        };
    }

    private static Cell[] Row(string model, ValueAtRiskScore score)
    {
        var probability = 1 - score.Confidence;
        var periods = score.Backtests.Min(test => test.Days);
        var memory = new TailRisk(score.Sessions, score.Confidence, double.NaN, double.NaN,
            (double)ForecastDistribution.Capacity / score.Sessions);
        return
        [
            ValueAtRiskTable.Named(model, score), score.Sessions, probability, periods, periods * probability,
            string.Join(' ', score.Backtests.Select(test => test.Hits.ToString(CultureInfo.InvariantCulture))),
            score.Backtests.Count(test => test.UnconditionalCoverage.PValue > Level), score.Backtests.Count,
            ValueAtRiskBacktest.KupiecPower(periods, probability, Multiple * probability, Level),
            memory.IsExtrapolated == true ? "yes" : "no",
        ];
    }
}
