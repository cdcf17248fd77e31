using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The further inputs of shipped models for one target, column-wise and ascending by session; NaN during
/// warm-up.</summary>
public sealed record FeaturesL2Table
{
    private static readonly ColumnSchema[] Features =
    [
        RangeVolatility(1), RangeVolatility(5), RangeVolatility(10), RangeVolatility(22), RangeVolatility(66), RangeVolatility(250),
        ScaledReturn(1), ScaledReturn(5), ScaledReturn(20),
        Number("overnight_share_22d", "Squared overnight returns of the last 22 sessions over their range variance, at least .001")
            .In("decimal").Above(0).Nullable(),
        Number("vix_mean_22d", "Mean of the target's implied-volatility index over the last 22 sessions")
            .In("points").Above(0).Nullable(),
    ];

    /// <summary>The table <c>features.L2</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("features.L2", 1,
            "What models read beside the 21 features, for each session of a target: volatility from "
            + "overnight returns and ranges, returns measured by it, and the memory of implied volatility. Windows end at the "
            + "session, which has settled. Absent while a window is not filled.")
        .ProducedBy("features")
        .PartitionedBy("year", "symbol").ByYearOf("session")
        .Holding(Text("symbol", "The target's ticker"), Date("session", "Trading day of the New York Stock Exchange"))
        .Holding(Features)
        .Key("symbol", "session")
        .Ascending("session")
        .Complete("session", per: "symbol", NyseSessions.Between, NyseSessions.Since)
        .Strict();

    /// <summary>The features' names in the order of the table.</summary>
    public static IReadOnlyList<string> FeatureNames { get; } = [.. Features.Select(f => f.Name)];

    public required Symbol Symbol { get; init; }
    public required DateOnly[] Session { get; init; }

    /// <summary>One column for each of <see cref="FeatureNames"/>, in that order.</summary>
    public required double[][] Values { get; init; }

    public int Count => Session.Length;

    public ColumnFrame ToFrame() => new([
        Column.Text("symbol", Symbol.Value, Count),
        Column.Date("session", Session),
        .. FeatureNames.Zip(Values, Column.Number),
    ]);

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static FeaturesL2Table FromFrame(Symbol symbol, ColumnFrame frame) => new()
    {
        Symbol = symbol,
        Session = frame.Dates("session"),
        Values = [.. FeatureNames.Select(frame.Numbers)],
    };

    private static ColumnSchema RangeVolatility(int sessions) =>
        Number($"range_vol_{sessions}d", (sessions == 1
                ? "Root of the session's range variance"
                : $"Root of the mean range variance of the last {sessions} sessions")
            + ": squared overnight return + Garman–Klass").In("annualised, decimal").Above(0).Nullable();

    private static ColumnSchema ScaledReturn(int sessions) =>
        Number($"scaled_ret_{sessions}d", (sessions == 1
                ? "Log return of the session"
                : $"Sum of the last {sessions} log returns")
            + $" / (range_vol_22d · √({sessions}/252))").In("standard deviations").Nullable();
}
