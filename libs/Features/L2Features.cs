using static Volcast.Features.FeatureFamily;
using static Volcast.Features.FeatureGroup;

namespace Volcast.Features;

/// <summary>The definitions of <see cref="FeatureCatalog.L2"/>.</summary>
internal static class L2Features
{
    /// <summary>The windows of the range volatilities, in the table's order.</summary>
    public static readonly int[] VolatilityWindows = [1, 5, 10, 22, 66, 250];

    /// <summary>The windows of the scaled returns, in the table's order.</summary>
    public static readonly int[] ReturnWindows = [1, 5, 20];

    /// <summary>Sessions of a month: the window of the range volatility that returns are measured by, of the overnight share and of
    /// the index's mean.</summary>
    public const int Month = 22;

    /// <summary>An overnight share is at least this, so that it has a logarithm.</summary>
    public const double SmallestShare = .001;

    public static IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        .. VolatilityWindows.Select((window, i) => RangeVolatility(i + 1, window)),
        .. ReturnWindows.Select((window, i) => ScaledReturn(VolatilityWindows.Length + i + 1, window)),
        OvernightShare,
        VixMean,
    ];

    private static FeatureDefinition RangeVolatility(int position, int window) => new()
    {
        Name = $"range_vol_{window}d",
        Position = position,
        SpyName = $"SPY range volatility {window}d",
        Phrase = window == 1 ? "range volatility of the last session" : $"range volatility over {window} sessions",
        Group = FeatureGroup.Volatility,
        Family = RecentVolatility,
        Formula = window == 1 ? "√v" : $"√(1/{window} · Σ v({window}))",
        Unit = "decimal, annualised",
        Window = window,
        HistorySessions = SessionRange.WarmUp + window,
        Source = "prices and log returns of the target",
    };

    private static FeatureDefinition ScaledReturn(int position, int window) => new()
    {
        Name = $"scaled_ret_{window}d",
        Position = position,
        SpyName = $"SPY scaled return {window}d",
        Phrase = window == 1
            ? "return of the last session, against its usual size"
            : $"return over {window} sessions, against its usual size",
        Group = Returns,
        Family = Leverage,
        Formula = window == 1
            ? $"r / (range_vol_{Month}d · √(1/252))"
            : $"Σ r({window}) / (range_vol_{Month}d · √({window}/252))",
        Unit = "standard deviations",
        Window = window,
        HistorySessions = SessionRange.WarmUp + Math.Max(window + 1, Month),
        Source = "prices and log returns of the target",
    };

    private static FeatureDefinition OvernightShare => new()
    {
        Name = $"overnight_share_{Month}d",
        Position = VolatilityWindows.Length + ReturnWindows.Length + 1,
        SpyName = $"SPY overnight share {Month}d",
        Phrase = $"share of the variance of {Month} sessions that came overnight",
        Group = FeatureGroup.Volatility,
        Family = RecentVolatility,
        Formula = $"252 · Σ o²({Month}) / Σ v({Month})",
        Unit = "decimal",
        Window = Month,
        HistorySessions = SessionRange.WarmUp + Month,
        Source = "prices and log returns of the target",
    };

    private static FeatureDefinition VixMean => new()
    {
        Name = $"vix_mean_{Month}d",
        Position = VolatilityWindows.Length + ReturnWindows.Length + 2,
        SpyName = $"VIX mean {Month}d",
        Phrase = $"mean implied volatility of {Month} sessions",
        Group = FeatureGroup.Vix,
        Family = Implied,
        Formula = $"1/{Month} · Σ VIX({Month})",
        Unit = "points (percent, annualised)",
        Window = Month,
        HistorySessions = Month,
        Source = "close of VIX",
    };
}
