using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The outcomes of one symbol's forecast periods, in the order of their key.</summary>
public sealed record OutcomesTable
{
    private static readonly RowColumns<OutcomeRow> RowColumns = new RowColumns<OutcomeRow>()
        .Integer(Integer("horizon", "Length of the forecast period").In("sessions").AtLeast(1),
            row => row.Horizon, (row, value) => row with { Horizon = (int)value })
        .Date(Date("forecast_origin", "The session before the forecast period"),
            row => row.ForecastOrigin, (row, value) => row with { ForecastOrigin = value })
        .Text(Text("data_digest", "Digest of the bars that the outcome was computed from: their returns and ranges, and when a "
                + "changed one was known"),
            row => row.DataDigest, (row, value) => row with { DataDigest = value })
        .Date(Date("target_end", "The last session of the forecast period"),
            row => row.TargetEnd, (row, value) => row with { TargetEnd = value })
        .Instant(Instant("known_at", "The earliest time at which these data were known: settlement of the target's end, or the "
                + "later download that changed them").In("UTC"),
            row => row.KnownAt, (row, value) => row with { KnownAt = value })
        .Number(Number("realized_variance", "252/h · Σr² of the period's h sessions, at least 1e-6")
                .In("annualised variance").Above(0),
            row => row.RealizedVariance, (row, value) => row with { RealizedVariance = value })
        .Number(Number("range_variance", "Mean range variance of the period's sessions: squared overnight return plus a range "
                + "estimator of the trading hours; missing where a high or low is").In("annualised variance").Above(0).Nullable(),
            row => row.RangeVariance, (row, value) => row with { RangeVariance = value })
        .Number(Number("first_log_return", "Log return of the period's first session").In("decimal").Nullable(),
            row => row.FirstLogReturn, (row, value) => row with { FirstLogReturn = value })
        .Number(Number("log_return", "Log return of the period's sessions together").In("decimal").Nullable(),
            row => row.LogReturn, (row, value) => row with { LogReturn = value });

    private static readonly TableColumns<OutcomesTable> Columns = new TableColumns<OutcomesTable>()
        .Constant(Text("symbol", "The target's ticker"), table => table.Symbol.Value, table => table.Rows.Count)
        .Rows(table => table.Rows, (table, rows) => table with { Rows = rows }, RowColumns);

    /// <summary>The table <c>outcomes</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("outcomes", 1,
            "What happened in each forecast period that has ended, measured in two ways. A vendor's correction adds a row with "
            + "another digest and a later `known_at`; the earlier row stays. Scores of models are in `monitoring`.")
        .ProducedBy("outcomes")
        .WhenItIsLost("Restore it from a backup. Without a backup, delete the folder outcomes and run `volcast outcomes`, which "
            + "makes the outcomes of the present bars again; the earlier ones of corrected bars are lost.")
        .Irreplaceable()
        .PartitionedBy("year", "symbol").ByYearOf("forecast_origin")
        .Holding(Columns.Schemas)
        .Key("symbol", "horizon", "forecast_origin", "data_digest")
        .Ascending("forecast_origin", "horizon", "known_at", "data_digest")
        .EachRow("target_after_origin", Severity.Error, "target_end > forecast_origin",
            ["forecast_origin", "target_end"], frame =>
            {
                var (origin, end) = (frame.Dates("forecast_origin"), frame.Dates("target_end"));
                return row => end[row] > origin[row];
            })
        .EachRow("known_after_target", Severity.Error, "known_at is after the day of target_end",
            ["target_end", "known_at"], frame =>
            {
                var (end, known) = (frame.Dates("target_end"), frame.Instants("known_at"));
                return row => DateOnly.FromDateTime(known[row].UtcDateTime) > end[row];
            })
        .Strict();

    public required Symbol Symbol { get; init; }
    public required IReadOnlyList<OutcomeRow> Rows { get; init; }

    /// <summary>The stored outcomes of a target with a forecast origin from <paramref name="from"/> to <paramref name="to"/>,
    /// both included; no rows before the first outcome.</summary>
    public static async Task<IReadOnlyList<OutcomeRow>> ReadAsync(
        DataLake lake, Symbol target, DateOnly? from = null, DateOnly? to = null, CancellationToken cancellationToken = default) =>
        FromFrame(target, await lake.ReadOrEmptyAsync(Schema, target, from, to, cancellationToken)).Rows;

    public ColumnFrame ToFrame() => Columns.ToFrame(this);

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static OutcomesTable FromFrame(Symbol symbol, ColumnFrame frame) => Columns.FromFrame(frame) with { Symbol = symbol };
}
