using Volcast.Evaluation.Comparison;

namespace Volcast.Services.Promotion.Gates;

/// <summary>
/// The one-sided test of Diebold and Mariano that a recipe is better than HAR. Over ten sessions and more, two years hold few
/// separate windows, and one crisis decides their mean. There the long-run variance comes from six cosines, the statistic has
/// Student's t distribution with six degrees of freedom (Lazarus, Lewis, Stock and Watson 2018), and the level is smaller.
/// docs/proof/gates.md shows how often a recipe that is no better than HAR passes.
/// </summary>
internal static class BenchmarkTest
{
    /// <summary>The shortest horizon with few separate windows, sessions.</summary>
    public const int LongHorizon = 10;

    private const int Cosines = 6;

    /// <param name="har">HAR's losses, in time order.</param>
    /// <param name="losses">The recipe's, on the same origins.</param>
    /// <param name="horizon">Sessions ahead.</param>
    /// <returns>The p-value: small where the recipe is better. NaN where the difference of the losses does not vary.</returns>
    public static double PValue(double[] har, double[] losses, int horizon) => 1 - PairedScores.OneSided(
        horizon < LongHorizon
            ? DieboldMariano.Test(har, losses, horizon, new ComparisonOptions().LagFor(horizon))
            : DieboldMariano.TestWithCosines(har, losses, Cosines));
}
