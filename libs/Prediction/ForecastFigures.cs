using Volcast.Forecasting.Distribution;
using Volcast.Lake.Tables;
using Volcast.Market;

namespace Volcast.Prediction;

/// <summary>The probability that the realised volatility of the horizon exceeds a level.</summary>
/// <param name="Volatility">The level, annualised, decimal.</param>
/// <param name="Probability">0 to 1; NaN while there are too few past errors.</param>
/// <param name="IsImplied">Whether the level is the target's implied volatility.</param>
public readonly record struct ProbabilityAbove(double Volatility, double Probability, bool IsImplied);

/// <summary>A quantile of the realised volatility of the horizon.</summary>
/// <param name="Probability">That the realised volatility is at most this; between 0 and 1.</param>
/// <param name="Volatility">Annualised, decimal.</param>
public readonly record struct VolatilityQuantile(double Probability, double Volatility);

/// <summary>Figures from the distribution around a forecast.</summary>
/// <param name="Probabilities">For the target's own implied volatility, if it is known, for 20 %, and for the requested
/// level.</param>
/// <param name="TailRisks">For one session, and for the horizon if it is longer, at 95, 97.5 and 99 %.</param>
/// <param name="Quantiles">From 1 to 99 %; empty while there are too few past errors.</param>
public sealed record ForecastFigures(
    IReadOnlyList<ProbabilityAbove> Probabilities, IReadOnlyList<TailRisk> TailRisks,
    IReadOnlyList<VolatilityQuantile> Quantiles)
{
    /// <summary>Roughly the long-run volatility of an equity index.</summary>
    public const double UsualLevel = .20;

    /// <summary>The highest level for which a probability is given, percent points.</summary>
    public const double HighestLevelPoints = 1000;

    /// <summary>The confidences of value at risk and expected shortfall.</summary>
    public static IReadOnlyList<double> Confidences { get; } = [.95, .975, .99];

    public static ForecastFigures None { get; } = new([], [], []);

    /// <param name="roles">Without an implied volatility of its own, a target has no probability above it.</param>
    /// <param name="row">The forecast.</param>
    /// <param name="distribution">It has observed every outcome that was complete at the origin; null if the model has
    /// none.</param>
    /// <param name="above">A further level, annualised, decimal.</param>
    public static ForecastFigures Of(
        AssetRoles roles, ForecastRow row, ForecastDistribution? distribution, double? above)
    {
        TailRisk[] known = [.. TailRisksOf(row).Where(risk => double.IsFinite(risk.ValueAtRisk))];
        if (distribution is null)
            return new([], known, []);
        var probabilities = new List<ProbabilityAbove>();
        if (roles.IsOwn(row.ImpliedIndex) && double.IsFinite(row.Implied))
            probabilities.Add(Probability(row.Implied / 100, isImplied: true));
        probabilities.Add(Probability(UsualLevel));
        if (above is { } level && level != UsualLevel)
            probabilities.Add(Probability(level));
        return new(probabilities, known, QuantilesOf(distribution, row.Variance));

        ProbabilityAbove Probability(double volatility, bool isImplied = false) =>
            new(volatility, distribution.ProbabilityAbove(row.Variance, volatility), isImplied);
    }

    /// <summary>The quantiles from 1 to 99 %; empty while there are too few past errors.</summary>
    /// <param name="distribution">As for <see cref="Of"/>.</param>
    /// <param name="variance">The forecast, annualised.</param>
    public static IReadOnlyList<VolatilityQuantile> QuantilesOf(ForecastDistribution? distribution, double variance) =>
        distribution is null || !double.IsFinite(distribution.Quantile(variance, .5)) ? [] :
        [
            .. Enumerable.Range(1, 99).Select(percent =>
                new VolatilityQuantile(percent / 100.0, distribution.Quantile(variance, percent / 100.0))),
        ];

    /// <summary>The tail risks of a row: over one session, and over the horizon if it is longer; NaN where unknown.</summary>
    public static IEnumerable<TailRisk> TailRisksOf(ForecastRow row)
    {
        yield return Risk(1, .95, row.OneDay95, row.OneDayWindows);
        yield return Risk(1, .975, row.OneDay975, row.OneDayWindows);
        yield return Risk(1, .99, row.OneDay99, row.OneDayWindows);
        if (row.Horizon == 1)
            yield break;
        yield return Risk(row.Horizon, .95, row.Horizon95, row.HorizonWindows);
        yield return Risk(row.Horizon, .975, row.Horizon975, row.HorizonWindows);
        yield return Risk(row.Horizon, .99, row.Horizon99, row.HorizonWindows);

        static TailRisk Risk(int sessions, double confidence, ForecastTailRisk risk, double windows) =>
            new(sessions, confidence, risk.ValueAtRisk, risk.ExpectedShortfall, windows);
    }
}
