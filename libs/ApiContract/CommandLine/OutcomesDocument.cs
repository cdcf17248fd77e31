using System.Text.Json.Serialization;
using Volcast.ApiContract.Data;

namespace Volcast.ApiContract.CommandLine;

/// <summary>One target of <c>volcast outcomes --json</c>: what the run stored, and the scores of all stored forecasts whose
/// period has ended.</summary>
public sealed record OutcomesDocument
{
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>Outcomes that this run stored.</summary>
    public required int NewOutcomes { get; init; }

    /// <summary>How many of them correct an earlier outcome, which stays stored.</summary>
    public required int RevisedOutcomes { get; init; }

    /// <summary>Scores that this run stored.</summary>
    public required int NewScores { get; init; }

    /// <summary>Forecast periods that have not ended.</summary>
    public required int PendingOutcomes { get; init; }

    /// <summary>The first session on which one of them ends; null if none is pending.</summary>
    public required DateOnly? NextTargetEnd { get; init; }

    /// <summary>Forecast periods that have ended and whose outcome is unknown.</summary>
    public required IReadOnlyList<UnknownOutcomeDocument> UnknownOutcomes { get; init; }

    /// <summary>By horizon, then live, shadow, backfill and baseline; empty before the first outcome.</summary>
    public required IReadOnlyList<ModelScoresDocument> ModelScores { get; init; }
}

/// <summary>A forecast period that has ended without a known outcome.</summary>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="ForecastOrigin">The session before the period.</param>
/// <param name="TargetEnd">Its last session.</param>
/// <param name="Reason">Why the outcome is unknown, and what to do.</param>
public sealed record UnknownOutcomeDocument(int Horizon, DateOnly ForecastOrigin, DateOnly TargetEnd, string Reason);

/// <summary>Scores of one model's forecasts of one kind and horizon, over all its versions.</summary>
public sealed record ModelScoresDocument
{
    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>live, shadow, backfill or baseline.</summary>
    public required string Kind { get; init; }

    /// <summary>Registered name; of a baseline har or vix-calibrated.</summary>
    public required string Model { get; init; }

    /// <summary>Forecasts with a known outcome.</summary>
    public required int Outcomes { get; init; }

    /// <summary>The first of their origins.</summary>
    public required DateOnly First { get; init; }

    /// <summary>The last of their origins.</summary>
    public required DateOnly Last { get; init; }

    /// <summary>Mean QLIKE against squared returns; smaller is better.</summary>
    public required double? Qlike { get; init; }

    /// <summary>Mean QLIKE against ranges.</summary>
    public required double? QlikeRange { get; init; }

    /// <summary>Origins from which HAR has a forecast too.</summary>
    public required int CommonOriginsWithHar { get; init; }

    /// <summary>Mean QLIKE divided by that of HAR on these origins; below 1 is better than HAR; null if there are none.</summary>
    public required double? QlikeRatioToHar { get; init; }

    /// <summary>Mean forecast variance divided by mean realised variance, minus 1.</summary>
    public required double? Bias { get; init; }

    /// <summary>Share of outcomes inside the 80 % interval; null without one.</summary>
    [JsonPropertyName("coverage_80")]
    public required double? Coverage80 { get; init; }

    /// <summary>Share of outcomes inside the 95 % interval; null without one.</summary>
    [JsonPropertyName("coverage_95")]
    public required double? Coverage95 { get; init; }

    /// <summary>Mean Winkler score of the 80 % interval, annualised volatility; null without one.</summary>
    [JsonPropertyName("winkler_80")]
    public required double? Winkler80 { get; init; }

    /// <summary>Mean Winkler score of the 95 % interval, annualised volatility; null without one.</summary>
    [JsonPropertyName("winkler_95")]
    public required double? Winkler95 { get; init; }

    /// <summary>Losses that exceeded the value at risk, for one session and for the horizon.</summary>
    public required IReadOnlyList<TailHitsDocument> TailHits { get; init; }
}
