using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The 21 features of one target, column-wise and ascending by session; NaN during warm-up.</summary>
public sealed record FeaturesL1Table
{
    private static readonly ColumnSchema[] Features =
    [
        Return(1), Return(5), Return(10), Return(20), Return(60),
        Volatility(5), Volatility(10), Volatility(20), Volatility(60),
        Number("drawdown_60d", "1 − C / highest C of the last 60 sessions").In("decimal").AtLeast(0).Below(1).Nullable(),
        Number("vix", "Implied-volatility index of the target over 30 days").In("points").Above(0).Nullable(),
        Number("vix3m", "Implied-volatility index of the target over three months").In("points").Above(0).Nullable(),
        Number("vix_term", "vix3m / vix").In("ratio").Above(0).Nullable(),
        Number("rsi_14", "Relative strength index of C by Wilder over 14 sessions").In("points").Between(0, 100).Nullable(),
        Correlation("corr_tlt_20d", "the target and long bonds", 20),
        Correlation("corr_hyg_20d", "the target and high-yield bonds", 20),
        Correlation("corr_tlt_60d", "the target and long bonds", 60),
        Correlation("corr_hyg_60d", "the target and high-yield bonds", 60),
        Number("hyg_tlt_spread", "Log return of high-yield bonds less that of long bonds").In("decimal").Nullable(),
        Number("rv_vix_spread_20d", "100 · vol_20d − vix").In("points").Nullable(),
        Correlation("corr_tlt_hyg_20d", "long and high-yield bonds", 20),
    ];

    /// <summary>The table <c>features.L1</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("features.L1", 1,
            "The 21 features of the seed, for each session of a target. Windows end at the session, which has "
            + "settled; C is the total-return close. Absent while a window is not filled.")
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

    /// <exception cref="ArgumentException">There is no such feature.</exception>
    public double[] this[string feature] => FeatureNames.ToList().IndexOf(feature) is >= 0 and var index
        ? Values[index]
        : throw new ArgumentException($"features.L1 has no feature '{feature}'.", nameof(feature));

    public ColumnFrame ToFrame() => new([
        Column.Text("symbol", Symbol.Value, Count),
        Column.Date("session", Session),
        .. FeatureNames.Zip(Values, Column.Number),
    ]);

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static FeaturesL1Table FromFrame(Symbol symbol, ColumnFrame frame) => new()
    {
        Symbol = symbol,
        Session = frame.Dates("session"),
        Values = [.. FeatureNames.Select(frame.Numbers)],
    };

    private static ColumnSchema Return(int sessions) =>
        Number($"ret_{sessions}d", sessions == 1 ? "Log return of the session" : $"Sum of the last {sessions} log returns")
            .In("decimal").Nullable();

    private static ColumnSchema Volatility(int sessions) =>
        Number($"vol_{sessions}d", $"√(252/{sessions} · sum of the last {sessions} squared log returns)")
            .In("annualised, decimal").AtLeast(0).Nullable();

    private static ColumnSchema Correlation(string name, string between, int sessions) =>
        Number(name, $"Pearson correlation of the last {sessions} log returns of {between}").Between(-1, 1).Nullable();
}
