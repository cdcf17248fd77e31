namespace Volcast.Features;

/// <summary>The families into which an explanation groups its reasons.</summary>
public enum FeatureFamily
{
    /// <summary>How much the target has moved: volatility clusters (Mandelbrot 1963).</summary>
    RecentVolatility,

    /// <summary>What option prices expect, alone or compared with what happened.</summary>
    Implied,

    /// <summary>Where the target's price has gone: falling prices raise volatility (Black 1976).</summary>
    Leverage,

    /// <summary>What treasuries and high-yield bonds do beside the target.</summary>
    CrossAsset,
}

/// <summary>The families' names for a person.</summary>
public static class FeatureFamilies
{
    /// <summary>For example <c>recent volatility</c>.</summary>
    public static string Label(this FeatureFamily family) => family switch
    {
        FeatureFamily.RecentVolatility => "recent volatility",
        FeatureFamily.Implied => "implied volatility",
        FeatureFamily.Leverage => "leverage",
        FeatureFamily.CrossAsset => "cross-asset",
        _ => throw new ArgumentOutOfRangeException(nameof(family), family, "This family has no label; add one here."),
    };
}
