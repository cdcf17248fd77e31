namespace Volcast.Prediction;

/// <summary>How much a feature or family moves the forecast on average.</summary>
/// <param name="Name">The name of the feature or family.</param>
/// <param name="Own">Mean |contribution| on the model's own scale.</param>
/// <param name="Points">Mean |contribution| in annualised volatility, decimal.</param>
public sealed record Importance(string Name, double Own, double Points)
{
    /// <summary>Global importance: each feature's mean absolute contribution over the origins, the largest first.</summary>
    public static IReadOnlyList<Importance> OfFeatures(IReadOnlyList<ExplainedForecast> origins) => Rank(origins, origin =>
        origin.Reasons.Contributions.Zip(origin.InVolatility.Contributions,
            (own, points) => (Name: own.Feature, Own: own.Amount, Points: points.Amount)));

    /// <summary>Importance by family: the mean absolute sum of a family's contributions, in which opposite ones cancel.</summary>
    public static IReadOnlyList<Importance> OfFamilies(IReadOnlyList<ExplainedForecast> origins) => Rank(origins, origin =>
        origin.Families().Select(family => (family.Name, family.Own, family.Points)));

    private static Importance[] Rank(IReadOnlyList<ExplainedForecast> origins,
        Func<ExplainedForecast, IEnumerable<(string Name, double Own, double Points)>> parts) =>
        [.. origins.SelectMany(parts).GroupBy(part => part.Name).Select(group => new Importance(
            group.Key, group.Average(part => Math.Abs(part.Own)), group.Average(part => Math.Abs(part.Points))))
            .OrderByDescending(importance => importance.Points)];
}
