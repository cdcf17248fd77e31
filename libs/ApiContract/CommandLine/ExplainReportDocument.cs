using Volcast.ApiContract.Explanations;

namespace Volcast.ApiContract.CommandLine;

/// <summary><c>volcast explain --json</c>: the explanations of one or more origins, and the importance of inputs over
/// them.</summary>
public sealed record ExplainReportDocument
{
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    public required string Model { get; init; }
    public required int ModelVersion { get; init; }

    /// <summary>The alias that makes it the serving version: champion or challenger.</summary>
    public required string ModelAlias { get; init; }

    public required string Recipe { get; init; }

    /// <summary>The last session that the version learnt from.</summary>
    public required DateOnly TrainedTo { get; init; }

    /// <summary>Ascending by origin.</summary>
    public required IReadOnlyList<ExplainedOriginDocument> Origins { get; init; }

    /// <summary>Origins within the range at which an input is missing.</summary>
    public required IReadOnlyList<DateOnly> SkippedOrigins { get; init; }

    /// <summary>The largest first.</summary>
    public required IReadOnlyList<FeatureImportanceDocument> FeatureImportance { get; init; }

    /// <summary>The largest first.</summary>
    public required IReadOnlyList<FamilyImportanceDocument> FamilyImportance { get; init; }

    /// <summary>What changed from the first to the last origin; null unless <c>--since</c> asked for it.</summary>
    public required ExplanationChangeDocument? Change { get; init; }

    /// <summary>Interactions in the model's trees at the last origin; null if not requested or if the model has no
    /// trees.</summary>
    public required InteractionsDocument? Interactions { get; init; }
}

/// <summary>The explanation of one origin.</summary>
/// <param name="ForecastOrigin">The session.</param>
/// <param name="Variance">The forecast, annualised.</param>
/// <param name="Volatility">Its root, decimal.</param>
/// <param name="Explanation">Why the forecast has its value.</param>
public sealed record ExplainedOriginDocument(
    DateOnly ForecastOrigin, double Variance, double Volatility, ExplanationDocument Explanation);

/// <summary>How much one input moves the forecast on average.</summary>
/// <param name="Feature">The input's name.</param>
/// <param name="Label">The input in words; its name if there are none.</param>
/// <param name="MeanAbsoluteLogVarianceContribution">Null where the model has another scale.</param>
/// <param name="MeanAbsoluteVolatilityPointsContribution">Percent points of volatility.</param>
public sealed record FeatureImportanceDocument(
    string Feature, string Label, double? MeanAbsoluteLogVarianceContribution, double MeanAbsoluteVolatilityPointsContribution);

/// <summary>How much the inputs of one family together move the forecast on average.</summary>
/// <param name="Family">The family's name.</param>
/// <param name="MeanAbsoluteLogVarianceContribution">Null where the model has another scale.</param>
/// <param name="MeanAbsoluteVolatilityPointsContribution">Percent points of volatility.</param>
public sealed record FamilyImportanceDocument(
    string Family, double? MeanAbsoluteLogVarianceContribution, double MeanAbsoluteVolatilityPointsContribution);

/// <summary>SHAP interaction values of the model's trees.</summary>
/// <param name="Scale">The unit of the values: log_variance, variance or volatility.</param>
/// <param name="Features">Names of rows and columns.</param>
/// <param name="InteractionValues">Symmetric; a row sums to the feature's contribution.</param>
/// <param name="Pairs">Each pair of features, the largest interaction first.</param>
public sealed record InteractionsDocument(
    string Scale, IReadOnlyList<string> Features, IReadOnlyList<IReadOnlyList<double>> InteractionValues,
    IReadOnlyList<InteractionPairDocument> Pairs);

/// <summary>The interaction of two inputs.</summary>
/// <param name="FirstFeature">One input.</param>
/// <param name="SecondFeature">The other input.</param>
/// <param name="InteractionValue">In the unit of the scale.</param>
public sealed record InteractionPairDocument(string FirstFeature, string SecondFeature, double InteractionValue);
