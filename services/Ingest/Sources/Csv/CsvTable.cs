using System.Text;
using CsvHelper;
using Volcast.Market;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>The rows of a file in the file's order, valid and invalid.</summary>
/// <param name="Columns">The file's header.</param>
/// <param name="Rows">The rows after it, without blank ones.</param>
/// <param name="Notes">What was passed over.</param>
internal sealed record CsvTable(CsvColumns Columns, IReadOnlyList<CsvRow> Rows, IReadOnlyList<string> Notes)
{
    /// <summary>Vendors put a few lines of text before the header.</summary>
    private const int MostLinesBeforeHeader = 10;

    /// <exception cref="CsvFormatException">The text is not a table of bars.</exception>
    public static CsvTable Read(byte[] bytes, Symbol symbol)
    {
        var malformed = new Dictionary<long, CsvMalformedReason>();
        var options = new CsvReaderOptions
        {
            // The header is read as a record too, so that its errors get this project's messages.
            HasHeader = false,
            Separator = ',',
            DetectSeparatorHint = false,
            TrimWhitespace = true,
            TrimInsideQuotes = true,
            // An unclosed quotation mark damages its own line, not the rest of the file.
            AllowLineBreaksInQuotes = false,
            TrackLineNumbers = true,
            OnMalformedRecord = record => malformed.TryAdd(record.LineNumber, record.Reason),
        };
        try
        {
            using var reader = CsvReader.Create(new StringReader(Decode(bytes)), options);
            var (columns, fault) = CsvColumns.Of(Header(reader, symbol), symbol);
            if (columns is null)
                throw new CsvFormatException(
                    fault!,
                    $"The header should be {(symbol.IsIndex ? CsvColumns.ExpectedOfIndex : CsvColumns.Expected)}, in any order");
            var rows = new List<CsvRow>();
            var notes = new List<string>();
            if (columns.Note is { } note && !symbol.IsIndex)
                notes.Add(note);
            while (reader.Read())
            {
                var fields = Fields(reader);
                if (fields.All(field => field.Length == 0))
                    continue;
                rows.Add(CsvRow.Read(
                    columns, reader.LineNumber, Encoding.UTF8.GetString(reader.RawRecord), fields,
                    hasStrayQuote: malformed.ContainsKey(reader.LineNumber)));
            }
            // Vendors close a file with a line of text.
            if (rows is [.., { FieldCount: 1, Session: null } footer] && columns.Count > 1)
            {
                rows.RemoveAt(rows.Count - 1);
                notes.Add($"line {footer.Line}, the last one, is not a row and was ignored: {footer.Text}");
            }
            return new CsvTable(columns, rows, notes);
        }
        catch (DecoderFallbackException binary)
        {
            throw new CsvFormatException("it is not text in UTF-8", "Save it as csv in UTF-8", binary);
        }
    }

    /// <summary>The header: the first line, unless one of the next lines names a date and a close.</summary>
    private static string[] Header(CsvReader reader, Symbol symbol)
    {
        if (!reader.Read())
            throw new CsvFormatException("it is empty", "Fill it, or remove it and leave the symbol out");
        var first = Fields(reader);
        var fields = first;
        for (var line = 0; line < MostLinesBeforeHeader && !CsvColumns.IsHeader(fields, symbol); line++)
        {
            if (!reader.Read())
                return first;
            fields = Fields(reader);
        }
        return CsvColumns.IsHeader(fields, symbol) ? fields : first;
    }

    /// <summary>UTF-8 text, with or without a byte-order mark. Invalid bytes are an error, so that no number contains a
    /// replacement character.</summary>
    private static string Decode(byte[] bytes)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        return utf8.GetString(bytes).TrimStart('\uFEFF');
    }

    private static string[] Fields(CsvReader reader)
    {
        var fields = new string[reader.FieldCount];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = reader.GetString(i);
        return fields;
    }
}
