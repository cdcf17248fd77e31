namespace Volcast.ApiContract.Targets;

/// <summary>A page of the served targets, each with its newest stored forecast at one horizon: the watchlist.</summary>
public sealed record TargetsDocument
{
    /// <summary>REAL or SIMULATED; null while no target could be read.</summary>
    public required string? DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The newest session that has settled by the clock.</summary>
    public required DateOnly NewestSettled { get; init; }

    /// <summary>How the regime follows from the percentile, as a sentence.</summary>
    public required string RegimeRule { get; init; }

    /// <summary>How many targets match in all.</summary>
    public required int Total { get; init; }

    /// <summary>How many targets precede this page.</summary>
    public required int Offset { get; init; }

    /// <summary>The path of the next page; null on the last page.</summary>
    public required string? Next { get; init; }

    /// <summary>This page, in the order of the service's settings.</summary>
    public required IReadOnlyList<TargetDocument> Targets { get; init; }
}

/// <summary>One target with the newest stored forecast of its registered model. A volatility is annualised and decimal unless its
/// name says points.</summary>
public sealed record TargetDocument
{
    /// <summary>The target's ticker.</summary>
    public required string Symbol { get; init; }

    /// <summary>The newest session of its bars; null where it has none.</summary>
    public required DateOnly? Session { get; init; }

    /// <summary>Settled sessions after that session; null where it has no bars.</summary>
    public required int? SessionsBehind { get; init; }

    /// <summary>Whether these are more than the setting <c>VOLCAST_MAX_AGE</c>.</summary>
    public required bool ExceedsMaximumAge { get; init; }

    /// <summary>Whether its data could not be read the last time, so that this may be out of date.</summary>
    public required bool IsStale { get; init; }

    /// <summary>Why they could not be read; null where they could.</summary>
    public required string? LastError { get; init; }

    /// <summary>Why there is no forecast, as a sentence; null where there is one.</summary>
    public required string? MissingReason { get; init; }

    /// <summary>The newest stored forecast; null without one.</summary>
    public required TargetForecastDocument? Forecast { get; init; }

    /// <summary>Live forecasts of the registered model with a known outcome; 0 without one.</summary>
    public required int Outcomes { get; init; }

    /// <summary>Origins of these from which HAR has a forecast too.</summary>
    public required int CommonOriginsWithHar { get; init; }

    /// <summary>Mean QLIKE of the live forecasts divided by that of HAR on these origins; below 1 is better than HAR; null if
    /// there are none.</summary>
    public required double? QlikeRatioToHar { get; init; }
}

/// <summary>The newest stored forecast of a target: one made in time, or else a backfill.</summary>
public sealed record TargetForecastDocument
{
    /// <summary>The session after whose settlement the forecast is made.</summary>
    public required DateOnly ForecastOrigin { get; init; }

    /// <summary>The last session that is forecast.</summary>
    public required DateOnly TargetEnd { get; init; }

    /// <summary>live or backfill.</summary>
    public required string Kind { get; init; }

    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    public required int ModelVersion { get; init; }
    public required double Variance { get; init; }
    public required double Volatility { get; init; }

    /// <summary>By how much the volatility differs from that of the forecast from the session before, percent points; null
    /// without such a forecast.</summary>
    public required double? VolatilityPointsChange { get; init; }

    /// <summary>Where the forecast stands in ten years of the target's own realised volatility, 0 to 100; null if fewer than three
    /// years are known.</summary>
    public required double? Percentile { get; init; }

    /// <summary>calm, normal, elevated or stressed; null without a percentile.</summary>
    public required string? Regime { get; init; }

    /// <summary>Close of the target's own implied-volatility index at the origin, percent points; null where it has none of its
    /// own.</summary>
    public required double? ImpliedVolatilityPoints { get; init; }

    /// <summary>Forecast minus implied volatility, percent points; null without <see cref="ImpliedVolatilityPoints"/>.</summary>
    public required double? VolatilityPointsAboveImplied { get; init; }
}
