using Volcast.Volatility;

namespace Volcast.Drift;

/// <summary>
/// Murphy's (1973) decomposition of the mean QLIKE loss: loss = miscalibration − discrimination + uncertainty. The recalibrated
/// forecast is the isotonic regression of the realised variance on the forecast, which is optimal for every loss that is
/// consistent for the mean, QLIKE among them (Pohle 2020; Gneiting and Resin 2023). Miscalibration has two parts: that of the
/// level, which one factor for all forecasts removes, and the conditional rest.
/// </summary>
/// <param name="Count">The number of forecasts.</param>
/// <param name="Loss">Mean QLIKE of the forecasts.</param>
/// <param name="Miscalibration">Loss minus that of the recalibrated forecasts, at least 0: what recalibration would save.</param>
/// <param name="LevelMiscalibration">The part of the miscalibration that the best factor for all forecasts, the mean of
/// outcome/forecast, would save; at least 0.</param>
/// <param name="Discrimination">Loss of the constant mean minus that of the recalibrated forecasts, at least 0: what the order
/// of the forecasts is worth.</param>
/// <param name="Uncertainty">Loss of the constant mean of the realised variance: how much the outcomes vary.</param>
public sealed record LossDecomposition(
    int Count, double Loss, double Miscalibration, double LevelMiscalibration, double Discrimination, double Uncertainty)
{
    /// <summary>Miscalibration minus that of the level: forecasts that are too low in calm times and too high in turbulent ones,
    /// or that vary too much. At least 0, since a multiple of the
    /// forecast is one of the increasing functions among which isotonic regression finds the best.</summary>
    public double ConditionalMiscalibration => Miscalibration - LevelMiscalibration;

    /// <summary>Loss of the recalibrated forecasts, uncertainty − discrimination: what no recalibration can save, called
    /// refinement by DeGroot and Fienberg (1983).</summary>
    public double Refinement => Uncertainty - Discrimination;

    /// <summary>Decomposes the loss over rows where both are finite.</summary>
    /// <param name="realizedVariance">Annualised; raised to <see cref="RealizedVariance.Floor"/>.</param>
    /// <param name="forecastVariance">Annualised, one for each outcome; raised to the same floor.</param>
    /// <exception cref="ArgumentException">The columns differ in length, or no row is finite.</exception>
    public static LossDecomposition Of(ReadOnlySpan<double> realizedVariance, ReadOnlySpan<double> forecastVariance)
    {
        if (realizedVariance.Length != forecastVariance.Length)
            throw new ArgumentException(
                $"There are {realizedVariance.Length} realised values for {forecastVariance.Length} forecasts.");
        var (realized, forecast) = (new List<double>(), new List<double>());
        for (var row = 0; row < realizedVariance.Length; row++)
            if (double.IsFinite(realizedVariance[row]) && double.IsFinite(forecastVariance[row]))
            {
                realized.Add(Math.Max(realizedVariance[row], RealizedVariance.Floor));
                forecast.Add(Math.Max(forecastVariance[row], RealizedVariance.Floor));
            }
        if (realized.Count == 0)
            throw new ArgumentException("No row has both a realised variance and a forecast.");
        double[] outcomes = [.. realized], forecasts = [.. forecast];
        var loss = Losses.MeanQlike(outcomes, forecasts);
        var constant = new double[outcomes.Length];
        Array.Fill(constant, outcomes.Average());
        var uncertainty = Losses.MeanQlike(outcomes, constant);
        var recalibrated = Losses.MeanQlike(outcomes, IsotonicRegression.Of(forecasts, outcomes));
        var factor = outcomes.Zip(forecasts, (outcome, forecast) => outcome / forecast).Average();
        // The loss falls by mean(RV/F) − 1 − ln(factor).
        return new(outcomes.Length, loss, loss - recalibrated, factor - 1 - Math.Log(factor),
            uncertainty - recalibrated, uncertainty);
    }
}
