using System.Text.Json.Serialization;
using Volcast.ApiContract.Data;

namespace Volcast.ApiContract.Models;

/// <summary>Series and groups of the walk-forward behind a version, for one of its models against a benchmark. <see
/// cref="EvidenceDocument"/> has the scores of all models. A figure that does not exist is null.</summary>
public sealed record WalkForwardDocument
{
    /// <summary>The target.</summary>
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    public required int ModelVersion { get; init; }

    /// <summary>Which model of the walk-forward the figures are about.</summary>
    public required string Model { get; init; }

    /// <summary>The model with which it is compared.</summary>
    public required string Benchmark { get; init; }

    /// <summary>Every model of the walk-forward with a forecast; each can be model or benchmark.</summary>
    public required IReadOnlyList<string> WalkForwardModels { get; init; }

    /// <summary>The first of the common origins of all models.</summary>
    public required DateOnly FirstOrigin { get; init; }

    /// <summary>The last of them.</summary>
    public required DateOnly LastOrigin { get; init; }

    /// <summary>The number of common origins.</summary>
    public required int N { get; init; }

    /// <summary>The last origin of each week, ascending.</summary>
    public required IReadOnlyList<LossAdvantageDocument> LossAdvantages { get; init; }

    /// <summary>The calendar years of the origins, ascending.</summary>
    public required IReadOnlyList<OriginGroupDocument> Years { get; init; }

    /// <summary>low, middle and high: terciles of the model's own forecasts.</summary>
    public required IReadOnlyList<OriginGroupDocument> Terciles { get; init; }

    /// <summary>Ten equal bins of the probability integral transform, ascending. Of a calibrated model, each holds a tenth of the
    /// outcomes.</summary>
    public required IReadOnlyList<PitBinDocument> PitBins { get; init; }

    /// <summary>The scores of the forecast distributions, the model's first and then the benchmark's, over the origins on which
    /// both have one; empty where too few errors are known.</summary>
    public required IReadOnlyList<DensityScoreDocument> DensityScores { get; init; }

    /// <summary>Over one session and over the horizon, at confidence .95 and .99; empty for a walk-forward without value at
    /// risk.</summary>
    public required IReadOnlyList<ValueAtRiskRecordDocument> ValueAtRiskRecords { get; init; }

    /// <summary>Of the newest sessions; null for a walk-forward without value at risk.</summary>
    public required TrafficLightDocument? TrafficLight { get; init; }

    /// <summary>The twenty origins with the largest QLIKE of the model, the worst first.</summary>
    public required IReadOnlyList<WorstOriginDocument> WorstOrigins { get; init; }
}

/// <summary>By how much a model's losses up to an origin are smaller in sum than those of the benchmark.</summary>
/// <param name="ForecastOrigin">The origin.</param>
/// <param name="CumulativeQlikeAdvantage">Where it falls, the benchmark was better.</param>
public readonly record struct LossAdvantageDocument(DateOnly ForecastOrigin, double CumulativeQlikeAdvantage);

/// <summary>Some of the origins.</summary>
/// <param name="Group">A calendar year, or low, middle or high.</param>
/// <param name="N">The number of its origins.</param>
/// <param name="Qlike">Mean QLIKE of the model.</param>
/// <param name="BenchmarkQlike">Mean QLIKE of the benchmark.</param>
/// <param name="Ratio">The first divided by the second.</param>
/// <param name="Coverage80">The share of outcomes within the 80 % interval.</param>
/// <param name="Coverage95">The share of outcomes within the 95 % interval.</param>
public sealed record OriginGroupDocument(
    string Group, int N, double? Qlike, double? BenchmarkQlike, double? Ratio,
    [property: JsonPropertyName("coverage_80")] double? Coverage80,
    [property: JsonPropertyName("coverage_95")] double? Coverage95);

/// <summary>One bin of the probability integral transform.</summary>
/// <param name="Lower">Its lower end.</param>
/// <param name="Upper">Its upper end; it belongs to the next bin, except 1.</param>
/// <param name="Outcomes">The outcomes in it.</param>
public readonly record struct PitBinDocument(double Lower, double Upper, int Outcomes);

/// <summary>How good a model's forecast distributions of the volatility are (Gneiting and Raftery 2007).</summary>
/// <param name="Model">The model.</param>
/// <param name="Outcomes">The scored outcomes, the same for every model.</param>
/// <param name="Crps">Mean continuous ranked probability score, annualised volatility, decimal; smaller is better.</param>
/// <param name="LogScore">Mean of minus the log density at the outcome; smaller is better.</param>
public sealed record DensityScoreDocument(string Model, int Outcomes, double? Crps, double? LogScore);

/// <summary>The losses that exceeded a value at risk.</summary>
/// <param name="Sessions">Over how many sessions the loss is summed; over several, periods overlap and hits come in runs.</param>
/// <param name="Confidence">.95 or .99.</param>
/// <param name="Outcomes">Origins with a value at risk and an outcome.</param>
/// <param name="ExpectedHits">(1 − confidence) times the outcomes.</param>
/// <param name="Hits">The losses that exceeded the value at risk.</param>
/// <param name="UnconditionalCoverageP">The p-value of Kupiec's (1995) test of the share of hits; null over several
/// sessions.</param>
/// <param name="IndependenceP">The p-value of Christoffersen's (1998) test that hits do not cluster; null over several
/// sessions.</param>
/// <param name="Breaches">Each hit, ascending by origin.</param>
public sealed record ValueAtRiskRecordDocument(
    int Sessions, double Confidence, int Outcomes, double ExpectedHits, int Hits, double? UnconditionalCoverageP,
    double? IndependenceP, IReadOnlyList<BreachDocument> Breaches);

/// <summary>A loss beyond the value at risk.</summary>
/// <param name="ForecastOrigin">The session before the loss.</param>
/// <param name="LogReturn">The realised log return, decimal; negative for a loss.</param>
/// <param name="ValueAtRisk">Decimal log return; a loss is positive.</param>
public readonly record struct BreachDocument(DateOnly ForecastOrigin, double LogReturn, double ValueAtRisk);

/// <summary>An origin with a large loss.</summary>
/// <param name="ForecastOrigin">The origin.</param>
/// <param name="Volatility">The model's forecast.</param>
/// <param name="BenchmarkVolatility">The benchmark's forecast.</param>
/// <param name="RealizedVolatility">What was realised.</param>
/// <param name="Qlike">The model's loss.</param>
/// <param name="BenchmarkQlike">The benchmark's loss.</param>
public sealed record WorstOriginDocument(
    DateOnly ForecastOrigin, double Volatility, double BenchmarkVolatility, double? RealizedVolatility, double? Qlike,
    double? BenchmarkQlike);
