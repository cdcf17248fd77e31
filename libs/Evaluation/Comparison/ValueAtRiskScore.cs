namespace Volcast.Evaluation.Comparison;

/// <summary>How good a model's value-at-risk and expected shortfall were.</summary>
/// <param name="Sessions">Over which the loss is summed.</param>
/// <param name="Confidence">.95 or .99.</param>
/// <param name="N">Origins with a value-at-risk and an outcome.</param>
/// <param name="HitShare">The share of them whose loss went beyond; 1 − confidence was promised. NaN without origins.</param>
/// <param name="ShortfallRatio">The mean, over the hits, of the loss over the expected shortfall: 1 where the shortfall is right,
/// more where it is too small. It is 1 − Z₁ of Acerbi and Szekely (2014). NaN without hits.</param>
/// <param name="Backtests">Kupiec's and Christoffersen's tests on periods that do not overlap: of one session, all origins; of
/// h sessions, every h-th origin, from each of the first h. An offset with fewer than two periods is left out.</param>
public sealed record ValueAtRiskScore(
    int Sessions, double Confidence, int N, double HitShare, double ShortfallRatio, IReadOnlyList<ValueAtRiskBacktest> Backtests)
{
    /// <summary>Scores the rows that are compared.</summary>
    /// <param name="forecasts">All rows of the walk-forward.</param>
    /// <param name="rows">Those compared, ascending.</param>
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
            [.. backtests]);
    }

    private static double[] Of(double[] column, int[] rows) => Array.ConvertAll(rows, row => column[row]);
}
