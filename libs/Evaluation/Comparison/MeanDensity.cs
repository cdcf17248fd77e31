namespace Volcast.Evaluation.Comparison;

/// <summary>The mean scores of one model's forecast distributions.</summary>
/// <param name="Model">The forecaster's name.</param>
/// <param name="N">The number of scored origins, the same for all compared models.</param>
/// <param name="Crps">Mean CRPS, annualised volatility, decimal; smaller is better.</param>
/// <param name="LogScore">Mean of minus the log density; smaller is better.</param>
/// <param name="PitBins">How many outcomes fell into each tenth of the forecast distribution, ascending.</param>
public sealed record MeanDensity(string Model, int N, double Crps, double LogScore, IReadOnlyList<int> PitBins)
{
    /// <summary>The means over those origins on which every model that has any score has one, so that no model is scored on easier
    /// days. Models without a score are left out.</summary>
    /// <param name="models">The models with the scores of their distributions; null if they have none.</param>
    /// <param name="rows">The rows of the walk-forward that are compared.</param>
    public static IReadOnlyList<MeanDensity> Compare(
        IEnumerable<(string Model, DensityScores? Scores)> models, IReadOnlyList<int> rows)
    {
        var scored = models.Where(one => one.Scores is { } scores && rows.Any(row => double.IsFinite(scores.Crps[row])))
            .Select(one => (one.Model, Scores: one.Scores!)).ToArray();
        int[] common = [.. rows.Where(row => scored.All(one => double.IsFinite(one.Scores.Crps[row])))];
        return common.Length == 0 ? [] :
        [
            .. scored.Select(one => new MeanDensity(one.Model, common.Length, common.Average(row => one.Scores.Crps[row]),
                common.Average(row => one.Scores.LogScore[row]),
                DensityScores.Histogram(common.Select(row => one.Scores.Pit[row])))),
        ];
    }
}
