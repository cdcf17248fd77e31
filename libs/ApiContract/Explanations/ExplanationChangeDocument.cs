namespace Volcast.ApiContract.Explanations;

/// <summary>What changed between two forecasts, reason by reason, in volatility, percent points. The change of the base and those
/// of all inputs add up to the change of the forecast.</summary>
public sealed record ExplanationChangeDocument
{
    /// <summary>The origin of the earlier forecast.</summary>
    public required DateOnly SinceOrigin { get; init; }

    /// <summary>Whether the table of forecasts holds the earlier forecast. If not, the version of the later one explains the
    /// earlier origin too.</summary>
    public required bool SinceIsStored { get; init; }

    /// <summary>The version that made the earlier forecast.</summary>
    public required int SinceModelVersion { get; init; }

    /// <summary>The earlier forecast, annualised, decimal.</summary>
    public required double SinceVolatility { get; init; }

    /// <summary>By how much the later forecast differs from it, percent points.</summary>
    public required double VolatilityPointsChange { get; init; }

    /// <summary>By how much the base differs, percent points; 0 if the same version made both.</summary>
    public required double BaseVolatilityPointsChange { get; init; }

    /// <summary>One for each input, the largest change first.</summary>
    public required IReadOnlyList<ContributionChangeDocument> Contributions { get; init; }

    /// <summary>The changes summed by family, the largest first.</summary>
    public required IReadOnlyList<FamilyChangeDocument> Families { get; init; }

    /// <summary>The five largest changes as sentences.</summary>
    public required IReadOnlyList<string> TopChanges { get; init; }
}

/// <summary>How one input's contribution changed.</summary>
/// <param name="Feature">The input's name.</param>
/// <param name="Family">Recent volatility, implied volatility, leverage or cross-asset.</param>
/// <param name="SinceValue">The input's value at the earlier origin, in its own unit; null if that version did not read
/// it.</param>
/// <param name="Value">Its value at the later origin; null if this version does not read it.</param>
/// <param name="VolatilityPointsChange">By how much the contribution differs, percent points.</param>
/// <param name="Description">The input with both values in words.</param>
public sealed record ContributionChangeDocument(
    string Feature, string Family, double? SinceValue, double? Value, double VolatilityPointsChange, string Description);

/// <summary>How the contributions of one family changed.</summary>
/// <param name="Family">Recent volatility, implied volatility, leverage or cross-asset.</param>
/// <param name="VolatilityPointsChange">By how much their sum differs, percent points.</param>
public sealed record FamilyChangeDocument(string Family, double VolatilityPointsChange);
