using System.Text.Json.Serialization;
using Volcast.ApiContract.Forecasts;
using Volcast.ApiContract.Models;

namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast registry compare --json</c>: two registered versions, <c>a</c> and <c>b</c>.</summary>
/// <param name="A">The first version.</param>
/// <param name="B">The second version.</param>
/// <param name="IsRefit">Whether they have the same recipe and parameters, fitted on different rows.</param>
/// <param name="Scores">Scores of both walk-forwards on their common origins; null if they cannot be compared.</param>
/// <param name="ScoresMissingReason">Why there are no scores; null where there are.</param>
/// <param name="ForecastDifference">How far their forecasts differ on recent sessions; null if they cannot be compared.</param>
/// <param name="ForecastDifferenceMissingReason">Why there is no difference; null if there is one.</param>
/// <param name="Differences">Parameters, inputs and digests that differ.</param>
public sealed record ComparisonDocument(
    VersionDocument A, VersionDocument B, bool IsRefit, ComparedScoresDocument? Scores, string? ScoresMissingReason,
    ForecastDifferenceDocument? ForecastDifference, string? ForecastDifferenceMissingReason,
    IReadOnlyList<DifferenceDocument> Differences);

/// <summary>Scores of two walk-forwards on their common origins.</summary>
public sealed record ComparedScoresDocument
{
    /// <summary>Number of common origins.</summary>
    public required int OriginCount { get; init; }

    /// <summary>The first common origin.</summary>
    public required DateOnly? First { get; init; }

    /// <summary>The last common origin.</summary>
    public required DateOnly? Last { get; init; }

    public required double? QlikeA { get; init; }
    public required double? QlikeB { get; init; }

    /// <summary>QLIKE of a divided by QLIKE of b.</summary>
    public required double? QlikeRatio { get; init; }

    /// <summary>Bootstrap confidence interval of the ratio at level .9; null where the losses do not differ.</summary>
    public required IntervalDocument? QlikeRatioInterval { get; init; }

    /// <summary>Positive where a has the smaller loss.</summary>
    public required double? DieboldMarianoStatistic { get; init; }

    public required double? DieboldMarianoPValue { get; init; }

    /// <summary>The p-value of the hypothesis that b is no better than a.</summary>
    public required double? OneSidedPValueOfB { get; init; }

    /// <summary>Share of outcomes inside the 80 % interval of a.</summary>
    [JsonPropertyName("coverage_80_a")]
    public required double? Coverage80A { get; init; }

    /// <summary>Share of outcomes inside the 80 % interval of b.</summary>
    [JsonPropertyName("coverage_80_b")]
    public required double? Coverage80B { get; init; }
}

/// <summary>How far two versions' forecasts differ, in natural log of variance.</summary>
/// <param name="Sessions">Recent sessions that were compared.</param>
/// <param name="MeanAbsoluteLogVariance">Mean absolute difference.</param>
/// <param name="LargestAbsoluteLogVariance">Largest absolute difference.</param>
/// <param name="MeanLogVariance">Mean difference, a − b.</param>
public sealed record ForecastDifferenceDocument(
    int Sessions, double MeanAbsoluteLogVariance, double LargestAbsoluteLogVariance, double MeanLogVariance);

/// <summary>A parameter, input or digest in which two versions differ.</summary>
/// <param name="Name">What differs.</param>
/// <param name="ValueA">The value in a; null if a does not have it.</param>
/// <param name="ValueB">The value in b; null if b does not have it.</param>
public sealed record DifferenceDocument(string Name, string? ValueA, string? ValueB);
