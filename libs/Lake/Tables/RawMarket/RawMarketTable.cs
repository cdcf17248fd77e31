using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>One download as the vendor gave it: <see cref="DailyBars"/> with where and when they came from.</summary>
public sealed record RawMarketTable
{
    private const string Final = "final";
    private const string Provisional = "provisional";

    /// <summary>The table <c>raw.market</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("raw.market", 1,
            "Daily bars as a vendor gave them, one immutable file per download. Only what has no order is refused "
            + "here; whether a bar makes sense is judged on the way to `curated.market`.")
        .ProducedBy("ingest")
        .WhenItIsLost("A download cannot be made again as it was. Restore the file from a backup; without one, delete it and run "
            + "`volcast ingest`, which stores what the vendor says today.")
        .PartitionedBy("symbol", "source", "retrieved_at")
        .Holding(
            Text("symbol", "Ticker, `^` before an index"),
            Text("source", "Vendor: `yahoo`, `csv` or `simulated`"),
            Instant("retrieved_at", "When it was downloaded; of a csv its last session at 23:59:59").In("UTC"),
            Date("session", "Trading day in the exchange's time zone"),
            Number("open", "First price").In("currency or points").Nullable(),
            Number("high", "Highest price").In("currency or points").Nullable(),
            Number("low", "Lowest price").In("currency or points").Nullable(),
            Number("close", "Last price; split-adjusted as of the download, as the other three")
                .In("currency or points").Nullable(),
            Number("adjusted_close", "The vendor's close adjusted backwards for later dividends")
                .In("currency or points").Nullable(),
            Integer("volume", "Shares traded").In("shares").Nullable(),
            Number("dividend", "Cash dividend with this ex-date, 0 where there is none").In("currency a share").Nullable(),
            Number("split_ratio", "New shares for one old with this ex-date, 1 where there is none").Nullable(),
            Text("status", "Whether the bar was settled when it was retrieved").OneOf(Final, Provisional),
            Flag("has_events", "Whether the vendor states dividends as events rather than only in its adjusted close"))
        .Key("symbol", "source", "retrieved_at", "session")
        .Ascending("session")
        .Strict();

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

    public ColumnFrame ToFrame()
    {
        var retrievedAt = new DateTimeOffset[Bars.Count];
        Array.Fill(retrievedAt, RetrievedAt);
        var hasEvents = new bool[Bars.Count];
        Array.Fill(hasEvents, Bars.HasEvents);
        return new(
            Column.Text("symbol", Symbol.Value, Bars.Count),
            Column.Text("source", Source, Bars.Count),
            Column.Instant("retrieved_at", retrievedAt),
            Column.Date("session", Bars.Session),
            Column.Number("open", Bars.Open),
            Column.Number("high", Bars.High),
            Column.Number("low", Bars.Low),
            Column.Number("close", Bars.Close),
            Column.Number("adjusted_close", Bars.AdjustedClose),
            Column.Integer("volume", Bars.Volume),
            Column.Number("dividend", Bars.Dividend),
            Column.Number("split_ratio", Bars.SplitRatio),
            Column.Text("status", Array.ConvertAll(Bars.Settled, settled => (string?)(settled ? Final : Provisional))),
            Column.Flag("has_events", hasEvents));
    }

    /// <param name="symbol">Told by the file's path.</param>
    /// <param name="source">Told by the file's path.</param>
    /// <param name="retrievedAt">Told by the file's path.</param>
    /// <param name="frame">At least one row; all of one download.</param>
    public static RawMarketTable FromFrame(Symbol symbol, string source, DateTimeOffset retrievedAt, ColumnFrame frame) =>
        FromBars(symbol, source, retrievedAt, new()
        {
            Session = frame.Dates("session"),
            Open = frame.Numbers("open"),
            High = frame.Numbers("high"),
            Low = frame.Numbers("low"),
            Close = frame.Numbers("close"),
            AdjustedClose = frame.Numbers("adjusted_close"),
            Volume = frame.NullableIntegers("volume"),
            Dividend = frame.Numbers("dividend"),
            SplitRatio = frame.Numbers("split_ratio"),
            Settled = Array.ConvertAll(frame.Texts("status"), status => status == Final),
            HasEvents = frame.Flags("has_events")[0],
        });

    /// <summary>Whether the vendor said the same in another download, whenever that was.</summary>
    internal bool HasBarsOf(RawMarketTable other) =>
        (other with { RetrievedAt = RetrievedAt }).ToFrame().ContentEquals(ToFrame());
}
