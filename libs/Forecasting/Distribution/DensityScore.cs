namespace Volcast.Forecasting.Distribution;

/// <summary>How well a forecast distribution of the volatility foretold one outcome. Both scores are proper (Gneiting and Raftery
/// 2007): on average no other distribution scores less than the one that the outcomes follow. Smaller is better.</summary>
/// <param name="Pit">The probability integral transform (Dawid 1984): the probability that the forecast gave to a volatility of at
/// most the outcome, 0 to 1. Of a calibrated model it is uniform.</param>
/// <param name="Crps">The continuous ranked probability score (Matheson and Winkler 1976), ∫(G(x) − 1{x ≥ outcome})² dx, annualised
/// volatility, decimal. Of a forecast of one number it is the absolute error.</param>
/// <param name="LogScore">Minus the log density at the outcome (Good 1952), of annualised volatility, decimal.</param>
public readonly record struct DensityScore(double Pit, double Crps, double LogScore)
{
    public static DensityScore Absent { get; } = new(double.NaN, double.NaN, double.NaN);
}
