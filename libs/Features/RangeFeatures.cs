using static Volcast.Features.FeatureFamily;
using static Volcast.Features.FeatureGroup;

namespace Volcast.Features;

/// <summary>The definitions of <see cref="FeatureCatalog.L2"/>.</summary>
internal static class RangeFeatures
{
    /// <summary>The windows of the range volatilities, in the table's order.</summary>
    public static readonly int[] VolatilityWindows = [1, 5, 22, 66];

    /// <summary>The windows of the scaled returns, in the table's order.</summary>
    public static readonly int[] ReturnWindows = [1, 5, 20];

    /// <summary>The window of the range volatility that returns are measured by.</summary>
    public const int ScaleWindow = 22;

    public static IReadOnlyList<FeatureDefinition> Definitions { get; } =
    [
        .. VolatilityWindows.Select((window, i) => RangeVolatility(i + 1, window)),
        .. ReturnWindows.Select((window, i) => ScaledReturn(VolatilityWindows.Length + i + 1, window)),
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
            ? $"r / (range_vol_{ScaleWindow}d · √(1/252))"
            : $"Σ r({window}) / (range_vol_{ScaleWindow}d · √({window}/252))",
        Unit = "standard deviations",
        Window = window,
        HistorySessions = SessionRange.WarmUp + Math.Max(window + 1, ScaleWindow),
        Source = "prices and log returns of the target",
    };
}
