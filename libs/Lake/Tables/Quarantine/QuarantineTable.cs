using System.Text.Encodings.Web;
using System.Text.Json;
using Volcast.Market;
using Volcast.Schemas;
using static Volcast.Schemas.ColumnSchema;

namespace Volcast.Lake.Tables;

/// <summary>Rows that tables refused, as they came, each with its reason.</summary>
public sealed record QuarantineTable
{
    private static readonly JsonWriterOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly TableColumns<QuarantineTable> Columns = new TableColumns<QuarantineTable>()
        .Text(Text("table", "The table that refused the row"),
            table => table.Table, (table, values) => table with { Table = values })
        .Text(Text("symbol", "Ticker"), table => table.Symbol, (table, values) => table with { Symbol = values })
        .Text(Text("row_key", "The row's key as text"), table => table.RowKey, (table, values) => table with { RowKey = values })
        .Text(Text("reason", "Every check that the row fails, with the value found"),
            table => table.Reason, (table, values) => table with { Reason = values })
        .Text(Text("row", "The row as delivered: a JSON object of column → text, null where a value is missing"),
            table => table.Row, (table, values) => table with { Row = values });

    /// <summary>The table <c>quarantine</c>.</summary>
    public static TableSchema Schema { get; } = TableSchema
        .Named("quarantine", 1, "Rows that a table refused, in full or in part (an index keeps its close when its candle is "
            + "impossible). A file holds what one run refused for one symbol. Its name is its digest, so refusing the same rows "
            + "again changes nothing.")
        .ProducedBy("ingest")
        .WhenItIsLost("Delete the file and run `volcast ingest`, which writes the rows that it still refuses.")
        .PartitionedBy("table", "symbol")
        .Holding(Columns.Schemas)
        .Strict();

    public required string[] Table { get; init; }
    public required string[] Symbol { get; init; }
    public required string[] RowKey { get; init; }
    public required string[] Reason { get; init; }
    public required string[] Row { get; init; }

    public int Count => Row.Length;

    /// <summary>The reason of a row, which begins with its severity.</summary>
    /// <param name="severity">Error for damage, warning for a harmless defect.</param>
    /// <param name="text">What is wrong.</param>
    public static string ReasonOf(Severity severity, string text) => $"{severity.ToString().ToLowerInvariant()}: {text}";

    /// <summary>Whether a row has a harmless defect only, such as an impossible bar of an index, of which the close is used.</summary>
    /// <param name="row">Its place.</param>
    public bool IsHarmless(int row) => Reason[row].StartsWith(ReasonOf(Severity.Warning, ""), StringComparison.Ordinal);

    /// <param name="table">The table that refuses the rows.</param>
    /// <param name="symbol">The rows' symbol.</param>
    /// <param name="rows">The refused rows, with any columns.</param>
    /// <param name="reasons">One for each row.</param>
    /// <exception cref="ArgumentException">The numbers of reasons and rows differ.</exception>
    public static QuarantineTable From(TableSchema table, Symbol symbol, ColumnFrame rows, IReadOnlyList<string> reasons)
    {
        if (reasons.Count != rows.Rows)
            throw new ArgumentException(
                $"{table.Name} refuses {rows.Rows} rows of {symbol} but gives {reasons.Count} reasons.", nameof(reasons));
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

    public ColumnFrame ToFrame() => Columns.ToFrame(this);

    public static QuarantineTable FromFrame(ColumnFrame frame) => Columns.FromFrame(frame);

    private static string ToJson(ColumnFrame frame, int row)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Json))
        {
            json.WriteStartObject();
            foreach (var column in frame.Columns)
                json.WriteString(column.Name, column.IsMissing(row) ? null : column.Format(row));
            json.WriteEndObject();
        }
        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }
}
