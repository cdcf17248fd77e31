namespace Volcast.Features;

/// <summary>The kinds of reason into which an explanation gathers the features: what a mover has in common with others.</summary>
public enum FeatureFamily
{
    /// <summary>How much the target has moved: volatility clusters (Mandelbrot 1963).</summary>
    RecentVolatility,

    /// <summary>What option prices expect, by themselves or against what happened.</summary>
    Implied,

    /// <summary>Where the target has gone: falling prices raise volatility (Black 1976).</summary>
    Leverage,

    /// <summary>What treasuries and high-yield bonds do beside the target.</summary>
    CrossAsset,
}
