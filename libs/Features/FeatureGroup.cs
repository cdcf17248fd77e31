namespace Volcast.Features;

/// <summary>The six groups of features in the documentation.</summary>
public enum FeatureGroup
{
    /// <summary>Sums of the target's log returns.</summary>
    Returns,

    /// <summary>The target's realised volatility.</summary>
    Volatility,

    /// <summary>Implied volatility and its term structure.</summary>
    Vix,

    /// <summary>Indicators of the price path.</summary>
    Technical,

    /// <summary>Correlations between the target, treasuries and high-yield bonds.</summary>
    CrossAsset,

    /// <summary>Differences between two markets, or between realised and implied volatility.</summary>
    Spreads,
}
