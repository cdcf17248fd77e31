using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The settled bars of one symbol, column-wise and ascending by session.</summary>
/// <remarks>All columns have the same length; an absent number is <see cref="double.NaN"/>, an absent volume null.</remarks>
public sealed record CuratedMarketTable
{
    /// <summary>How far rounding of adjusted prices may carry a high below, or a low above, open and close.</summary>
    private const double CandleTolerance = 1e-4;

    /// <summary>The table <c>curated.market</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("curated.market", 1,
            "One settled bar a session: what the vendors said, put in order, checked, and chained into returns "
            + "that never span two downloads.")
        .ProducedBy("ingest")
        .PartitionedBy("year", "symbol").ByYearOf("session")
        .Holding(
            Text("symbol", "Ticker, `^` before an index"),
            Date("session", "Trading day of the New York Stock Exchange"),
            Number("open", "First price; absent where an index's candle is impossible")
                .In("currency or points").Above(0).Nullable(),
            Number("high", "Highest price; absent likewise").In("currency or points").Above(0).Nullable(),
            Number("low", "Lowest price; absent likewise").In("currency or points").Above(0).Nullable(),
            Number("close", "Last price; split-adjusted, as the other three, as of its download")
                .In("currency or points").Above(0),
            Integer("volume", "Shares traded; absent for an index").In("shares").AtLeast(0).Nullable(),
            Number("dividend", "Cash dividend with this ex-date, 0 where there is none").In("currency a share").AtLeast(0),
            Number("split_ratio", "New shares for one old with this ex-date, 1 where there is none").Above(0),
            Number("log_return", "ln(close / (previous close − dividend)); absent on the first session").In("decimal").Nullable(),
            Number("total_return_close", "Close of an account that reinvests dividends; close on the symbol's first session")
                .In("currency or points").Above(0),
            Integer("sessions_spanned", "Sessions that the return spans: 1, or more where it bridges a hole")
                .In("sessions").AtLeast(1),
            Text("vintage", "First eight digits of the digest of the download that the bar came from"))
        .Key("symbol", "session")
        .Ascending("session")
        .EachRow("close_in_range", Severity.Error, $"of a traded symbol, low ≤ close ≤ high but for {CandleTolerance:R} of it",
            ["symbol", "high", "low", "close"], frame => InRange(frame, "close"))
        .EachRow("open_in_range", Severity.Warning,
            $"of a traded symbol, low ≤ open ≤ high but for {CandleTolerance:R} of it: vendors often slip here",
            ["symbol", "open", "high", "low"], frame => InRange(frame, "open"))
        .Complete("session", per: "symbol", NyseSessions.Between, NyseSessions.Since)
        .Strict();

    public required Symbol Symbol { get; init; }
    public required DateOnly[] Session { get; init; }
    public required double[] Open { get; init; }
    public required double[] High { get; init; }
    public required double[] Low { get; init; }
    public required double[] Close { get; init; }
    public required long?[] Volume { get; init; }
    public required double[] Dividend { get; init; }
    public required double[] SplitRatio { get; init; }
    public required double[] LogReturn { get; init; }
    public required double[] TotalReturnClose { get; init; }
    public required long[] SessionsSpanned { get; init; }
    public required string[] Vintage { get; init; }

    public int Count => Session.Length;

    public ColumnFrame ToFrame() => new(
        Column.Text("symbol", Symbol.Value, Count),
        Column.Date("session", Session),
        Column.Number("open", Open),
        Column.Number("high", High),
        Column.Number("low", Low),
        Column.Number("close", Close),
        Column.Integer("volume", Volume),
        Column.Number("dividend", Dividend),
        Column.Number("split_ratio", SplitRatio),
        Column.Number("log_return", LogReturn),
        Column.Number("total_return_close", TotalReturnClose),
        Column.Integer("sessions_spanned", SessionsSpanned),
        Column.Text("vintage", Vintage));

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static CuratedMarketTable FromFrame(Symbol symbol, ColumnFrame frame) => new()
    {
        Symbol = symbol,
        Session = frame.Dates("session"),
        Open = frame.Numbers("open"),
        High = frame.Numbers("high"),
        Low = frame.Numbers("low"),
        Close = frame.Numbers("close"),
        Volume = frame.NullableIntegers("volume"),
        Dividend = frame.Numbers("dividend"),
        SplitRatio = frame.Numbers("split_ratio"),
        LogReturn = frame.Numbers("log_return"),
        TotalReturnClose = frame.Numbers("total_return_close"),
        SessionsSpanned = frame.Integers("sessions_spanned"),
        Vintage = frame.Texts("vintage")!,
    };

    /// <summary>What features need of these bars.</summary>
    public MarketSeries ToSeries() => new(Session, LogReturn, SessionsSpanned, Open, High, Low, Close);

    // What is absent passes: its own column judges it.
    private static Predicate<int> InRange(ColumnFrame frame, string price)
    {
        var (symbols, prices) = (frame.Texts("symbol"), frame.Numbers(price));
        var (high, low) = (frame.Numbers("high"), frame.Numbers("low"));
        return row => symbols[row] is ['^', ..]
            || !(prices[row] > high[row] * (1 + CandleTolerance)) && !(prices[row] < low[row] * (1 - CandleTolerance));
    }
}
