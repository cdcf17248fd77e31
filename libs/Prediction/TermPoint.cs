using Volcast.Forecasting.Distribution;

namespace Volcast.Prediction;

/// <summary>One horizon of a term structure: its forecast, and the figures that agree with the shorter horizons.</summary>
public sealed record TermPoint
{
    /// <summary>The forecast, unchanged.</summary>
    public required TermForecast Forecast { get; init; }

    /// <summary>Sessions.</summary>
    public int Horizon => Forecast.Row.Horizon;

    /// <summary>Annualised; times the horizon it is not below that of a shorter horizon.</summary>
    public required double Variance { get; init; }

    /// <summary>The number of sessions after the next shorter horizon; for the shortest one, after the origin.</summary>
    public required int ForwardSessions { get; init; }

    /// <summary>The variance of these sessions that follows from the two horizons, annualised; not negative.</summary>
    public required double ForwardVariance { get; init; }

    /// <summary>Over the whole horizon, at each confidence at which it is known.</summary>
    public required IReadOnlyList<TermTailRisk> TailRisks { get; init; }

    /// <summary>The root of <see cref="Variance"/>, annualised, decimal.</summary>
    public double Volatility => Variance == Forecast.Row.Variance ? Forecast.Row.Volatility : Math.Sqrt(Variance);

    /// <summary>Whether a number differs from its forecast.</summary>
    public bool IsAdjusted => Variance != Forecast.Row.Variance || TailRisks.Any(risk => risk.IsAdjusted);

    /// <summary>What is above its forecast and by how much: a phrase for each number; empty if none is.</summary>
    public IReadOnlyList<string> Adjustments =>
    [
        .. Raised("volatility", Forecast.Row.Volatility, Volatility),
        .. TailRisks.SelectMany(risk => (string[])
        [
            .. Raised($"value at risk at {100 * risk.Forecast.Confidence:0.#} %", risk.Forecast.ValueAtRisk, risk.ValueAtRisk),
            .. Raised($"expected shortfall at {100 * risk.Forecast.Confidence:0.#} %", risk.Forecast.ExpectedShortfall,
                risk.ExpectedShortfall),
        ]),
    ];

    private static string[] Raised(string what, double from, double to) =>
        to == from ? [] : [FormattableString.Invariant($"{what} raised from {100 * from:0.00} % to {100 * to:0.00} %")];
}

/// <summary>A tail risk of a term structure: its forecast, and the losses that agree with the shorter horizons.</summary>
/// <param name="Forecast">The forecast, unchanged.</param>
/// <param name="ValueAtRisk">Decimal log return, a loss positive; not below that of a shorter horizon.</param>
/// <param name="ExpectedShortfall">The same; not below <paramref name="ValueAtRisk"/>.</param>
public readonly record struct TermTailRisk(TailRisk Forecast, double ValueAtRisk, double ExpectedShortfall)
{
    /// <summary>Whether a loss differs from its forecast.</summary>
    public bool IsAdjusted => ValueAtRisk != Forecast.ValueAtRisk || ExpectedShortfall != Forecast.ExpectedShortfall;
}
