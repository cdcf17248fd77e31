namespace Volcast.Evaluation.Evidence;

/// <summary>The four families that inputs are grouped by where reasons are read in bulk.</summary>
public static class FeatureFamily
{
    public const string RecentVolatility = "recent volatility";
    public const string Implied = "implied";
    public const string Leverage = "leverage";
    public const string CrossAsset = "cross-asset";
    public const string Other = "other";

    /// <summary>All, in the order in which they are shown.</summary>
    public static IReadOnlyList<string> All { get; } = [RecentVolatility, Implied, Leverage, CrossAsset, Other];

    /// <summary>The family of an input by the beginning of its name; <see cref="Other"/> where no rule names it.</summary>
    public static string Of(string feature) => feature switch
    {
        _ when Begins(feature, "vix", "rv_vix", "ln_vix", "log_vix", "implied") => Implied,
        _ when Begins(feature, "vol_", "range_vol", "ln_range", "log_range", "rv_") => RecentVolatility,
        _ when Begins(feature, "ret_", "scaled_ret", "drawdown", "rsi") => Leverage,
        _ when Begins(feature, "corr_", "hyg", "tlt") => CrossAsset,
        _ => Other,
    };

    private static bool Begins(string feature, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
            if (feature.StartsWith(beginning, StringComparison.Ordinal))
                return true;
        return false;
    }
}
