using Volcast.Forecasting.Distribution;

namespace Volcast.Prediction;

/// <summary>The probability that the realised volatility of the horizon exceeds a level.</summary>
/// <param name="Volatility">The level, annualised, decimal.</param>
/// <param name="Probability">0 to 1; NaN while there are too few past errors.</param>
/// <param name="IsImplied">Whether the level is the target's implied volatility.</param>
public readonly record struct ProbabilityAbove(double Volatility, double Probability, bool IsImplied);

/// <summary>Figures from the distribution around a forecast.</summary>
/// <param name="Probabilities">For the implied volatility, if it is known, for 20 %, and for the requested level.</param>
/// <param name="TailRisks">For one session, and for the horizon if it is longer, at 95 and 99 %.</param>
public sealed record ForecastFigures(IReadOnlyList<ProbabilityAbove> Probabilities, IReadOnlyList<TailRisk> TailRisks)
{
    /// <summary>Roughly the long-run volatility of an equity index.</summary>
    public const double UsualLevel = .20;

    private static readonly double[] Confidences = [.95, .99];

    public static ForecastFigures None { get; } = new([], []);

    /// <param name="distribution">It has observed every outcome that was complete at the origin; null if the model has
    /// none.</param>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="impliedPoints">The implied volatility, percent points; NaN if missing.</param>
    /// <param name="above">A further level, annualised, decimal.</param>
    public static ForecastFigures Of(ForecastDistribution? distribution, double variance, double impliedPoints, double? above)
    {
        if (distribution is null)
            return None;
        var probabilities = new List<ProbabilityAbove>();
        if (double.IsFinite(impliedPoints))
            probabilities.Add(Probability(impliedPoints / 100, isImplied: true));
        probabilities.Add(Probability(UsualLevel));
        if (above is { } level && level != UsualLevel)
            probabilities.Add(Probability(level));
        var risks = Confidences.Select(confidence => distribution.OneDayRisk(variance, confidence));
        if (distribution.Horizon > 1)
            risks = risks.Concat(Confidences.Select(confidence => distribution.HorizonRisk(variance, confidence)));
        return new(probabilities, [.. risks]);

        ProbabilityAbove Probability(double volatility, bool isImplied = false) =>
            new(volatility, distribution.ProbabilityAbove(variance, volatility), isImplied);
    }
}
