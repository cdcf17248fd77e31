using System.Globalization;

namespace Volcast.Schemas;

/// <summary>Checks of dates against a calendar, for each group of rows by itself.</summary>
internal static class CalendarCheck
{
    internal static TableCheck Missing(
        string date, string per, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>> expected, DateOnly since, Severity severity) =>
        new("calendar_complete", $"every expected {date} between the first and the last of a {per} occurs", severity, [date, per],
            (frame, findings) =>
            {
                foreach (var (group, rows) in Groups(frame, date, per, since))
                {
                    var dates = frame.Dates(date);
                    var present = rows.Select(row => dates[row]).ToHashSet();
                    foreach (var day in expected(present.Min(), present.Max()))
                        if (!present.Contains(day))
                            findings.Table($"{group} {day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} is missing");
                }
            });

    internal static TableCheck Unexpected(
        string date, string per, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>> expected, DateOnly since, Severity severity) =>
        new("calendar_expects", $"no {date} occurs that the calendar does not know", severity, [date, per],
            (frame, findings) =>
            {
                foreach (var (_, rows) in Groups(frame, date, per, since))
                {
                    var dates = frame.Dates(date);
                    var known = expected(rows.Min(row => dates[row]), rows.Max(row => dates[row])).ToHashSet();
                    foreach (var row in rows)
                        if (!known.Contains(dates[row]))
                            findings.Row(row, "no session on this day");
                }
            });

    private static Dictionary<string, List<int>> Groups(ColumnFrame frame, string date, string per, DateOnly since)
    {
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        var names = frame.Texts(per);
        var dates = frame.Of<DateOnly>(date);
        for (var row = 0; row < frame.Rows; row++)
        {
            if (dates.IsAbsent(row) || dates.Values[row] < since) continue;
            var name = names[row] ?? "";
            if (!groups.TryGetValue(name, out var rows))
                groups.Add(name, rows = []);
            rows.Add(row);
        }
        return groups;
    }
}
