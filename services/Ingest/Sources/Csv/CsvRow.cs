using System.Globalization;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>One row of a file: its numbers, or the reason why it cannot be read.</summary>
/// <param name="Line">The line of the file, from 1 for the header.</param>
/// <param name="Text">The row's text in the file.</param>
/// <param name="Session">Its date; null if it cannot be read.</param>
/// <param name="Bar">Its numbers; null if there is a <paramref name="Fault"/>.</param>
/// <param name="Dividend">Cash with this ex-date; 0 for none.</param>
/// <param name="SplitRatio">New shares for one old; 1 for no split.</param>
/// <param name="Fault">Why the row cannot be read; null if it can.</param>
internal sealed record CsvRow(
    long Line, string Text, DateOnly? Session, VendorBar? Bar, double Dividend, double SplitRatio, string? Fault)
{
    private const int LongestText = 240;
    private const int LongestCell = 60;

    /// <summary>The text of the date's field, for a row whose date cannot be read.</summary>
    public string DateText { get; private init; } = "";

    /// <summary>How its date is written.</summary>
    public CsvDateForm DateForm { get; private init; }

    public int FieldCount { get; private init; }

    /// <summary>Whether two rows have the same numbers.</summary>
    public bool Agrees(CsvRow other) => Fault is null && other.Fault is null
        && Bar == other.Bar && Dividend.Equals(other.Dividend) && SplitRatio.Equals(other.SplitRatio);

    public static CsvRow Read(CsvColumns columns, long line, string text, string[] fields, bool hasStrayQuote)
    {
        var cells = new Cells(columns, fields);
        var dateText = Shown(cells.Text("Date"));
        var (session, form, dateFault) = CsvDate.Read(dateText);
        var shown = text.Length > LongestText ? text[..LongestText] + "…" : text;
        var faults = new List<string>();
        if (dateFault is not null)
            faults.Add(dateFault);
        if (hasStrayQuote)
            faults.Add("a quotation mark is misplaced");
        if (fields.Length != columns.Count)
            faults.Add($"it has {fields.Length} fields, but the header has {columns.Count}");
        if (faults.Count > 0)
            return Faulty(faults);

        var bar = new VendorBar(
            cells.Number("Open", faults), cells.Number("High", faults), cells.Number("Low", faults),
            cells.Number("Close", faults), cells.Number("AdjClose", faults), cells.Volume("Volume", faults));
        // The fund pays both out on their ex-date.
        var dividend = (cells.Number("Dividends", faults) ?? 0) + (cells.Number("Capital Gains", faults) ?? 0);
        // Exports write 0 for no split.
        var split = cells.Ratio("Stock Splits", faults) is { } ratio and not 0 ? ratio : 1;
        if (dividend < 0)
            faults.Add("the dividend is negative");
        if (split < 0)
            faults.Add("the split ratio is negative");
        return faults.Count > 0
            ? Faulty(faults)
            : new CsvRow(line, shown, session, bar, dividend, split, null)
            {
                DateText = dateText,
                DateForm = form,
                FieldCount = fields.Length,
            };

        CsvRow Faulty(List<string> why) =>
            new(line, shown, session, null, 0, 1, string.Join("; ", why))
            {
                DateText = dateText,
                DateForm = form,
                FieldCount = fields.Length,
            };
    }

    /// <summary>A cell as a message shows it.</summary>
    private static string Shown(string cell) => cell.Length > LongestCell ? cell[..LongestCell] + "…" : cell;

    private readonly struct Cells(CsvColumns columns, string[] fields)
    {
        public string Text(string column) => columns[column] is { } place && place < fields.Length ? fields[place] : "";

        public double? Number(string column, List<string> faults)
        {
            var text = Text(column);
            if (text.Length == 0)
                return null;
            if (Parsed(text) is { } number)
                return number;
            faults.Add($"{column} '{Shown(text)}' is not a number");
            return null;
        }

        /// <summary>A number, or two as in <c>3:2</c> or <c>3/2</c>.</summary>
        public double? Ratio(string column, List<string> faults)
        {
            var text = Text(column);
            if (text.Split(':', '/') is not [var above, var below])
                return Number(column, faults);
            if (Parsed(above) is { } numerator && Parsed(below) is > 0 and var denominator)
                return numerator / denominator;
            faults.Add($"{column} '{Shown(text)}' is not a ratio");
            return null;
        }

        private static double? Parsed(string text) =>
            double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
                ? number
                : null;

        public long? Volume(string column, List<string> faults)
        {
            var number = Number(column, faults);
            var shares = VendorBar.VolumeOf(number);
            if (number is not null && shares is null)
                faults.Add($"{column} '{Shown(Text(column))}' is not a number of shares");
            return shares;
        }
    }
}
