using System.Text.Json.Serialization;

namespace Volcast.ApiContract.Models;

/// <summary>The walk-forward of a version's recipe: the file <c>evidence.json</c> of its model folder. A figure that does not
/// exist is null.</summary>
public sealed record EvidenceDocument
{
    /// <summary>The format of the file: 1.</summary>
    public required int Format { get; init; }

    /// <summary>The recipe of this version; one of <see cref="Models"/>.</summary>
    public required string Model { get; init; }

    /// <summary>The target.</summary>
    public required string Symbol { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    [JsonPropertyName("market")]
    public required string DataKind { get; init; }

    /// <summary>The first of the common origins on which the models are scored.</summary>
    public required DateOnly FirstOrigin { get; init; }

    /// <summary>The last of these origins.</summary>
    public required DateOnly LastOrigin { get; init; }

    /// <summary>The last session that the search of the parameters read; null if they were not searched. Scores on origins up to
    /// it are not out of sample.</summary>
    public DateOnly? SearchedTo { get; init; }

    /// <summary>Sessions from one refit to the next.</summary>
    public required int RefitEvery { get; init; }

    /// <summary>The model with which the others are compared.</summary>
    public required string Benchmark { get; init; }

    /// <summary>The confidence of the intervals of ratios, 0 to 1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The models on their common origins, the shipped model first.</summary>
    public required IReadOnlyList<EvidenceScoresDocument> Models { get; init; }
}

/// <summary>One model of a walk-forward.</summary>
/// <param name="Model">Its name.</param>
/// <param name="N">The number of scored origins.</param>
/// <param name="Qlike">Mean QLIKE on variance; smaller is better.</param>
/// <param name="Ratio">Its QLIKE divided by the benchmark's.</param>
/// <param name="RatioLower">The lower end of the ratio's block-bootstrap interval; null on fewer origins than ten blocks.</param>
/// <param name="RatioUpper">The upper end.</param>
/// <param name="DieboldMariano">The statistic against the benchmark, positive if the model is better; null for the
/// benchmark.</param>
/// <param name="DieboldMarianoP">The two-sided p-value of that test.</param>
/// <param name="ConfidenceSetP">The p-value in the model confidence set.</param>
/// <param name="R2Volatility">1 − SSE/SST on annualised volatility.</param>
/// <param name="MincerZarnowitzIntercept">The intercept of the regression of realised on forecast variance.</param>
/// <param name="MincerZarnowitzSlope">Its slope; 1 if forecasts have the right scale at every level.</param>
/// <param name="Coverage80">The share of outcomes within the 80 % interval.</param>
/// <param name="Coverage95">The share of outcomes within the 95 % interval.</param>
public sealed record EvidenceScoresDocument(
    string Model,
    int N,
    double? Qlike,
    double? Ratio,
    double? RatioLower,
    double? RatioUpper,
    double? DieboldMariano,
    double? DieboldMarianoP,
    double? ConfidenceSetP,
    [property: JsonPropertyName("r2_volatility")] double? R2Volatility,
    double? MincerZarnowitzIntercept,
    double? MincerZarnowitzSlope,
    [property: JsonPropertyName("coverage_80")] double? Coverage80,
    [property: JsonPropertyName("coverage_95")] double? Coverage95);
