using Volcast.Features.Windows;
using Volcast.Schemas;
using static Volcast.Features.FeatureFamily;
using static Volcast.Features.FeatureGroup;

namespace Volcast.Features.Declarations;

/// <summary>The features of the table <c>features.L2</c>. To add one, declare it here and name it at the end of
/// <see cref="All"/>:
/// <c>docs/how-to/add-a-feature.md</c> shows an example.</summary>
internal static class L2Features
{
    /// <summary>The version of the table's schema: raise it when the list below changes.</summary>
    public const int Version = 1;

    /// <summary>Sessions of a month.</summary>
    private const int Month = 22;

    /// <summary>The range volatility that measures the usual size of a return.</summary>
    private static readonly string MonthlyVolatility = $"range_vol_{Month}d";

    /// <summary>An overnight share is at least this, so that it has a logarithm.</summary>
    internal const double SmallestShare = .001;

    /// <summary>In the order of the table's columns. A feature may read the columns of those before it.</summary>
    public static IReadOnlyList<Feature<L2Block>> All { get; } =
    [
        RangeVolatility(1), RangeVolatility(5), RangeVolatility(10),
        RangeVolatility(22), RangeVolatility(66), RangeVolatility(250),
        ScaledReturn(1), ScaledReturn(5), ScaledReturn(20),
        OvernightShare,
        VixMean,
    ];

    private static Feature<L2Block> RangeVolatility(int window) => new()
    {
        Name = $"range_vol_{window}d",
        SpyName = $"SPY range volatility {window}d",
        Label = window == 1 ? "range volatility of the last session" : $"range volatility over {window} sessions",
        Group = FeatureGroup.Volatility,
        Family = RecentVolatility,
        Formula = window == 1 ? "√v" : $"√(1/{window} · Σ v({window}))",
        Unit = FeatureUnit.Volatility,
        Range = ValueRange.Above(0),
        Window = window,
        HistorySessions = SessionRange.WarmUp + window,
        Source = "prices and log returns of the target",
        Compute = (in block, column) =>
        {
            for (var row = 0; row < column.Length; row++)
                column[row] = Math.Sqrt(block.Sum(block.Variances, row, window) / window);
        },
    };

    private static Feature<L2Block> ScaledReturn(int window) => new()
    {
        Name = $"scaled_ret_{window}d",
        SpyName = $"SPY scaled return {window}d",
        Label = window == 1
            ? "return of the last session, divided by volatility"
            : $"return over {window} sessions, divided by volatility",
        Group = Returns,
        Family = Leverage,
        Formula = window == 1
            ? $"r / ({MonthlyVolatility} · √(1/252))"
            : $"Σ r({window}) / ({MonthlyVolatility} · √({window}/252))",
        Unit = FeatureUnit.StandardDeviations,
        Window = window,
        HistorySessions = SessionRange.WarmUp + Math.Max(window + 1, Month),
        Source = "prices and log returns of the target",
        Compute = (in block, column) =>
        {
            var volatility = block[MonthlyVolatility];
            var years = window / 252.0;
            for (var row = 0; row < column.Length; row++)
                column[row] = block.Sum(block.Returns, row, window) / (volatility[row] * Math.Sqrt(years));
        },
    };

    private static Feature<L2Block> OvernightShare => new()
    {
        Name = $"overnight_share_{Month}d",
        SpyName = $"SPY overnight share {Month}d",
        Label = $"share of the variance of {Month} sessions that came overnight",
        Group = FeatureGroup.Volatility,
        Family = RecentVolatility,
        Formula = $"252 · Σ o²({Month}) / Σ v({Month}), at least {SmallestShare:R}",
        Unit = FeatureUnit.Share,
        Range = ValueRange.Above(0),
        Window = Month,
        HistorySessions = SessionRange.WarmUp + Month,
        Source = "prices and log returns of the target",
        Compute = static (in block, column) =>
        {
            for (var row = 0; row < column.Length; row++)
                column[row] = Math.Max(
                    block.Sum(block.Overnight, row, Month) / block.Sum(block.Variances, row, Month), SmallestShare);
        },
    };

    private static Feature<L2Block> VixMean => new()
    {
        Name = $"vix_mean_{Month}d",
        SpyName = $"VIX mean {Month}d",
        Label = $"mean implied volatility of {Month} sessions",
        Group = FeatureGroup.Vix,
        Family = Implied,
        Formula = $"1/{Month} · Σ VIX({Month})",
        Unit = FeatureUnit.Points,
        Range = ValueRange.Above(0),
        Window = Month,
        HistorySessions = Month,
        Source = "close of VIX",
        Compute = static (in block, column) =>
        {
            for (var row = 0; row < column.Length; row++)
                column[row] = MeanOfPresent(block.Last(block.Vix, row, Month));
        },
    };

    /// <summary>The mean of the values that are present; NaN where the last one is missing, or more than one in ten.</summary>
    private static double MeanOfPresent(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty || double.IsNaN(values[^1]))
            return double.NaN;
        var (sum, present) = (0.0, 0);
        foreach (var value in values)
            if (!double.IsNaN(value))
                (sum, present) = (sum + value, present + 1);
        return present >= .9 * values.Length ? sum / present : double.NaN;
    }
}
