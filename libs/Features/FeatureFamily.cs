namespace Volcast.Features;

/// <summary>The families into which an explanation groups its reasons.</summary>
public enum FeatureFamily
{
    /// <summary>The recent volatility of the target: volatility clusters (Mandelbrot 1963).</summary>
    RecentVolatility,

    /// <summary>Volatility that option prices imply, alone or compared with realised volatility.</summary>
    Implied,

    /// <summary>Past returns of the target: falling prices raise volatility (Black 1976).</summary>
    Leverage,

    /// <summary>The behaviour of treasuries and high-yield bonds relative to the target.</summary>
    CrossAsset,
}

/// <summary>The display names of the families.</summary>
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
