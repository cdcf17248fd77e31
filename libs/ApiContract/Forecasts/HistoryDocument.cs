using System.Text.Json.Serialization;

namespace Volcast.ApiContract.Forecasts;

/// <summary>The forecasts of a target and horizon over time, one for each origin: the stored one, or else that of the
/// walk-forward. Volatilities are annualised and decimal unless their name says points.</summary>
public sealed record HistoryDocument
{
    /// <summary>The target's ticker.</summary>
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>Which model of the walk-forward fills the origins without a stored forecast: the recipe of the serving version, or
    /// the requested model. Null without a walk-forward.</summary>
    public required string? WalkForwardModel { get; init; }

    /// <summary>Every model of the walk-forward; each can be requested. Empty without a walk-forward.</summary>
    public required IReadOnlyList<string> WalkForwardModels { get; init; }

    /// <summary>Why there is no walk-forward, as a sentence; null where there is one.</summary>
    public required string? WalkForwardMissingReason { get; init; }

    /// <summary>Whether the limit left out earlier origins that match too.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>Ascending by origin.</summary>
    public required IReadOnlyList<HistoryPointDocument> Points { get; init; }
}

/// <summary>The forecast of one origin beside what came.</summary>
public sealed record HistoryPointDocument
{
    /// <summary>The session after whose settlement the forecast is made.</summary>
    public required DateOnly ForecastOrigin { get; init; }

    /// <summary>The last session that is forecast; null where it is not known yet.</summary>
    public required DateOnly? TargetEnd { get; init; }

    /// <summary>live, shadow, backfill or provisional for a stored forecast of a registered model; baseline for a stored one of
    /// a reference model; walk_forward for one of the walk-forward.</summary>
    public required string Kind { get; init; }

    /// <summary>The version that made a stored forecast of a registered model; null for the other kinds.</summary>
    public required int? ModelVersion { get; init; }

    public required double Volatility { get; init; }

    /// <summary>The lower end of the 80 % interval; null where there is none.</summary>
    [JsonPropertyName("volatility_lower_80")]
    public required double? VolatilityLower80 { get; init; }

    /// <summary>The upper end of the 80 % interval; null where there is none.</summary>
    [JsonPropertyName("volatility_upper_80")]
    public required double? VolatilityUpper80 { get; init; }

    /// <summary>The lower end of the 95 % interval; null where there is none.</summary>
    [JsonPropertyName("volatility_lower_95")]
    public required double? VolatilityLower95 { get; init; }

    /// <summary>The upper end of the 95 % interval; null where there is none.</summary>
    [JsonPropertyName("volatility_upper_95")]
    public required double? VolatilityUpper95 { get; init; }

    /// <summary>What was realised; null until every session of the target has settled, and where one of them is
    /// missing.</summary>
    public required double? RealizedVolatility { get; init; }

    /// <summary>Close of the implied-volatility index at the origin, percent points; null where it is missing.</summary>
    public required double? ImpliedVolatilityPoints { get; init; }

    /// <summary>HAR's forecast from the same origin: the stored one, or else that of the walk-forward; null without
    /// either.</summary>
    public required double? HarVolatility { get; init; }
}
