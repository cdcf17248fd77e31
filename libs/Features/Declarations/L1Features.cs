using System.Numerics;
using Volcast.Features.Windows;
using Volcast.Schemas;
using static Volcast.Features.FeatureFamily;
using static Volcast.Features.FeatureGroup;

namespace Volcast.Features.Declarations;

/// <summary>The 21 features of the table <c>features.L1</c>, which does not grow: new features go to
/// <see cref="L2Features"/>.</summary>
internal static class L1Features
{
    private const string TargetReturns = "log returns of the target";

    /// <summary>In the order of the table's columns. A feature may read the columns of those before it.</summary>
    public static IReadOnlyList<Feature<L1Block>> All { get; } =
    [
        Return(1, static (in block, column) => block.Target.CopyTo(column)),
        Return(5, static (in block, column) => WindowSums.Five(block.Target, column)),
        Return(10, static (in block, column) => WindowSums.Ten(block["ret_5d"], column)),
        Return(20, static (in block, column) => WindowSums.Twenty(block["ret_5d"], column)),
        Return(60, static (in block, column) => WindowSums.Sixty(block["ret_20d"], column)),
        RealizedVolatility(5), RealizedVolatility(10), RealizedVolatility(20), RealizedVolatility(60),
        Drawdown,
        Vix,
        Vix3M,
        VixTerm,
        RelativeStrength,
        Correlation("tlt", "treasuries", 20, static (in block, column) => block.TargetTlt.OverTwenty(column)),
        Correlation("hyg", "high-yield bonds", 20, static (in block, column) => block.TargetHyg.OverTwenty(column)),
        Correlation("tlt", "treasuries", 60, static (in block, column) => block.TargetTlt.OverSixty(column, block.Scratch)),
        Correlation("hyg", "high-yield bonds", 60, static (in block, column) => block.TargetHyg.OverSixty(column, block.Scratch)),
        HygTltSpread,
        RealizedImpliedSpread,
        TltHygCorrelation,
    ];

    private static Feature<L1Block> Return(int window, FeatureCompute<L1Block> compute) => new()
    {
        Name = $"ret_{window}d",
        SpyName = $"SPY return {window}d",
        Label = window == 1 ? "return of the last session" : $"return over {window} sessions",
        Group = Returns,
        Family = Leverage,
        Formula = window == 1 ? "r" : $"Σ r({window})",
        Unit = FeatureUnit.LogReturn,
        Window = window,
        HistorySessions = window + 1,
        Source = TargetReturns,
        Compute = compute,
    };

    private static Feature<L1Block> RealizedVolatility(int window) => new()
    {
        Name = $"vol_{window}d",
        SpyName = $"SPY realised volatility {window}d",
        Label = $"realised volatility over {window} sessions",
        Group = FeatureGroup.Volatility,
        Family = RecentVolatility,
        Formula = $"√(252/{window} · Σ r²({window}))",
        Unit = FeatureUnit.Volatility,
        Range = ValueRange.AtLeast(0),
        Window = window,
        HistorySessions = window + 1,
        Source = TargetReturns,
        Compute = (in block, column) =>
        {
            var sums = Lanes.View(block.SumsOfSquares(window));
            var volatility = Lanes.View(column);
            var annualization = 252.0 / window;
            for (var i = 0; i < volatility.Length; i++)
                volatility[i] = Vector.SquareRoot(sums[i] * annualization);
        },
    };

    private static Feature<L1Block> Drawdown => new()
    {
        Name = "drawdown_60d",
        SpyName = "SPY drawdown 60d",
        Label = "fall from the highest close of 60 sessions",
        Group = Technical,
        Family = Leverage,
        Formula = "1 − C / max C(60)",
        Unit = FeatureUnit.Share,
        Range = ValueRange.AtLeast(0).Below(1),
        Window = 60,
        HistorySessions = 60,
        Source = TargetReturns,
        Compute = static (in block, column) =>
        {
            var scratch = block.Scratch;
            var close = scratch.Column();
            close.Fill(1);
            var highest = scratch.Column();
            new PathFold(block.Growth, 60, ref scratch).Over(Merge.Maximum, close, highest, scratch);
            var high = Lanes.View(highest);
            var drawdown = Lanes.View(column);
            for (var i = 0; i < drawdown.Length; i++)
                drawdown[i] = Vector<double>.One - Vector<double>.One / high[i];
        },
    };

    private static Feature<L1Block> Vix => new()
    {
        Name = "vix",
        SpyName = "VIX",
        Label = "implied volatility for 30 days",
        Group = FeatureGroup.Vix,
        Family = Implied,
        Formula = "VIX",
        Unit = FeatureUnit.Points,
        Range = ValueRange.Above(0),
        Window = 1,
        HistorySessions = 1,
        Source = "close of VIX",
        Compute = static (in block, column) => block.Load(block.Inputs.Vix, column),
    };

