using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>One download as the vendor delivered it: <see cref="DailyBars"/> with their source and time of retrieval.</summary>
public sealed record RawMarketTable
{
    private const string Final = "final";
    private const string Provisional = "provisional";

    private static readonly TableColumns<DailyBars> BarColumns = new TableColumns<DailyBars>()
        .Date(Date("session", "Trading day in the exchange's time zone"),
            bars => bars.Session, (bars, values) => bars with { Session = values })
        .Number(Price("open", "First price"), bars => bars.Open, (bars, values) => bars with { Open = values })
        .Number(Price("high", "Highest price"), bars => bars.High, (bars, values) => bars with { High = values })
        .Number(Price("low", "Lowest price"), bars => bars.Low, (bars, values) => bars with { Low = values })
        .Number(Price("close", "Last price. All four prices are split-adjusted as of the download"),
            bars => bars.Close, (bars, values) => bars with { Close = values })
        .Number(Price("adjusted_close", "The vendor's close, adjusted backwards for later dividends"),
            bars => bars.AdjustedClose, (bars, values) => bars with { AdjustedClose = values })
        .Integer(Integer("volume", "Shares traded").In("shares").Nullable(),
            bars => bars.Volume, (bars, values) => bars with { Volume = values })
        .Number(Number("dividend", "Cash dividend with this ex-date; 0 without one").In("currency a share").Nullable(),
            bars => bars.Dividend, (bars, values) => bars with { Dividend = values })
        .Number(Number("split_ratio", "New shares for one old share with this ex-date; 1 without a split").Nullable(),
            bars => bars.SplitRatio, (bars, values) => bars with { SplitRatio = values })
        .Text(Text("status", "Whether the bar was settled when it was retrieved").OneOf(Final, Provisional),
            bars => Array.ConvertAll(bars.Settled, isSettled => isSettled ? Final : Provisional),
            (bars, values) => bars with { Settled = Array.ConvertAll(values, status => status == Final) })
        .Flag(Flag("has_events", "Whether the vendor states dividends as events, not only in its adjusted close"),
            bars => [.. Enumerable.Repeat(bars.HasEvents, bars.Count)], (bars, values) => bars with { HasEvents = values[0] });

    private static readonly TableColumns<RawMarketTable> Columns = new TableColumns<RawMarketTable>()
        .Constant(Text("symbol", "Ticker; an index begins with `^`"), table => table.Symbol.Value, table => table.Bars.Count)
        .Constant(Text("source", "Vendor: `yahoo`, `cboe`, `tiingo`, `csv` or `simulated`"), table => table.Source, table => table.Bars.Count)
        .Constant(Instant("retrieved_at", "Time of the download; for a csv its last session at 23:59:59").In("UTC"),
            table => table.RetrievedAt, table => table.Bars.Count)
        .Part(table => table.Bars, (table, bars) => table with { Bars = bars }, BarColumns);

    /// <summary>The table <c>raw.market</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("raw.market", 1,
            "Daily bars as a vendor delivered them, one immutable file per download; `compact` joins the downloads of a past year. "
            + "This table refuses only sessions that are repeated or out of order; the step to `curated.market` checks the "
            + "values.")
        .ProducedBy("ingest")
        .WhenItIsLost("A download cannot be repeated as it was. Restore the file from a backup. Without one, delete the file and "
            + "the symbol's files of `curated.market`, and run `volcast ingest`, which stores what the vendor delivers today.")
        .PartitionedBy("symbol", "source", "retrieved_at")
        .Holding(Columns.Schemas)
        .Key("symbol", "source", "retrieved_at", "session")
        .Ascending("session")
        .Strict();

    /// <summary>A file that holds several downloads of a symbol and source: the columns of <see cref="Schema"/>, the time of each
    /// download, and its vintage. It is not a table of its own.</summary>
    internal static TableSchema Joined { get; } = TableSchema.Named(Schema.Name, Schema.Version, Schema.Description)
        .WhenItIsLost(Schema.WhenLost)
        .ProducedBy("compact")
        .PartitionedBy("symbol", "source")
        .Holding([.. Schema.Columns, Text("vintage", "The first eight digits of the digest of the file that the download had")]);

    public required Symbol Symbol { get; init; }
    public required string Source { get; init; }

    /// <summary>UTC, whole milliseconds.</summary>
    public required DateTimeOffset RetrievedAt { get; init; }

    public required DailyBars Bars { get; init; }

    public static RawMarketTable FromBars(Symbol symbol, string source, DateTimeOffset retrievedAt, DailyBars bars) => new()
    {
        Symbol = symbol,
        Source = source,
        RetrievedAt = Column.Instant("retrieved_at", [retrievedAt]).Values[0],
        Bars = bars,
    };

    public ColumnFrame ToFrame() => Columns.ToFrame(this);

    /// <param name="symbol">As the file's path states it, like the source and the time.</param>
    /// <param name="source">The vendor.</param>
    /// <param name="retrievedAt">Time of the download.</param>
    /// <param name="frame">At least one row; all of one download.</param>
    public static RawMarketTable FromFrame(Symbol symbol, string source, DateTimeOffset retrievedAt, ColumnFrame frame) =>
        FromBars(symbol, source, retrievedAt, BarColumns.FromFrame(frame));

    private static ColumnSchema Price(string name, string description) =>
        Number(name, description).In("currency or points").Nullable();

    /// <summary>Whether another download has the same bars, whenever it was made.</summary>
    internal bool HasBarsOf(RawMarketTable other) =>
        (other with { RetrievedAt = RetrievedAt }).ToFrame().ContentEquals(ToFrame());
}
