using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace Volcast.Forecasting.Distribution;

/// <summary>
/// The lower tail of the return over a horizon, in forecast standard deviations: e^(ε/2)·Z, where Z is standard normal and ε is
/// one of the past log residuals ln RV − ln F, each with equal probability. A subordinated normal (Clark 1973): divided by its
/// realised volatility, a return is close to normal (Andersen, Bollerslev, Diebold and Labys 2003).
/// </summary>
internal static class NormalVarianceMixture
{
    private const int MaximumSteps = 100;

    /// <summary>Relative size of the last step: the quantile is then exact but for rounding, since the steps converge
    /// quadratically.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>The quantile and the mean below it, both negative.</summary>
    /// <param name="logResiduals">ε in ascending order; at least one is finite.</param>
    /// <param name="probability">Of the tail, above 0 and below one half.</param>
    /// <remarks>Newton's method. Below zero the distribution function of each component is convex, so a step from the right of
    /// the quantile never passes it, and one from the left ends at its right.</remarks>
    public static (double Quantile, double MeanBelow) LowerTail(ReadOnlySpan<double> logResiduals, double probability)
    {
        var deviations = new double[logResiduals.Length];
        for (var i = 0; i < deviations.Length; i++)
            deviations[i] = Math.Exp(logResiduals[i] / 2);
        var quantile = Normal.InvCDF(0, 1, probability) * deviations[deviations.Length / 2];
        for (var step = 0; step < MaximumSteps; step++)
        {
            var (below, density) = At(quantile, deviations);
            var next = Math.Min(quantile - (below - probability) / density, quantile / 2);
            var isLast = Math.Abs(next - quantile) <= Tolerance * Math.Abs(quantile);
            quantile = next;
            if (isLast)
                break;
        }
        return (quantile, -Shortfall(quantile, deviations) / probability);
    }

    /// <summary>The probability and the density at a negative value.</summary>
    private static (double Below, double Density) At(double value, double[] deviations)
    {
        var (below, density) = (0.0, 0.0);
        foreach (var deviation in deviations)
            if (deviation > 0)
            {
                var standardized = value / deviation;
                below += SpecialFunctions.Erfc(-standardized / Math.Sqrt(2)) / 2;
                density += Density(standardized) / deviation;
            }
        return (below / deviations.Length, density / deviations.Length);
    }

    /// <summary>−E[X; X ≤ q]: for a normal value of deviation s it is s·φ(q/s).</summary>
    private static double Shortfall(double quantile, double[] deviations)
    {
        var sum = 0.0;
        foreach (var deviation in deviations)
            if (deviation > 0)
                sum += deviation * Density(quantile / deviation);
        return sum / deviations.Length;
    }

    private static double Density(double standardized) => Math.Exp(-standardized * standardized / 2) / Math.Sqrt(2 * Math.PI);
}
