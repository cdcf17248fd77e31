using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The settled bars of one symbol, column-wise and ascending by session.</summary>
/// <remarks>All columns have the same length. A missing number is <see cref="double.NaN"/>, a missing volume null.</remarks>
public sealed record CuratedMarketTable
{
    /// <summary>Rounding of adjusted prices may put a high below, or a low above, open and close by this share.</summary>
    private const double CandleTolerance = 1e-4;

    private static readonly TableColumns<CuratedMarketTable> Columns = new TableColumns<CuratedMarketTable>()
        .Constant(Text("symbol", "Ticker; an index begins with `^`"), table => table.Symbol.Value, table => table.Count)
        .Date(Date("session", "Trading day of the New York Stock Exchange"),
            table => table.Session, (table, values) => table with { Session = values })
        .Number(Price("open", "First price; missing where an index's candle is impossible").Nullable(),
            table => table.Open, (table, values) => table with { Open = values })
        .Number(Price("high", "Highest price; missing where an index's candle is impossible").Nullable(),
            table => table.High, (table, values) => table with { High = values })
        .Number(Price("low", "Lowest price; missing where an index's candle is impossible").Nullable(),
            table => table.Low, (table, values) => table with { Low = values })
        .Number(Price("close", "Last price. All four prices are split-adjusted as of their download"),
            table => table.Close, (table, values) => table with { Close = values })
        .Integer(Integer("volume", "Shares traded; missing for an index").In("shares").AtLeast(0).Nullable(),
            table => table.Volume, (table, values) => table with { Volume = values })
        .Number(Number("dividend", "Cash dividend with this ex-date; 0 without one").In("currency a share").AtLeast(0),
            table => table.Dividend, (table, values) => table with { Dividend = values })
        .Number(Number("split_ratio", "New shares for one old share with this ex-date; 1 without a split").Above(0),
            table => table.SplitRatio, (table, values) => table with { SplitRatio = values })
        .Number(Number("log_return", "ln(close / (previous close − dividend)); missing on the first session")
                .In("decimal").Nullable(),
            table => table.LogReturn, (table, values) => table with { LogReturn = values })
        .Number(Price("total_return_close", "Value of a share with its dividends reinvested; equals close on the first session"),
            table => table.TotalReturnClose, (table, values) => table with { TotalReturnClose = values })
        .Integer(Integer("sessions_spanned", "Sessions that the return spans: 1, or more after a gap").In("sessions").AtLeast(1),
            table => table.SessionsSpanned, (table, values) => table with { SessionsSpanned = values })
        .Text(Text("vintage", "First eight digits of the digest of the bar's download"),
            table => table.Vintage, (table, values) => table with { Vintage = values });

    /// <summary>The table <c>curated.market</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("curated.market", 1,
            "One settled bar for each session: what the vendors delivered, ordered, checked, and chained into returns. A return "
            + "never spans two downloads.")
        .ProducedBy("ingest")
        .PartitionedBy("year", "symbol").ByYearOf("session")
        .Holding(Columns.Schemas)
        .Key("symbol", "session")
        .Ascending("session")
        .EachRow("close_in_range", Severity.Error,
            $"low ≤ close ≤ high for a traded symbol, within {CandleTolerance:R} of the price",
            ["symbol", "high", "low", "close"], frame => InRange(frame, "close"))
        .EachRow("open_in_range", Severity.Warning,
            $"low ≤ open ≤ high for a traded symbol, within {CandleTolerance:R} of the price; vendors' opens are often wrong",
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

    public ColumnFrame ToFrame() => Columns.ToFrame(this);

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static CuratedMarketTable FromFrame(Symbol symbol, ColumnFrame frame) =>
        Columns.FromFrame(frame) with { Symbol = symbol };

    /// <summary>The columns that features are computed from.</summary>
    public MarketSeries ToSeries() => new(Session, LogReturn, SessionsSpanned, Open, High, Low, Close);

    private static ColumnSchema Price(string name, string description) =>
        Number(name, description).In("currency or points").Above(0);

    // A missing value passes: its own column checks it.
    private static Predicate<int> InRange(ColumnFrame frame, string price)
    {
        var (symbols, prices) = (frame.Texts("symbol"), frame.Numbers(price));
        var (high, low) = (frame.Numbers("high"), frame.Numbers("low"));
        return row => symbols[row] is ['^', ..]
            || !(prices[row] > high[row] * (1 + CandleTolerance)) && !(prices[row] < low[row] * (1 - CandleTolerance));
    }
}
