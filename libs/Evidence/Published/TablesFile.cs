using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Volcast.Reports;

namespace Volcast.Evidence.Published;

/// <summary>tables.json: every table, computed from the unpublished daily numbers when the evidence was written. A row is an
/// array of numbers and words; a number that does not exist is null.</summary>
internal static class TablesFile
{
    private static readonly JsonWriterOptions OnOneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(IReadOnlyList<ReportTable> tables) => Encoding.UTF8.GetBytes(
        $"[\n{string.Join(",\n", tables.Select(Text))}\n]\n");

    /// <exception cref="EvidenceException">The file is damaged.</exception>
    public static IReadOnlyList<ReportTable> Read(byte[] content)
    {
        try
        {
            using var document = JsonDocument.Parse(content);
            return [.. document.RootElement.EnumerateArray().Select(Table)];
        }
        catch (Exception error)
            when (error is JsonException or InvalidOperationException or KeyNotFoundException or FormatException
                or IndexOutOfRangeException)
        {
            throw new EvidenceException($"{EvidenceFiles.Tables} is damaged: {error.Message}", error);
        }
    }

    private static ReportTable Table(JsonElement table)
    {
        TableColumn[] columns = [.. table.GetProperty("columns").EnumerateArray().Select(column =>
            new TableColumn(column[0].GetString()!, column[1].GetString()!, column[2].GetString()))];
        Cell[][] rows = [.. table.GetProperty("rows").EnumerateArray().Select(row =>
            row.EnumerateArray().Select(Value).ToArray())];
        var name = table.GetProperty("name").GetString()!;
        return rows.All(row => row.Length == columns.Length)
            ? new() { Name = name, Title = name, Columns = columns, Rows = rows }
            : throw new FormatException($"a row of table {name} does not have {columns.Length} cells.");
    }

    private static Cell Value(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => double.NaN,
        JsonValueKind.String => value.GetString()!,
        _ => value.GetDouble(),
    };

    private static string Text(ReportTable table) => $$"""
          {
            "name": {{JsonSerializer.Serialize(table.Name)}},
            "columns": [
        {{Lines(table.Columns, (line, column) =>
        {
            line.WriteStringValue(column.Name);
            line.WriteStringValue(column.Heading);
            line.WriteStringValue(column.Format);
        })}}
            ],
            "rows": [
        {{Lines(table.Rows, (line, row) => Array.ForEach(row, cell => Write(line, cell)))}}
            ]
          }
        """.ReplaceLineEndings("\n");

    private static void Write(Utf8JsonWriter line, Cell cell)
    {
        if (cell.Text is { } text)
            line.WriteStringValue(text);
        else if (double.IsFinite(cell.Number))
            line.WriteRawValue(cell.Number.ToString("G" + EvidenceFiles.Digits, CultureInfo.InvariantCulture));
        else
            line.WriteNullValue();
    }

    /// <summary>An array for each item, each on its own line.</summary>
    private static string Lines<T>(IEnumerable<T> items, Action<Utf8JsonWriter, T> write) =>
        string.Join(",\n", items.Select(item =>
        {
            using var stream = new MemoryStream();
            using (var line = new Utf8JsonWriter(stream, OnOneLine))
            {
                line.WriteStartArray();
                write(line, item);
                line.WriteEndArray();
            }
            return "      " + Encoding.UTF8.GetString(stream.ToArray());
        }));
}
