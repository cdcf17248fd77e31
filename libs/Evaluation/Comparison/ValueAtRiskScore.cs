using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>Scores of a model's value-at-risk and expected shortfall.</summary>
/// <param name="Sessions">The number of sessions over which the loss is summed.</param>
/// <param name="Confidence">.95 or .99.</param>
/// <param name="N">The number of origins with a value-at-risk and an outcome.</param>
/// <param name="HitShare">The share of these origins whose loss exceeded the value-at-risk; nominally 1 − confidence. NaN without
/// origins.</param>
/// <param name="ShortfallRatio">The mean, over the hits, of the loss divided by the expected shortfall: 1 if the expected
/// shortfall is right, above 1 if it is too small. It is 1 − Z₁ of Acerbi and Szekely (2014). NaN without hits.</param>
/// <param name="MeanFisslerZiegel">The mean of <see cref="FisslerZiegel.Loss"/>; NaN without
/// origins, or if an expected shortfall is not positive.</param>
/// <param name="Backtests">Kupiec's and Christoffersen's tests on periods that do not overlap: all origins for one session; every
/// h-th origin, from each of the first h, for h sessions. Offsets with fewer than two periods are omitted.</param>
/// <param name="TrafficLight">Over one session at 99 %, with the newest origins; null otherwise, or without origins.</param>
public sealed record ValueAtRiskScore(
    int Sessions, double Confidence, int N, double HitShare, double ShortfallRatio, double MeanFisslerZiegel,
    IReadOnlyList<ValueAtRiskBacktest> Backtests, BaselTrafficLight? TrafficLight = null)
{
    /// <summary>Scores the compared rows.</summary>
    /// <param name="forecasts">All rows of the walk-forward.</param>
    /// <param name="rows">The compared rows, ascending.</param>
    public static ValueAtRiskScore Of(TailRiskForecasts forecasts, IEnumerable<int> rows)
    {
        var known = rows
            .Where(row => double.IsFinite(forecasts.ValueAtRisk[row]) && double.IsFinite(forecasts.LogReturn[row])).ToArray();
        var hit = ValueAtRiskBacktest.Exceedances(Of(forecasts.LogReturn, known), Of(forecasts.ValueAtRisk, known));
        var hits = known.Where((_, i) => hit[i]).ToArray();
        var backtests = Enumerable.Range(0, forecasts.Sessions)
            .Select(offset => hit.Where((_, i) => known[i] % forecasts.Sessions == offset).ToArray())
            .Where(periods => periods.Length >= 2)
            .Select(periods => ValueAtRiskBacktest.Of(periods, 1 - forecasts.Confidence));
        return new(forecasts.Sessions, forecasts.Confidence, known.Length, (double)hits.Length / known.Length,
            hits.Length == 0
                ? double.NaN : hits.Average(row => -forecasts.LogReturn[row] / forecasts.ExpectedShortfall[row]),
            known.Length == 0 || known.Any(row => !(forecasts.ExpectedShortfall[row] > 0))
                ? double.NaN : known.Average(row => FisslerZiegel.Loss(forecasts.LogReturn[row],
                    forecasts.ValueAtRisk[row], forecasts.ExpectedShortfall[row], 1 - forecasts.Confidence)),
            [.. backtests],
            forecasts is { Sessions: 1, Confidence: BaselTrafficLight.Confidence } && hit.Length > 0
                ? BaselTrafficLight.Of(hit) : null);
    }

    private static double[] Of(double[] column, int[] rows) => Array.ConvertAll(rows, row => column[row]);
}
