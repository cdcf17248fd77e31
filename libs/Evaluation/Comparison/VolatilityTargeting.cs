using Volcast.Volatility;

namespace Volcast.Evaluation.Comparison;

/// <summary>The value of a forecast to the investor of <see cref="VolatilityTargeting"/>.</summary>
/// <param name="Utility">Mean realised utility a year, as a share of wealth.</param>
/// <param name="MeanWeight">Mean share of wealth held in the asset; above 1 is borrowed.</param>
/// <param name="Turnover">Mean absolute change of that share from one origin to the next; NaN with a single origin.</param>
public sealed record RealizedUtility(double Utility, double MeanWeight, double Turnover);

/// <summary>
/// The economic value of a volatility forecast. A mean–variance investor with risk aversion γ, facing an asset of constant Sharpe
/// ratio SR, holds the weight w = (SR/γ)/√F, which keeps the risk at the target volatility SR/γ. The return then has the realised
/// variance. Mean realised utility = SR²/γ · √(RV/F) − SR²/(2γ) · RV/F (Bollerslev, Hood, Huss and Pedersen 2018, after Fleming,
/// Kirby and Ostdiek 2001). The difference of two forecasts' utilities is the yearly fee, as a share of wealth, that the investor
/// would pay to switch. Trading costs are not deducted; the turnover is reported.
/// </summary>
public sealed record VolatilityTargeting
{
    /// <summary>Annual; .4 by default.</summary>
    public double SharpeRatio { get; init; } = .4;

    /// <summary>γ; 2 by default, which makes the target volatility 20 %.</summary>
    public double RiskAversion { get; init; } = 2;

    /// <summary>SR/γ, annualised, decimal.</summary>
    public double TargetVolatility => SharpeRatio / RiskAversion;

    /// <summary>The utility of a forecast that always equals RV, SR²/(2γ): .04 by default.</summary>
    public double Ceiling => SharpeRatio * SharpeRatio / (2 * RiskAversion);

    /// <summary>The expected utility of the true variance if RV is computed from h Gaussian returns: an upper bound for the
    /// expected utility of any forecast. .03612 by default for h = 5.</summary>
    /// <param name="returns">h, the number of squared returns in the realised variance.</param>
    public double NoiseCeiling(int returns) => Ceiling * (2 * NoiseFloor.RootBias(returns) - 1);

    /// <summary>The utility realised over columns of annualised variance, one row for each origin in time order.</summary>
    /// <exception cref="ArgumentException">The columns are empty or differ in length, a variance is not positive, or the Sharpe
    /// ratio or the risk aversion is not positive.</exception>
    public RealizedUtility Of(ReadOnlySpan<double> realizedVariance, ReadOnlySpan<double> forecastVariance)
    {
        if (!(SharpeRatio > 0 && RiskAversion > 0))
            throw new ArgumentException(
                $"A Sharpe ratio of {SharpeRatio} and a risk aversion of {RiskAversion} are invalid: both must be positive.");
        if (realizedVariance.IsEmpty || realizedVariance.Length != forecastVariance.Length)
            throw new ArgumentException(
                $"{realizedVariance.Length} outcomes cannot be compared with {forecastVariance.Length} forecasts.");
        var (utility, weights, changes, previous) = (0.0, 0.0, 0.0, double.NaN);
        for (var row = 0; row < realizedVariance.Length; row++)
        {
            var ratio = realizedVariance[row] / forecastVariance[row];
            if (!(ratio > 0 && double.IsFinite(ratio)))
                throw new ArgumentException(
                    $"Row {row} has the outcome {realizedVariance[row]} and the forecast {forecastVariance[row]}; "
                    + "both must be positive.");
            var weight = TargetVolatility / Math.Sqrt(forecastVariance[row]);
            utility += Ceiling * (2 * Math.Sqrt(ratio) - ratio);
            weights += weight;
            changes += row == 0 ? 0 : Math.Abs(weight - previous);
            previous = weight;
        }
        double n = realizedVariance.Length;
        return new(utility / n, weights / n, changes / (n - 1));
    }
}
