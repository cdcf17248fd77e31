namespace Volcast.Evaluation.Comparison;

/// <summary>One forecast compared with another on the same origins, by one loss.</summary>
/// <param name="Ratio">The ratio of the mean losses, with its bootstrap interval.</param>
/// <param name="DieboldMariano">Positive if the forecast is better than the other.</param>
/// <param name="NonOverlapping">The same test on targets that do not overlap, one for each offset.</param>
public sealed record PairwiseComparison(
    LossRatio Ratio, DieboldMariano DieboldMariano, IReadOnlyList<DieboldMariano> NonOverlapping)
{
    /// <summary>Compares two columns of losses in time order.</summary>
    /// <param name="model">The forecast's name.</param>
    /// <param name="losses">Its losses.</param>
    /// <param name="against">The other's losses; in the order of the same origins.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <param name="options">Lag, confidence and bootstrap; its benchmark is not used.</param>
    /// <exception cref="ArgumentException">The columns differ in length, or are too short for horizon and lag.</exception>
    public static PairwiseComparison Of(
        string model, double[] losses, double[] against, int horizon, ComparisonOptions options)
    {
        const string Other = "(the other)";
        var table = new LossTable([model, Other], [losses, against]);
        var lag = options.LagFor(horizon);
        return new(
            LossRatio.Against(table, Other, options.Bootstrap.For(horizon), options.Confidence)[0],
            Comparison.DieboldMariano.Test(against, losses, horizon, lag),
            Comparison.DieboldMariano.NonOverlapping(against, losses, horizon));
    }
}