    private static Feature<L1Block> Vix3M => Vix with
    {
        Name = "vix3m",
        SpyName = "VIX3M",
        Label = "implied volatility for three months",
        Formula = "VIX3M",
        Source = "close of VIX3M",
        Compute = static (in block, column) => block.Load(block.Inputs.Vix3M, column),
    };

    private static Feature<L1Block> VixTerm => Vix with
    {
        Name = "vix_term",
        SpyName = "VIX3M/VIX",
        Label = "term structure of implied volatility",
        Formula = "VIX3M / VIX",
        Unit = FeatureUnit.Ratio,
        Source = "closes of VIX and VIX3M",
        Compute = static (in block, column) =>
        {
            var vix = Lanes.View(block["vix"]);
            var vix3M = Lanes.View(block["vix3m"]);
            var term = Lanes.View(column);
            for (var i = 0; i < term.Length; i++)
                term[i] = vix3M[i] / vix[i];
        },
    };

    private static Feature<L1Block> RelativeStrength => new()
    {
        Name = "rsi_14",
        SpyName = "SPY RSI 14d",
        Label = "relative strength over 14 sessions",
        Group = Technical,
        Family = Leverage,
        Formula = "100 · U / (U + D), U and D Wilder's averages of rises and falls of C",
        Unit = FeatureUnit.Index,
        Range = ValueRange.Between(0, 100),
        Window = WilderRsi.Changes,
        HistorySessions = WilderRsi.Changes + 1,
        Source = TargetReturns,
        Compute = static (in block, column) => WilderRsi.Compute(block.Growth, WilderRsi.Changes, column, block.Scratch),
    };

    private static Feature<L1Block> Correlation(string asset, string role, int window, FeatureCompute<L1Block> compute) => new()
    {
        Name = $"corr_{asset}_{window}d",
        SpyName = $"SPY–{asset.ToUpperInvariant()} correlation {window}d",
        Label = $"correlation with {role} over {window} sessions",
        Group = FeatureGroup.CrossAsset,
        Family = FeatureFamily.CrossAsset,
        Formula = $"Pearson of r({window}) and r_{asset.ToUpperInvariant()}({window})",
        Unit = FeatureUnit.Correlation,
        Range = ValueRange.Between(-1, 1),
        Window = window,
        HistorySessions = window + 1,
        Source = $"log returns of the target and {asset.ToUpperInvariant()}",
        Compute = compute,
    };

    private static Feature<L1Block> HygTltSpread => new()
    {
        Name = "hyg_tlt_spread",
        SpyName = "HYG–TLT spread",
        Label = "return of high-yield bonds minus that of treasuries, last session",
        Group = Spreads,
        Family = FeatureFamily.CrossAsset,
        Formula = "r_HYG − r_TLT",
        Unit = FeatureUnit.LogReturn,
        Window = 1,
        HistorySessions = 2,
        Source = "log returns of HYG and TLT",
        Compute = static (in block, column) =>
        {
            var tlt = Lanes.View(block.Tlt);
            var hyg = Lanes.View(block.Hyg);
            var spread = Lanes.View(column);
            for (var i = 0; i < spread.Length; i++)
                spread[i] = hyg[i] - tlt[i];
        },
    };

    private static Feature<L1Block> RealizedImpliedSpread => new()
    {
        Name = "rv_vix_spread_20d",
        SpyName = "SPY realised volatility 20d − VIX",
        Label = "realised minus implied volatility",
        Group = Spreads,
        Family = Implied,
        Formula = "100 · vol_20d − VIX",
        Unit = FeatureUnit.Points,
        Window = 20,
        HistorySessions = 21,
        Source = "log returns of the target, close of VIX",
        Compute = static (in block, column) =>
        {
            var volatility = Lanes.View(block["vol_20d"]);
            var vix = Lanes.View(block["vix"]);
            var spread = Lanes.View(column);
            for (var i = 0; i < spread.Length; i++)
                spread[i] = volatility[i] * 100 - vix[i];
        },
    };

    private static Feature<L1Block> TltHygCorrelation => Correlation(
        "hyg", "", 20, static (in block, column) =>
        {
            var scratch = block.Scratch;
            new Pearson(block.Tlt, block.Hyg, block.Origin, ref scratch).OverTwenty(column);
        }) with
    {
        Name = "corr_tlt_hyg_20d",
        SpyName = "TLT–HYG correlation 20d",
        Label = "correlation of treasuries with high-yield bonds over 20 sessions",
        Formula = "Pearson of r_TLT(20) and r_HYG(20)",
        Source = "log returns of TLT and HYG",
    };
}
