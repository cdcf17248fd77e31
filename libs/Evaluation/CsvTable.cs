using System.Globalization;
using System.Text;
using CsvHelper;

namespace Volcast.Evaluation;

/// <summary>A csv file as columns of text, numbers and dates: UTF-8 with a header and LF line ends. A missing value is an empty
/// field.</summary>
public sealed class CsvTable
{
    private static readonly CsvReaderOptions Reading = new()
    {
        // The header is read as a record too, so that an error in it is reported like any other.
        HasHeader = false,
        Separator = ',',
        DetectSeparatorHint = false,
        SkipEmptyLines = false,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    private static readonly CsvWriterOptions Writing = new() { Separator = ',', NewLine = "\n" };

    private readonly string name;
    private readonly List<string> columns;
    private readonly List<string[]> rows = [];

    /// <summary>An empty table.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="columns">The header.</param>
    public CsvTable(string name, IEnumerable<string> columns) => (this.name, this.columns) = (name, [.. columns]);

    /// <summary>The number of rows.</summary>
    public int Rows => rows.Count;

    /// <summary>The header.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Whether the table has this column.</summary>
    public bool Has(string column) => columns.Contains(column);

    /// <summary>Appends a row with a cell for each of <see cref="Columns"/>.</summary>
    public void Add(IEnumerable<string> cells) => rows.Add([.. cells]);

    /// <summary>A number with the given number of significant digits; empty for NaN.</summary>
    public static string Number(double value, int digits) =>
        double.IsNaN(value) ? "" : value.ToString("G" + digits, CultureInfo.InvariantCulture);

    /// <summary>A number in its shortest exact form; empty for NaN.</summary>
    public static string Exact(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>A date as yyyy-MM-dd.</summary>
    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The bytes of the file. Equal tables give equal bytes.</summary>
    public byte[] ToBytes()
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using (var csv = WriterTo(text))
        {
            csv.WriteRecord([.. columns]);
            foreach (var row in rows)
                csv.WriteRecord(row);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidDataException">A row has more or fewer fields than the header, or a quotation mark is not closed;
    /// the message names the line.</exception>
    public static CsvTable Parse(string name, byte[] content)
    {
        try
        {
            using var csv = CsvReader.Create(content, Reading);
            var table = new CsvTable(name, csv.Read() ? Fields(csv) : []);
            while (csv.Read())
                table.rows.Add(csv.FieldCount == table.columns.Count ? Fields(csv) : throw new InvalidDataException(
                    $"{name}, line {csv.LineNumber}: {csv.FieldCount} fields, but the header has {table.columns.Count}."));
            return table;
        }
        catch (CsvFormatException damaged)
        {
            throw new InvalidDataException($"{name} is not a csv file: {damaged.Message}", damaged);
        }
    }

    /// <summary>A column as text.</summary>
    /// <exception cref="InvalidDataException">There is no such column; the message lists the columns.</exception>
    public string[] Texts(string column)
    {
        var place = Place(column);
        return [.. rows.Select(row => row[place])];
    }

    /// <summary>A column of numbers; NaN for an empty field.</summary>
    /// <exception cref="InvalidDataException">There is no such column, or a field is no number.</exception>
    public double[] Numbers(string column) => Read(column, double.NaN,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null);

    /// <summary>A column of dates; null for an empty field.</summary>
    /// <exception cref="InvalidDataException">There is no such column, or a field is no date.</exception>
    public DateOnly?[] Dates(string column) => [.. Read(column, default,
        text => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
            ? day : (DateOnly?)null)
        .Select(day => day == default ? null : (DateOnly?)day)];

    /// <summary>A writer of csv lines to a text that stays open.</summary>
    internal static CsvWriter WriterTo(TextWriter text) => CsvWriter.Create(text, Writing, leaveOpen: true);

    private static string[] Fields(CsvReader csv) => [.. Enumerable.Range(0, csv.FieldCount).Select(csv.GetString)];

    private T[] Read<T>(string column, T missing, Func<string, T?> parse)
        where T : struct
    {
        var place = Place(column);
        return [.. rows.Select((row, i) => row[place].Length == 0 ? missing : parse(row[place])
            ?? throw new InvalidDataException($"{name}, line {i + 2}, column {column}: '{row[place]}' cannot be read."))];
    }

    private int Place(string column) => columns.IndexOf(column) is >= 0 and var place
        ? place
        : throw new InvalidDataException($"{name} has no column {column}, only {string.Join(", ", columns)}.");
}
