namespace Volcast.Evaluation.Comparison;

/// <summary>The loss that scores a value-at-risk and an expected shortfall together: its expectation is smallest at the true pair
/// (Fissler and Ziegel 2016). This is the member FZ0, whose differences do not depend on the unit of returns (Patton, Ziegel and
/// Chen 2019).</summary>
public static class FisslerZiegel
{
    /// <summary>With v the value-at-risk, e the expected shortfall, L the loss and p the nominal probability of a hit:
    /// (L − v)⁺/(p·e) + v/e + ln e − 1. Smaller is better; the value can be negative.</summary>
    /// <param name="logReturn">Decimal, positive for a gain.</param>
    /// <param name="valueAtRisk">v, a positive decimal log return.</param>
    /// <param name="expectedShortfall">e, positive.</param>
    /// <param name="probability">p, such as .05.</param>
    /// <exception cref="ArgumentException">The expected shortfall is not positive, or the probability is not between 0 and
    /// 1.</exception>
    public static double Loss(double logReturn, double valueAtRisk, double expectedShortfall, double probability)
    {
        if (!(expectedShortfall > 0))
            throw new ArgumentException($"An expected shortfall of {expectedShortfall} cannot be scored: it must be positive.");
        if (!(probability is > 0 and < 1))
            throw new ArgumentException($"The probability of a hit must lie between 0 and 1, but it is {probability}.");
        var beyond = Math.Max(-logReturn - valueAtRisk, 0);
        return beyond / (probability * expectedShortfall) + valueAtRisk / expectedShortfall + Math.Log(expectedShortfall) - 1;
    }
}
