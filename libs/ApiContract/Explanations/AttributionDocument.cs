using Volcast.ApiContract.CommandLine;

namespace Volcast.ApiContract.Explanations;

/// <summary>How the serving version explains each origin of a range, by family, and how much each input moves the forecast on
/// average. Volatilities are in percent points.</summary>
public sealed record AttributionDocument
{
    /// <summary>The target's ticker.</summary>
    public required string Symbol { get; init; }

    /// <summary>REAL or SIMULATED.</summary>
    public required string DataKind { get; init; }

    /// <summary>Sessions ahead.</summary>
    public required int Horizon { get; init; }

    /// <summary>The registered model's name.</summary>
    public required string Model { get; init; }

    public required int ModelVersion { get; init; }

    /// <summary>The last session that the version learnt from. It explains origins up to it too, but made no forecasts
    /// then.</summary>
    public required DateOnly TrainedTo { get; init; }

    /// <summary>Whether the limit of 260 origins left out earlier ones.</summary>
    public required bool IsTruncated { get; init; }

    /// <summary>Ascending by origin.</summary>
    public required IReadOnlyList<AttributedOriginDocument> Origins { get; init; }

    /// <summary>Origins within the range at which an input is missing.</summary>
    public required IReadOnlyList<DateOnly> SkippedOrigins { get; init; }

    /// <summary>The mean absolute contribution of each input over the origins, the largest first.</summary>
    public required IReadOnlyList<FeatureImportanceDocument> FeatureImportance { get; init; }

    /// <summary>The same of each family.</summary>
    public required IReadOnlyList<FamilyImportanceDocument> FamilyImportance { get; init; }
}

/// <summary>The explanation of one origin by family. The base and the families add up to the volatility.</summary>
/// <param name="ForecastOrigin">The session.</param>
/// <param name="VolatilityPoints">The version's forecast, percent points.</param>
/// <param name="BaseVolatilityPoints">The model's forecast for its average training row, percent points.</param>
/// <param name="Families">The contributions summed by family of inputs.</param>
/// <param name="Contributions">One for each input, in the model's order; empty unless the request asked for the inputs.</param>
public sealed record AttributedOriginDocument(
    DateOnly ForecastOrigin, double VolatilityPoints, double BaseVolatilityPoints,
    IReadOnlyList<FamilyContributionDocument> Families, IReadOnlyList<ContributionDocument> Contributions);
