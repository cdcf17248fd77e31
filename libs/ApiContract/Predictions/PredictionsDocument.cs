using Volcast.ApiContract.Explanations;
using Volcast.ApiContract.Forecasts;

namespace Volcast.ApiContract.Predictions;

/// <summary>Rows of features to forecast from.</summary>
/// <param name="Rows">1 to 1,000 rows, each feature → value with every input of the model.</param>
public sealed record PredictionsRequest(IReadOnlyList<IReadOnlyDictionary<string, double>> Rows);

/// <summary>The serving version's forecasts from given rows of features, in their order.</summary>
/// <param name="Symbol">The target.</param>
/// <param name="DataKind">REAL or SIMULATED: what the model learnt from.</param>
/// <param name="Horizon">Sessions ahead.</param>
/// <param name="Model">The registered model's name.</param>
/// <param name="ModelVersion">Its version.</param>
/// <param name="Predictions">One for each row.</param>
public sealed record PredictionsDocument(
    string Symbol, string DataKind, int Horizon, string Model, int ModelVersion, IReadOnlyList<PredictionDocument> Predictions)
{
    /// <summary>What to know about the version before relying on it, as sentences: no gate passed it, or its recipe is not the
    /// shipped one.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>The forecast from one row, annualised and decimal.</summary>
/// <param name="Variance">Realised variance over the horizon.</param>
/// <param name="Volatility">The root of the variance.</param>
/// <param name="VolatilityIntervals">From the model's errors up to the newest session; empty where there are too few.</param>
/// <param name="Explanation">Null where the request said <c>explain=false</c>.</param>
public sealed record PredictionDocument(
    double Variance, double Volatility, IReadOnlyList<IntervalDocument> VolatilityIntervals, RowExplanationDocument? Explanation)
{
    /// <summary>Inputs far outside everything in the target's history, one sentence each.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}

/// <summary>An explanation without input values and descriptions, which the caller knows.</summary>
/// <param name="Scale">log_variance, variance or volatility: the scale on which the model itself adds up.</param>
/// <param name="BaseLogVariance">The model's log variance for its average training row; null on another scale.</param>
/// <param name="LogVariance">Base plus all contributions; null on another scale.</param>
/// <param name="BaseVolatilityPoints">The base as a volatility, percent points.</param>
/// <param name="VolatilityPoints">Base plus all contributions: the forecast volatility, percent points.</param>
/// <param name="Contributions">One for each input, in the model's order.</param>
/// <param name="Families">The contributions summed by family of inputs.</param>
public sealed record RowExplanationDocument(
    string Scale, double? BaseLogVariance, double? LogVariance, double BaseVolatilityPoints, double VolatilityPoints,
    IReadOnlyList<FeatureContributionDocument> Contributions, IReadOnlyList<FamilyContributionDocument> Families);

/// <summary>One input's contribution.</summary>
/// <param name="Feature">The input's name.</param>
/// <param name="LogVarianceContribution">In natural log of annualised variance; null where the model has another scale.</param>
/// <param name="VolatilityPointsContribution">In volatility, percent points.</param>
public readonly record struct FeatureContributionDocument(
    string Feature, double? LogVarianceContribution, double VolatilityPointsContribution);
