namespace Volcast.ApiContract.Forecasts;

/// <summary>One forecast. Variances and volatilities are annualised and decimal. Losses are decimal log returns, and a loss is
/// positive. A missing number is null.</summary>
public sealed record ForecastDocument
{
    /// <summary>The target's ticker.</summary>
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED: whether the bars are market data or come from the simulator.</summary>
    public required string DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The session after whose settlement the forecast is made.</summary>
    public required DateOnly ForecastOrigin { get; init; }

    /// <summary>The first session that is forecast.</summary>
    public required DateOnly TargetStart { get; init; }

    /// <summary>The last session that is forecast.</summary>
    public required DateOnly TargetEnd { get; init; }

    /// <summary>When the origin settled, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>live, shadow, backfill or provisional.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the table of forecasts holds this row.</summary>
    public required bool IsStored { get; init; }

    /// <summary>Settled sessions after the origin; 0 for the newest possible forecast.</summary>
    public required int SessionsBehind { get; init; }

    public required double Variance { get; init; }
    public required double Volatility { get; init; }

    /// <summary>Intervals of the volatility at levels .8 and .95; empty while the model has too few past errors.</summary>
    public required IReadOnlyList<IntervalDocument> VolatilityIntervals { get; init; }

    /// <summary>The probability that the realised volatility exceeds a level: the implied volatility, .2, and the requested
    /// level. Empty while the model has too few past errors.</summary>
    public required IReadOnlyList<ProbabilityAboveDocument> ProbabilitiesAbove { get; init; }

    /// <summary>The quantiles of the realised volatility from 1 to 99 %, ascending. Only the newest forecast has them; empty while
    /// the model has too few past errors.</summary>
    public IReadOnlyList<QuantileDocument> VolatilityQuantiles { get; init; } = [];

    /// <summary>For one session and for the horizon, at confidence .95, .975 and .99; empty while the model has too few past
    /// returns.</summary>
    public required IReadOnlyList<TailRiskDocument> TailRisk { get; init; }

    /// <summary>Close of the implied-volatility index at the origin, percent points.</summary>
    public required double? ImpliedVolatilityPoints { get; init; }

    /// <summary>What to know before relying on the forecast, as sentences: first that no gate passed the version that made it, or
    /// that its recipe is not the shipped one, then reasons to check the data.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>What has been realised since the origin; null before the first session has settled.</summary>
    public required RealizedDocument? Realized { get; init; }

    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    public required int ModelVersion { get; init; }

    /// <summary>SHA-256 of everything that the forecast was made from.</summary>
    public required string InputDigest { get; init; }

    /// <summary>The one-session model that gives the tail risk over one session; null where the forecast's own model gives
    /// it.</summary>
    public string? OneSessionModel { get; init; }

    /// <summary>The version of <see cref="OneSessionModel"/>.</summary>
    public int? OneSessionModelVersion { get; init; }

    /// <summary>SHA-256 of everything that <see cref="OneSessionModel"/> computed the tail risk from.</summary>
    public string? OneSessionInputDigest { get; init; }
}

/// <summary>A prediction interval.</summary>
/// <param name="Level">The nominal coverage, such as .8.</param>
/// <param name="Lower">Lower bound.</param>
/// <param name="Upper">Upper bound.</param>
public readonly record struct IntervalDocument(double Level, double Lower, double Upper);

/// <summary>The probability that the realised volatility of the horizon exceeds a level.</summary>
/// <param name="Volatility">The level, annualised, decimal.</param>
/// <param name="ProbabilityAbove">0 to 1.</param>
/// <param name="IsImplied">Whether the level is the target's implied volatility.</param>
public sealed record ProbabilityAboveDocument(double Volatility, double ProbabilityAbove, bool IsImplied);

/// <summary>A quantile of the realised volatility of the horizon.</summary>
/// <param name="Probability">That the realised volatility is at most this; .01 to .99.</param>
/// <param name="Volatility">Annualised, decimal.</param>
public readonly record struct QuantileDocument(double Probability, double Volatility);

/// <summary>The losses of some sessions that are exceeded with a small probability; decimal log returns, a loss
/// positive.</summary>
/// <param name="Sessions">Over how many sessions.</param>
/// <param name="Confidence">.95, .975 or .99.</param>
/// <param name="ValueAtRisk">The loss that is exceeded with probability 1 − confidence.</param>
/// <param name="ExpectedShortfall">The mean loss beyond it.</param>
/// <param name="IsExtrapolated">Whether the past returns hold fewer than five windows without overlap beyond this level, so that
/// the figure rests on the method more than on losses of this size; null for a forecast that was stored before this was
/// recorded.</param>
public sealed record TailRiskDocument(
    int Sessions, double Confidence, double ValueAtRisk, double ExpectedShortfall, bool? IsExtrapolated);

/// <summary>What has been realised of the forecast sessions so far.</summary>
/// <param name="Sessions">Sessions that have settled.</param>
/// <param name="Variance">Their annualised variance; null where a bar between them is missing.</param>
/// <param name="Volatility">The root of the variance.</param>
/// <param name="IsComplete">Whether all sessions have settled: the variance is the outcome.</param>
public sealed record RealizedDocument(int Sessions, double? Variance, double? Volatility, bool IsComplete);
