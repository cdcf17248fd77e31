using Volcast.Evaluation.Comparison;

namespace Volcast.Services.Promotion.Gates;

/// <summary>
/// The one-sided test of Diebold and Mariano that a recipe is better than HAR. A sample without a crisis does not show what one
/// costs, and the longer the horizon, the more one crisis decides the mean. So from ten sessions on the level is smaller. Over 22
/// sessions two years hold 23 separate windows: there the long-run variance comes from six cosines, and the statistic has
/// Student's t distribution with six degrees of freedom (Lazarus, Lewis, Stock and Watson 2018). docs/proof/gates.md shows how
/// often a recipe that is no better than HAR passes.
/// </summary>
internal static class BenchmarkTest
{
    /// <summary>The shortest horizon with the smaller level, sessions.</summary>
    private const int LongHorizon = 10;

    /// <summary>The shortest horizon with so few separate windows that the long-run variance comes from cosines,
    /// sessions.</summary>
    private const int FewWindowsHorizon = 22;

    private const int Cosines = 6;

    /// <summary>The level of the test.</summary>
    public static double Level(PromotionLimits limits, int horizon) =>
        horizon < LongHorizon ? limits.Significance : limits.LongHorizonSignificance;

    /// <param name="har">HAR's losses, in time order.</param>
    /// <param name="losses">The recipe's, on the same origins.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <returns>The p-value of the test with cosines, small where the recipe is better; null at a horizon without them, NaN where
    /// the difference of the losses does not vary.</returns>
    public static double? CosinePValue(double[] har, double[] losses, int horizon) => horizon < FewWindowsHorizon
        ? null
        : 1 - PairedScores.OneSided(DieboldMariano.TestWithCosines(har, losses, Cosines));
}
