using System.Text.Encodings.Web;
using System.Text.Json;
using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>Rows that tables refused, as they came, with the reason of each.</summary>
public sealed record QuarantineTable
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The table <c>quarantine</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("quarantine", 1, "Rows that a table refused, wholly or in part (an index whose candle was cleared). A file holds "
            + "what one run refused of one symbol and is named by its digest, so that refusing the same rows again changes "
            + "nothing.")
        .ProducedBy("ingest")
        .WhenItIsLost("Delete the file and run the command again: what is still refused is written again.")
        .PartitionedBy("table", "symbol")
        .Holding(
            Text("table", "The table that refused the row"),
            Text("symbol", "Ticker"),
            Text("row_key", "The row's key as text"),
            Text("reason", "Every check that it fails, with the value found"),
            Text("row", "The whole row as it came: a JSON object of column → text, null where absent"))
        .Strict();

    public required string[] Table { get; init; }
    public required string[] Symbol { get; init; }
    public required string[] RowKey { get; init; }
    public required string[] Reason { get; init; }
    public required string[] Row { get; init; }

    public int Count => Row.Length;

    /// <param name="table">The table that refuses.</param>
    /// <param name="symbol">Whose rows they are.</param>
    /// <param name="rows">What is refused, of any columns.</param>
    /// <param name="reasons">One for each row.</param>
    /// <exception cref="ArgumentException">There are more or fewer reasons than rows.</exception>
    public static QuarantineTable From(TableSchema table, Symbol symbol, ColumnFrame rows, IReadOnlyList<string> reasons)
    {
        if (reasons.Count != rows.Rows)
            throw new ArgumentException(
                $"{rows.Rows} rows of {symbol} are refused by {table.Name} for {reasons.Count} reasons.", nameof(reasons));
        var key = table.KeyColumns.Where(rows.Has).Select(name => rows[name]).ToArray();
        var all = Enumerable.Range(0, rows.Rows).ToArray();
        return new()
        {
            Table = Array.ConvertAll(all, _ => table.Name),
            Symbol = Array.ConvertAll(all, _ => symbol.Value),
            RowKey = Array.ConvertAll(all, row => string.Join(' ', key.Select(c => c.Format(row)))),
            Reason = [.. reasons],
            Row = Array.ConvertAll(all, row => ToJson(rows, row)),
        };
    }

    public ColumnFrame ToFrame() => new(
        Column.Text("table", Table),
        Column.Text("symbol", Symbol),
        Column.Text("row_key", RowKey),
        Column.Text("reason", Reason),
        Column.Text("row", Row));

    public static QuarantineTable FromFrame(ColumnFrame frame) => new()
    {
        Table = frame.Texts("table")!,
        Symbol = frame.Texts("symbol")!,
        RowKey = frame.Texts("row_key")!,
        Reason = frame.Texts("reason")!,
        Row = frame.Texts("row")!,
    };

    private static string ToJson(ColumnFrame frame, int row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            foreach (var column in frame.Columns)
                json.WriteString(column.Name, column.IsAbsent(row) ? null : column.Format(row));
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
