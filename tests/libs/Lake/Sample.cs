using CsCheck;
using Volcast.Lake.Stores;
using Volcast.Lake.Tables;
using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tests;

/// <summary>Small tables for tests, and a lake in memory.</summary>
internal static class Sample
{
    /// <summary>Opens a lake for its only writer.</summary>
    internal static Task<DataLake> OpenAsync(IObjectStore store, DataKind kind = DataKind.Real) =>
        DataLake.OpenForWritingAsync(store, kind, new OneWriter());

    internal static Symbol Spy { get; } = Symbol.Parse("SPY");
    internal static Symbol Vix { get; } = Symbol.Parse("^VIX");

    /// <summary>A table of every column type, each also nullable, partitioned like the lake's own.</summary>
    internal static TableSchema Everything { get; } = TableSchema.Named("test.everything", 1, "All types.").ProducedBy("testing")
        .PartitionedBy("year", "symbol").ByYearOf("day")
        .Holding(
            Text("symbol", ""), Date("day", ""), Text("text", ""), Instant("instant", ""), Integer("integer", ""),
            Number("number", ""),
            Flag("flag", ""), Text("maybe_text", "").Nullable(), Date("maybe_date", "").Nullable(),
            Instant("maybe_instant", "").Nullable(),
            Integer("maybe_integer", "").Nullable(), Number("maybe_number", "").Nullable(), Flag("maybe_flag", "").Nullable())
        .Key("symbol", "day").Ascending("day").Strict();

    /// <summary>Rows of <see cref="Everything"/> over several years.</summary>
    internal static Gen<ColumnFrame> EverythingOf(Symbol symbol) =>
        from rows in Gen.Int[0, 40]
        from days in Gen.Int[730_000, 731_500].HashSet[rows]
        from text in Gen.String.Array[rows]
        from instant in Gen.Long[0, DateTimeOffset.MaxValue.Ticks / TimeSpan.TicksPerMillisecond].Array[rows]
        from integer in Gen.Long.Array[rows]
        from number in Gen.Double.Where(double.IsFinite).Array[rows]
        from flag in Gen.Bool.Array[rows]
        from absent in Gen.Bool.Array[rows]
        let instants = Array.ConvertAll(instant, ms => new DateTimeOffset(ms * TimeSpan.TicksPerMillisecond, TimeSpan.Zero))
        let dates = days.Order().Select(DateOnly.FromDayNumber).ToArray()
        select new ColumnFrame(
            Column.Text("symbol", symbol.Value, rows), Column.Date("day", dates), Column.Text("text", text),
            Column.Instant("instant", instants), Column.Integer("integer", integer), Column.Number("number", number),
            Column.Flag("flag", flag),
            Column.Text("maybe_text", [.. text.Zip(absent, (t, a) => a ? null : t)]), Column.Date("maybe_date", dates, absent),
            Column.Instant("maybe_instant", instants, absent), Column.Integer("maybe_integer", integer, absent),
            Column.Number("maybe_number", [.. number.Zip(absent, (n, a) => a ? double.NaN : n)]),
            Column.Flag("maybe_flag", flag, absent));

    /// <summary>Curated bars on NYSE sessions, close 100 + row, each return consistent with it.</summary>
    internal static ColumnFrame Curated(Symbol symbol, DateOnly from, DateOnly to, double shift = 0, string vintage = "0123abcd")
    {
        var sessions = TradingCalendar.Nyse.Sessions(from, to).ToArray();
        var close = sessions.Select(s => 100 + shift + s.DayNumber % 50).ToArray();
        return new CuratedMarketTable
        {
            Symbol = symbol,
            Session = sessions,
            Open = [.. close],
            High = Array.ConvertAll(close, c => c + 1),
            Low = Array.ConvertAll(close, c => c - 1),
            Close = close,
            Volume = Array.ConvertAll(sessions, s => symbol.IsIndex ? (long?)null : s.DayNumber),
            Dividend = new double[close.Length],
            SplitRatio = [.. Enumerable.Repeat(1.0, close.Length)],
            LogReturn = [.. close.Select((c, i) => i == 0 ? double.NaN : Math.Log(c / close[i - 1]))],
            TotalReturnClose = [.. close],
            SessionsSpanned = [.. Enumerable.Repeat(1L, close.Length)],
            Vintage = [.. Enumerable.Repeat(vintage, close.Length)],
        }.ToFrame();
    }

    internal static DailyBars Bars(double lastClose = 102, bool settled = true) => new()
    {
        Session = [new(2021, 12, 29), new(2021, 12, 30), new(2021, 12, 31)],
        Open = [100, double.NaN, 101],
        High = [101, 102, 103],
        Low = [99, 100, 100],
        Close = [100.5, 101, lastClose],
        AdjustedClose = [90.25, 91, 92],
        Volume = [1000, null, 3000],
        Dividend = [0, 0.5, 0],
        SplitRatio = [1, 1, 1],
        Settled = [true, true, settled],
        HasEvents = true,
    };
}
