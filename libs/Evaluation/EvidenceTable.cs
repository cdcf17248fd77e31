using System.Globalization;
using System.Text;

namespace Volcast.Evaluation;

/// <summary>A csv file of evidence: a header, rows of numbers and words without quotes or commas, lines ended by LF. An absent
/// number is an empty field.</summary>
public sealed class EvidenceTable
{
    private readonly string name;
    private readonly List<string> columns;
    private readonly List<string[]> rows = [];

    public EvidenceTable(string name, IEnumerable<string> columns) => (this.name, this.columns) = (name, [.. columns]);

    public int Rows => rows.Count;

    public IReadOnlyList<string> Columns => columns;

    public bool Has(string column) => columns.Contains(column);

    public void Add(IEnumerable<string> cells) => rows.Add([.. cells]);

    /// <summary>A number with so many significant digits.</summary>
    public static string Number(double value, int digits) =>
        double.IsNaN(value) ? "" : value.ToString("G" + digits, CultureInfo.InvariantCulture);

    public static string Date(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public byte[] ToBytes()
    {
        var text = new StringBuilder(string.Join(',', columns)).Append('\n');
        foreach (var row in rows)
            text.AppendJoin(',', row).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <exception cref="EvidenceException">A row has another number of fields than the header.</exception>
    public static EvidenceTable Parse(string name, byte[] content)
    {
        var lines = Encoding.UTF8.GetString(content).TrimEnd('\n').Split('\n');
        var table = new EvidenceTable(name, lines[0].Split(','));
        for (var i = 1; i < lines.Length; i++)
        {
            var cells = lines[i].Split(',');
            if (cells.Length != table.columns.Count)
                throw new EvidenceException($"{name}, line {i + 1}: {cells.Length} fields under {table.columns.Count} columns.");
            table.rows.Add(cells);
        }
        return table;
    }

    /// <exception cref="EvidenceException">There is no such column.</exception>
    public string[] Texts(string column)
    {
        var place = Place(column);
        return [.. rows.Select(row => row[place])];
    }

    /// <exception cref="EvidenceException">There is no such column, or a field is no number.</exception>
    public double[] Numbers(string column) => Read(column, double.NaN,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : null);

    /// <exception cref="EvidenceException">There is no such column, or a field is no date.</exception>
    public DateOnly?[] Dates(string column) => [.. Read(column, default,
        text => DateOnly.TryParseExact(text, "yyyy-MM-dd", out var day) ? day : (DateOnly?)null)
        .Select(day => day == default ? null : (DateOnly?)day)];

    private T[] Read<T>(string column, T absent, Func<string, T?> parse)
        where T : struct
    {
        var place = Place(column);
        return [.. rows.Select((row, i) => row[place].Length == 0 ? absent : parse(row[place])
            ?? throw new EvidenceException($"{name}, line {i + 2}, column {column}: '{row[place]}' cannot be read."))];
    }

    private int Place(string column) => columns.IndexOf(column) is >= 0 and var place
        ? place
        : throw new EvidenceException($"{name} has no column {column}, only {string.Join(", ", columns)}.");
}
