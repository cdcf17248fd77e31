using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>The findings about one symbol's data, in the order of their key.</summary>
public sealed record FindingsTable
{
    private static readonly RowColumns<FindingRow> RowColumns = new RowColumns<FindingRow>()
        .Date(Date("session", "The session that the finding concerns; the first one if it concerns several"),
            row => row.Session, (row, value) => row with { Session = value })
        .Name(Text("kind", "What was found"), row => row.Kind, (row, value) => row with { Kind = value })
        .Text(Text("detail", "The finding with its numbers, in one sentence"),
            row => row.Detail, (row, value) => row with { Detail = value })
        .Flag(Flag("withheld", "Whether the numbers are kept out of `curated.market` until the finding is accepted"),
            row => row.IsWithheld, (row, value) => row with { IsWithheld = value })
        .Name(Text("status", "`accepted` after `volcast data accept`"),
            row => row.Status, (row, value) => row with { Status = value })
        .OptionalText(Text("reason", "Why a person accepted the vendor's numbers; missing while the finding is open").Nullable(),
            row => row.Reason, (row, value) => row with { Reason = value })
        .OptionalText(Text("accepted_by", "Who accepted them; missing while the finding is open").Nullable(),
            row => row.AcceptedBy, (row, value) => row with { AcceptedBy = value });

    private static readonly TableColumns<FindingsTable> Columns = new TableColumns<FindingsTable>()
        .Constant(Text("symbol", "Ticker; an index begins with `^`"), table => table.Symbol.Value, table => table.Rows.Count)
        .Rows(table => table.Rows, (table, rows) => table with { Rows = rows }, RowColumns);

    /// <summary>The table <c>findings</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("findings", 1,
            "The findings of the checks of market data: those that are open, and those that a person has accepted. A finding "
            + "that a later download resolves is removed. An open finding makes `ingest` exit with 3.")
        .ProducedBy("ingest")
        .WhenItIsLost("Restore it from a backup: no command repeats an acceptance. Without a backup, move the symbol's files out "
            + "of the lake and run `volcast ingest --lookback max`, which reports again what the vendor's data still contain. "
            + "Then accept those findings again.")
        .Irreplaceable()
        .PartitionedBy("year", "symbol").ByYearOf("session")
        .Holding(Columns.Schemas)
        .Key("symbol", "session", "kind")
        .Ascending("session", "kind")
        .EachRow("reason_of_acceptance", Severity.Error, "reason is present exactly where the finding is accepted",
            ["status", "reason"], frame =>
            {
                var (status, reason) = (frame.Texts("status"), frame.Texts("reason"));
                return row => string.IsNullOrEmpty(reason[row]) == (status[row] == StoredName.Of(FindingStatus.Open));
            })
        .Strict();

    public required Symbol Symbol { get; init; }
    public required IReadOnlyList<FindingRow> Rows { get; init; }

    /// <summary>The findings about a symbol; no rows if there never was one.</summary>
    public static async Task<FindingsTable> ReadAsync(DataLake lake, Symbol symbol, CancellationToken cancellationToken) =>
        FromFrame(symbol, await lake.ReadOrEmptyAsync(Schema, symbol, cancellationToken: cancellationToken));

    /// <summary>Whether a person has accepted such a finding.</summary>
    public bool IsAccepted(DateOnly session, FindingKind kind) => Rows.Any(row =>
        row.Status == FindingStatus.Accepted && row.Kind == kind && (row.IsOfSeries || row.Session == session));

    /// <summary>These rows in the order of their key.</summary>
    public static FindingsTable Of(Symbol symbol, IEnumerable<FindingRow> rows) => new()
    {
        Symbol = symbol,
        Rows = [.. rows.OrderBy(row => row.Session).ThenBy(row => StoredName.Of(row.Kind), StringComparer.Ordinal)],
    };

    public ColumnFrame ToFrame() => Columns.ToFrame(this);

    /// <param name="symbol">The only one in the frame.</param>
    /// <param name="frame">Satisfies <see cref="Schema"/>.</param>
    public static FindingsTable FromFrame(Symbol symbol, ColumnFrame frame) => Columns.FromFrame(frame) with { Symbol = symbol };
}
