using System.Collections.Frozen;
using static Volcast.Features.FeatureFamily;
using static Volcast.Features.FeatureGroup;

namespace Volcast.Features;

/// <summary>The declaration of a feature table: which features it has, in which order. The kernel, the table's schema, the
/// documentation and the explanations all go by it.</summary>
public sealed class FeatureCatalog
{
    private readonly FrozenDictionary<string, FeatureDefinition> byName;

    private FeatureCatalog(IReadOnlyList<FeatureDefinition> features)
    {
        Features = features;
        Names = [.. features.Select(feature => feature.Name)];
        HistorySessions = features.Max(feature => feature.HistorySessions);
        byName = features.ToFrozenDictionary(feature => feature.Name, StringComparer.Ordinal);
    }

    /// <summary>The 21 features of the table <c>features.L1</c>.</summary>
    public static FeatureCatalog L1 { get; } = new(
    [
        .. new[] { 1, 5, 10, 20, 60 }.Select((window, i) => Return(i + 1, window)),
        .. new[] { 5, 10, 20, 60 }.Select((window, i) => RealizedVolatility(i + 6, window)),
        Drawdown,
        Vix,
        Vix3M,
        VixTerm,
        RelativeStrength,
        Correlation(15, "tlt", "treasuries", 20),
        Correlation(16, "hyg", "high-yield bonds", 20),
        Correlation(17, "tlt", "treasuries", 60),
        Correlation(18, "hyg", "high-yield bonds", 60),
        HygTltSpread,
        RealizedImpliedSpread,
        TltHygCorrelation,
    ]);

    /// <summary>The eleven features of the table <c>features.L2</c>.</summary>
    public static FeatureCatalog L2 { get; } = new(L2Features.Definitions);

    /// <summary>In the order of the table's columns.</summary>
    public IReadOnlyList<FeatureDefinition> Features { get; }

    /// <summary>The column names, in order.</summary>
    public IReadOnlyList<string> Names { get; }

    public int Count => Features.Count;

    /// <summary>Sessions of closes, t included, after which every feature of session t can be computed, and on which alone its
    /// values depend: earlier history changes no bit.</summary>
    public int HistorySessions { get; }

    /// <exception cref="ArgumentException">There is no such feature; the message lists those that there are.</exception>
    public FeatureDefinition this[string name] => byName.TryGetValue(name, out var feature)
        ? feature
        : throw new ArgumentException($"There is no feature '{name}'; there are {string.Join(", ", Names)}.", nameof(name));

    private static FeatureDefinition Return(int position, int window) => new()
    {
        Name = $"ret_{window}d",
        Position = position,
        SpyName = $"SPY return {window}d",
        Phrase = window == 1 ? "return of the last session" : $"return over {window} sessions",
        Group = Returns,
        Family = Leverage,
        Formula = window == 1 ? "r" : $"Σ r({window})",
        Unit = "decimal, log",
        Window = window,
        HistorySessions = window + 1,
        Source = "log returns of the target",
    };

    private static FeatureDefinition RealizedVolatility(int position, int window) => new()
    {
        Name = $"vol_{window}d",
        Position = position,
        SpyName = $"SPY realised volatility {window}d",
        Phrase = $"realised volatility over {window} sessions",
        Group = FeatureGroup.Volatility,
        Family = RecentVolatility,
        Formula = $"√(252/{window} · Σ r²({window}))",
        Unit = "decimal, annualised",
        Window = window,
        HistorySessions = window + 1,
        Source = "log returns of the target",
    };

    private static FeatureDefinition Drawdown => new()
    {
        Name = "drawdown_60d",
        Position = 10,
        SpyName = "SPY drawdown 60d",
        Phrase = "fall from the highest close of 60 sessions",
        Group = Technical,
        Family = Leverage,
        Formula = "1 − C / max C(60)",
        Unit = "decimal, 0 to 1",
        Window = 60,
        HistorySessions = 60,
        Source = "log returns of the target",
    };

    private static FeatureDefinition Vix => new()
    {
        Name = "vix",
        Position = 11,
        SpyName = "VIX",
        Phrase = "implied volatility for 30 days",
        Group = FeatureGroup.Vix,
        Family = Implied,
        Formula = "VIX",
        Unit = "points (percent, annualised)",
        Window = 1,
        HistorySessions = 1,
        Source = "close of VIX",
    };

    private static FeatureDefinition Vix3M => Vix with
    {
        Name = "vix3m",
        Position = 12,
        SpyName = "VIX3M",
        Phrase = "implied volatility for three months",
        Formula = "VIX3M",
        Source = "close of VIX3M",
    };

    private static FeatureDefinition VixTerm => Vix with
    {
        Name = "vix_term",
        Position = 13,
        SpyName = "VIX3M/VIX",
        Phrase = "term structure of implied volatility",
        Formula = "VIX3M / VIX",
        Unit = "ratio; under 1 is stress",
        Source = "closes of VIX and VIX3M",
    };

    private static FeatureDefinition RelativeStrength => new()
    {
        Name = "rsi_14",
        Position = 14,
        SpyName = "SPY RSI 14d",
        Phrase = "relative strength over 14 sessions",
        Group = Technical,
        Family = Leverage,
        Formula = "100 · U / (U + D), U and D Wilder's averages of rises and falls of C",
        Unit = "0 to 100",
        Window = WilderRsi.Changes,
        HistorySessions = WilderRsi.Changes + 1,
        Source = "log returns of the target",
    };

    private static FeatureDefinition Correlation(int position, string asset, string role, int window) => new()
    {
        Name = $"corr_{asset}_{window}d",
        Position = position,
        SpyName = $"SPY–{asset.ToUpperInvariant()} correlation {window}d",
        Phrase = $"correlation with {role} over {window} sessions",
        Group = FeatureGroup.CrossAsset,
        Family = FeatureFamily.CrossAsset,
        Formula = $"Pearson of r({window}) and r_{asset.ToUpperInvariant()}({window})",
        Unit = "−1 to 1",
        Window = window,
        HistorySessions = window + 1,
        Source = $"log returns of the target and {asset.ToUpperInvariant()}",
    };

    private static FeatureDefinition HygTltSpread => new()
    {
        Name = "hyg_tlt_spread",
        Position = 19,
        SpyName = "HYG–TLT spread",
        Phrase = "return of high-yield bonds over treasuries, last session",
        Group = Spreads,
        Family = FeatureFamily.CrossAsset,
        Formula = "r_HYG − r_TLT",
        Unit = "decimal, log",
        Window = 1,
        HistorySessions = 2,
        Source = "log returns of HYG and TLT",
    };

    private static FeatureDefinition RealizedImpliedSpread => new()
    {
        Name = "rv_vix_spread_20d",
        Position = 20,
        SpyName = "SPY realised volatility 20d − VIX",
        Phrase = "realised over implied volatility",
        Group = Spreads,
        Family = Implied,
        Formula = "100 · vol_20d − VIX",
        Unit = "points (percent, annualised)",
        Window = 20,
        HistorySessions = 21,
        Source = "log returns of the target, close of VIX",
    };

    private static FeatureDefinition TltHygCorrelation => Correlation(21, "hyg", "", 20) with
    {
        Name = "corr_tlt_hyg_20d",
        SpyName = "TLT–HYG correlation 20d",
        Phrase = "correlation of treasuries with high-yield bonds over 20 sessions",
        Formula = "Pearson of r_TLT(20) and r_HYG(20)",
        Source = "log returns of TLT and HYG",
    };
}
