namespace Volcast.ApiContract.Forecasts;

/// <summary>The forecasts over several horizons from one origin. Variances and volatilities are annualised and decimal. Losses
/// are decimal log returns, and a loss is positive. A number <c>adjusted_…</c> agrees with the shorter horizons: with them,
/// neither the variance of all sessions together nor a loss falls as the horizon grows. The number beside it is the forecast
/// itself.</summary>
public sealed record TermStructureDocument
{
    /// <summary>The target's ticker.</summary>
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED: whether the bars are market data or come from the simulator.</summary>
    public required string DataKind { get; init; }

    /// <summary>The session at whose settlement every forecast is made.</summary>
    public required DateOnly ForecastOrigin { get; init; }

    /// <summary>The first session that is forecast.</summary>
    public required DateOnly TargetStart { get; init; }

    /// <summary>When the origin settled, UTC.</summary>
    public required DateTimeOffset AsOf { get; init; }

    /// <summary>Settled sessions after the origin; 0 for the newest possible forecasts.</summary>
    public required int SessionsBehind { get; init; }

    /// <summary>Whether a number of any horizon differs from its forecast.</summary>
    public required bool IsAdjusted { get; init; }

    /// <summary>The horizons with a forecast from the origin, ascending.</summary>
    public required IReadOnlyList<TermPointDocument> Horizons { get; init; }

    /// <summary>The other horizons, ascending, each with its reason.</summary>
    public required IReadOnlyList<MissingHorizonDocument> MissingHorizons { get; init; }

    /// <summary>The implied-volatility indices at the origin, by what they cover: VIX9D, VIX and VIX3M, and the target's own.</summary>
    public required IReadOnlyList<ImpliedLevelDocument> ImpliedVolatilities { get; init; }

    /// <summary>The indices without a level at the origin, each with its reason.</summary>
    public required IReadOnlyList<MissingLevelDocument> MissingImpliedVolatilities { get; init; }

    /// <summary>Implied minus forecast variance over 22 sessions; null where it is not known.</summary>
    public required TermPremiumDocument? VariancePremium { get; init; }

    /// <summary>Why there is no variance premium; null where there is one.</summary>
    public required string? VariancePremiumMissingReason { get; init; }
}

/// <summary>The level of an implied-volatility index.</summary>
/// <param name="Symbol">The index, such as <c>^VIX</c>.</param>
/// <param name="CalendarDays">What it covers: 9, 30 or 93.</param>
/// <param name="Volatility">Annualised, decimal.</param>
public sealed record ImpliedLevelDocument(string Symbol, int CalendarDays, double Volatility);

/// <summary>An implied-volatility index without a level.</summary>
/// <param name="Symbol">The index.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record MissingLevelDocument(string Symbol, string Reason);

/// <summary>What the options market pays above the forecast variance, and where that lies among the past.</summary>
/// <param name="Variance">Implied variance minus forecast variance, annualised.</param>
/// <param name="VolatilityPoints">Implied volatility minus forecast volatility, percent points.</param>
/// <param name="Percentile">The share of past premiums of the version's walk-forward below this one, 0 to 1; null where it is not
/// known.</param>
/// <param name="PastSessions">The number of past premiums; 0 where the percentile is not known.</param>
/// <param name="PastFrom">The first of their sessions; null where the percentile is not known.</param>
/// <param name="PastTo">The last of them; null where the percentile is not known.</param>
/// <param name="PercentileMissingReason">Why the percentile is not known; null where it is.</param>
public sealed record TermPremiumDocument(
    double Variance, double VolatilityPoints, double? Percentile, int PastSessions, DateOnly? PastFrom, DateOnly? PastTo,
    string? PercentileMissingReason);

/// <summary>One horizon of a term structure.</summary>
public sealed record TermPointDocument
{
    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The last session that is forecast.</summary>
    public required DateOnly TargetEnd { get; init; }

    /// <summary>live, backfill or provisional.</summary>
    public required string Kind { get; init; }

    /// <summary>Whether the table of forecasts holds the forecast.</summary>
    public required bool IsStored { get; init; }

    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    public required int ModelVersion { get; init; }

    /// <summary>The forecast.</summary>
    public required double Variance { get; init; }

    /// <summary>The forecast.</summary>
    public required double Volatility { get; init; }

    /// <summary>The variance that agrees with the shorter horizons.</summary>
    public required double AdjustedVariance { get; init; }

    /// <summary>The root of <see cref="AdjustedVariance"/>.</summary>
    public required double AdjustedVolatility { get; init; }

    /// <summary>The first session after the next shorter horizon; for the shortest one, the first session that is
    /// forecast.</summary>
    public required DateOnly ForwardStart { get; init; }

    /// <summary>The variance from <see cref="ForwardStart"/> to <see cref="TargetEnd"/> that follows from the adjusted variances;
    /// not negative.</summary>
    public required double ForwardVariance { get; init; }

    /// <summary>The root of <see cref="ForwardVariance"/>.</summary>
    public required double ForwardVolatility { get; init; }

    /// <summary>Over the horizon, at each confidence; empty while the model has too few past returns.</summary>
    public required IReadOnlyList<TermTailRiskDocument> TailRisk { get; init; }

    /// <summary>Whether a number differs from its forecast.</summary>
    public required bool IsAdjusted { get; init; }

    /// <summary>What was adjusted and by how much, as phrases.</summary>
    public required IReadOnlyList<string> Adjustments { get; init; }

    /// <summary>What to know before relying on the forecast, as sentences: those of <see
    /// cref="ForecastDocument.Warnings"/>.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}

/// <summary>The losses over a horizon that are exceeded with a small probability.</summary>
/// <param name="Confidence">.95, .975 or .99.</param>
/// <param name="ValueAtRisk">The forecast: the loss that is exceeded with probability 1 − confidence.</param>
/// <param name="ExpectedShortfall">The forecast: the mean loss beyond it.</param>
/// <param name="AdjustedValueAtRisk">The value at risk that agrees with the shorter horizons.</param>
/// <param name="AdjustedExpectedShortfall">The expected shortfall that agrees with the shorter horizons.</param>
/// <param name="IsExtrapolated">Whether the past returns hold fewer than five windows without overlap beyond this level; null for
/// a forecast that was stored before this was known.</param>
public sealed record TermTailRiskDocument(
    double Confidence, double ValueAtRisk, double ExpectedShortfall, double AdjustedValueAtRisk,
    double AdjustedExpectedShortfall, bool? IsExtrapolated);

/// <summary>A horizon without a forecast from the origin of the term structure.</summary>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Reason">Why, as a sentence.</param>
public sealed record MissingHorizonDocument(int Horizon, string Reason);
