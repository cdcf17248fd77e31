using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Services.Ingest.Sources.Csv;

/// <summary>The bars of one symbol in a text of comma-separated values, whoever delivered it.</summary>
/// <param name="Bars">The bars in the window; none if no row is one.</param>
/// <param name="Rejected">Rows, or parts of rows, that are not in <paramref name="Bars"/>.</param>
/// <param name="Notes">What else a user should know.</param>
/// <param name="HasUnorderedRows">Whether the dates were unordered or repeated.</param>
/// <param name="LastSession">The last session of all valid rows, inside the window or not.</param>
/// <param name="Emptiness">Why there is no bar; empty if there is one.</param>
internal sealed record CsvBars(
    DailyBars Bars, IReadOnlyList<RejectedRow> Rejected, IReadOnlyList<string> Notes, bool HasUnorderedRows,
    DateOnly? LastSession, string Emptiness)
{
    /// <summary>No exchange has bars of years outside these.</summary>
    private const int FirstYear = 1700;
    private const int LastYear = 2200;

    /// <summary>By so many years the Buddhist calendar is ahead of the Gregorian.</summary>
    private const int BuddhistYears = 543;

    /// <param name="bytes">The text in UTF-8.</param>
    /// <param name="symbol">The symbol that the rows belong to.</param>
    /// <param name="from">First session wanted; null for all.</param>
    /// <param name="to">Last session wanted; null for all.</param>
    /// <param name="isSession">Whether the exchange is open on a day, for days from <see cref="TradingCalendar.FirstDay"/>
    /// on.</param>
    /// <param name="cancellationToken">Stops between rows.</param>
    /// <exception cref="CsvFormatException">The text is not a table of bars, or its dates may be those of other
    /// sessions.</exception>
    public static CsvBars Read(
        byte[] bytes, Symbol symbol, DateOnly? from, DateOnly? to, Func<DateOnly, bool> isSession,
        CancellationToken cancellationToken)
    {
        var table = CsvTable.Read(bytes, symbol);
        RequireDates(table);
        var bars = new BarCollector(symbol, table.Columns.HasEvents && !symbol.IsIndex, from, to);
        var disorder = new List<string>();
        foreach (var row in CsvSessions.InOrder(table.Rows, bars, disorder))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (session, place) = (row.Session!.Value, $"line {row.Line}: ");
            if (session >= TradingCalendar.FirstDay && !isSession(session))
                bars.Reject(
                    session, row.Text, place + $"{BarCollector.Text(session)} is not a session of the exchange",
                    symbol.IsIndex ? Severity.Warning : Severity.Error);
            else
                bars.Add(session, row.Bar!, row.Text, row.Dividend, row.SplitRatio, place);
        }
        var read = bars.ToBars();
        RequireUnadjustedCloses(read);
        return new CsvBars(
            read, bars.Rejected, [.. table.Notes, .. disorder], disorder.Count > 0, bars.LastSession,
            bars.Count > 0 ? "" : EmptinessOf(table, bars));
    }

    private static string EmptinessOf(CsvTable table, BarCollector bars) => table.Rows.Count == 0
        ? "it has a header but no rows"
        : bars.FirstSession is { } first
            ? $"all its sessions, {BarCollector.Text(first)} to {BarCollector.Text(bars.LastSession!.Value)}, are outside"
            : $"none of its {table.Rows.Count} rows is valid ({bars.Reasons()})";

    /// <summary>Refuses a text whose dates may be those of other sessions; a bar under a wrong date is worse than none.</summary>
    private static void RequireDates(CsvTable table)
    {
        // A single one, such as a live last row, is rejected by itself.
        if (table.Rows.Where(row => row.DateForm == CsvDateForm.UncertainTime).Take(2).ToArray() is [var uncertain, _])
            throw new CsvFormatException(
                $"line {uncertain.Line}: {uncertain.Fault}",
                "Write plain dates of the exchange (yyyy-MM-dd), or times of the session with their offset");
        if (table.Rows.Any(row => row.DateForm == CsvDateForm.American)
            && table.Rows.FirstOrDefault(row => row.DateForm == CsvDateForm.OtherSlashes) is { } other)
            throw new CsvFormatException(
                $"line {other.Line} has the date {other.DateText}, so its dates are not all in the order MM/dd/yyyy",
                "Write dates as yyyy-MM-dd");
        if (table.Rows.Count > 0 && table.Rows.All(row => row.DateForm is CsvDateForm.None or CsvDateForm.OtherSlashes))
            throw new CsvFormatException(
                $"no row has a date that can be read; line {table.Rows[0].Line}: '{table.Rows[0].DateText}' is not a date "
                + $"(yyyy-MM-dd){(CsvDate.Guess(table.Rows[0].DateText) is { } form ? $", but looks like {form}" : "")}",
                "Write the dates of the exchange, New York, as yyyy-MM-dd");
        DateOnly[] dates = [.. table.Rows.Where(row => row.Session is not null).Select(row => row.Session!.Value)];
        var foreign = dates.Where(date => date.Year is < FirstYear or > LastYear).ToArray();
        if (foreign.Length * 2 > dates.Length)
            throw new CsvFormatException(
                $"{foreign.Length} of its {dates.Length} rows have such dates as {BarCollector.Text(foreign[0])}, in another "
                + "calendar than the Gregorian"
                + (foreign[0].Year - BuddhistYears is > FirstYear and < LastYear and var year
                    ? $": the Buddhist year {foreign[0].Year} is {year}"
                    : ""),
                "Write the years of the Gregorian calendar");
        if (ShiftedDates.Fault(dates) is { } fault)
            throw new CsvFormatException(fault, "Write the dates of the exchange, New York, as yyyy-MM-dd");
    }

    /// <summary>Refuses closes that contain the dividends already, together with the dividends: they would count twice.</summary>
    private static void RequireUnadjustedCloses(DailyBars bars)
    {
        if (!bars.HasEvents || !bars.Dividend.Skip(1).Any(amount => amount > 0))
            return;
        for (var row = 0; row < bars.Count; row++)
            if (!(Math.Abs(bars.AdjustedClose[row] / bars.Close[row] - 1) < 1e-6))
                return;
        throw new CsvFormatException(
            "it has dividends, but Close equals AdjClose on every row: its closes are adjusted for dividends already, or "
            + "AdjClose is a copy of Close",
            "Write unadjusted closes, or leave out the column Dividends if AdjClose is right");
    }
}
