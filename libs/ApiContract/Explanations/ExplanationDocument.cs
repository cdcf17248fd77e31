namespace Volcast.ApiContract.Explanations;

/// <summary>Why a forecast has its value: exact SHAP values. Base and contributions add up to the forecast, in log variance where
/// the model itself adds up there, and always in volatility points.</summary>
public sealed record ExplanationDocument
{
    /// <summary>log_variance, variance or volatility: the scale on which the model itself adds up. Members in log variance are
    /// null on the other two.</summary>
    public required string Scale { get; init; }

    /// <summary>The model's log variance for its average training row.</summary>
    public required double? BaseLogVariance { get; init; }

    /// <summary>Base plus all contributions: the log of the forecast variance.</summary>
    public required double? LogVariance { get; init; }

    /// <summary>The base as a volatility, percent points.</summary>
    public required double BaseVolatilityPoints { get; init; }

    /// <summary>Base plus all contributions: the forecast volatility, percent points.</summary>
    public required double VolatilityPoints { get; init; }

    /// <summary>One for each input, in the model's order.</summary>
    public required IReadOnlyList<ContributionDocument> Contributions { get; init; }

    /// <summary>The contributions summed by family of inputs.</summary>
    public required IReadOnlyList<FamilyContributionDocument> Families { get; init; }

    /// <summary>The five largest contributions as sentences.</summary>
    public required IReadOnlyList<string> TopReasons { get; init; }
}

/// <summary>One input's contribution to a forecast.</summary>
/// <param name="Feature">The input's name.</param>
/// <param name="Family">Recent volatility, implied volatility, leverage or cross-asset.</param>
/// <param name="Value">The input's value in its own unit.</param>
/// <param name="LogVarianceContribution">In natural log of annualised variance; null where the model has another scale.</param>
/// <param name="VolatilityPointsContribution">In volatility, percent points.</param>
/// <param name="Description">The input and its value in words.</param>
public sealed record ContributionDocument(
    string Feature, string Family, double Value, double? LogVarianceContribution, double VolatilityPointsContribution,
    string Description);

/// <summary>The sum of the contributions of one family of inputs.</summary>
/// <param name="Family">Recent volatility, implied volatility, leverage or cross-asset.</param>
/// <param name="LogVarianceContribution">In natural log of annualised variance; null where the model has another scale.</param>
/// <param name="VolatilityPointsContribution">In volatility, percent points.</param>
public readonly record struct FamilyContributionDocument(
    string Family, double? LogVarianceContribution, double VolatilityPointsContribution);

/// <summary>A forecast with its explanation.</summary>
/// <param name="Forecast">The forecast.</param>
/// <param name="Explanation">Why it has its value.</param>
/// <param name="Change">What changed since an earlier forecast; null unless the request asked for it.</param>
public sealed record ExplainedForecastDocument(
    Forecasts.ForecastDocument Forecast, ExplanationDocument Explanation, ExplanationChangeDocument? Change);
