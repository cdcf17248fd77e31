using Volcast.Forecasting.Distribution;

namespace Volcast.Prediction;

/// <summary>The chance that the realised volatility of the horizon goes beyond a level.</summary>
/// <param name="Volatility">The level, annualised, decimal.</param>
/// <param name="Chance">0 to 1; NaN where there are too few past errors.</param>
/// <param name="IsImplied">Whether the level is the target's implied volatility.</param>
public readonly record struct ChanceAbove(double Volatility, double Chance, bool IsImplied);

/// <summary>What follows from the distribution around a forecast.</summary>
/// <param name="Chances">Of the implied volatility, where there is one, of 20 %, and of the level asked for.</param>
/// <param name="TailRisks">Of one session and of the horizon, where it is longer, at 95 and 99 %.</param>
public sealed record ForecastFigures(IReadOnlyList<ChanceAbove> Chances, IReadOnlyList<TailRisk> TailRisks)
{
    /// <summary>The long-run level of an equity index, roughly.</summary>
    public const double UsualLevel = .20;

    private static readonly double[] Confidences = [.95, .99];

    public static ForecastFigures None { get; } = new([], []);

    /// <param name="distribution">With every outcome that had ended by the origin; null where the model has none.</param>
    /// <param name="variance">The forecast, annualised.</param>
    /// <param name="impliedPoints">NaN where absent.</param>
    /// <param name="above">A further level, annualised, decimal.</param>
    public static ForecastFigures Of(ForecastDistribution? distribution, double variance, double impliedPoints, double? above)
    {
        if (distribution is null)
            return None;
        var chances = new List<ChanceAbove>();
        if (double.IsFinite(impliedPoints))
            chances.Add(Chance(impliedPoints / 100, isImplied: true));
        chances.Add(Chance(UsualLevel));
        if (above is { } level && level != UsualLevel)
            chances.Add(Chance(level));
        var risks = Confidences.Select(confidence => distribution.OneDayRisk(variance, confidence));
        if (distribution.Horizon > 1)
            risks = risks.Concat(Confidences.Select(confidence => distribution.HorizonRisk(variance, confidence)));
        return new(chances, [.. risks]);

        ChanceAbove Chance(double volatility, bool isImplied = false) =>
            new(volatility, distribution.ProbabilityAbove(variance, volatility), isImplied);
    }
}
