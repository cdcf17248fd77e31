using System.Globalization;

namespace Volcast.Schemas;

/// <summary>Compares dates with a calendar, separately for each group of rows.</summary>
internal static class CalendarCheck
{
    internal static TableCheck Missing(
        string date, string per, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>> expected, DateOnly since, Severity severity) =>
        new("calendar_complete", $"from the first {date} of a {per} to its last, every {date} of the calendar occurs", severity,
            [date, per], (frame, findings) => Walk(frame, date, per, since, expected, unexpected: null,
                (group, days) => findings.Table(days.Length == 1
                    ? $"{group} {Text(days[0])} is missing"
                    : $"{group} {Text(days[0])} to {Text(days[^1])} are missing, {days.Length} dates of the calendar")));

    internal static TableCheck Unexpected(
        string date, string per, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>> expected, DateOnly since, Severity severity) =>
        new("calendar_expects", $"every {date} is in the calendar", severity, [date, per],
            (frame, findings) => Walk(frame, date, per, since, expected,
                row => findings.Row(row, "is not in the calendar"), missing: null));

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>Walks through a group's dates and the calendar's dates together, both ascending. Reports each run of missing
    /// dates once.</summary>
    private static void Walk(
        ColumnFrame frame, string date, string per, DateOnly since, Func<DateOnly, DateOnly, IReadOnlyList<DateOnly>> expected,
        Action<int>? unexpected, Action<string, DateOnly[]>? missing)
    {
        var dates = frame.Dates(date);
        foreach (var (group, rows) in Groups(frame, date, per, since))
        {
            var known = expected(dates[rows[0]], dates[rows[^1]]);
            var next = 0;
            foreach (var row in rows)
            {
                var gap = next;
                while (next < known.Count && known[next] < dates[row])
                    next++;
                if (next > gap)
                    missing?.Invoke(group, [.. Enumerable.Range(gap, next - gap).Select(day => known[day])]);
                if (next < known.Count && known[next] == dates[row])
                    next++;
                else if (next == 0 || known[next - 1] != dates[row])
                    unexpected?.Invoke(row);
            }
        }
    }

    /// <summary>The rows of each group, ascending by date, without rows that have no date or a date before the calendar
    /// begins.</summary>
    private static IEnumerable<(string Group, List<int> Rows)> Groups(ColumnFrame frame, string date, string per, DateOnly since)
    {
        var names = frame.Texts(per);
        var dates = frame.Of<DateOnly>(date);
        var groups = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        List<int>? rows = null;
        for (var row = 0; row < names.Length; row++)
        {
            if (dates.IsMissing(row) || dates.Values[row] < since) continue;
            if (rows is null || !ReferenceEquals(names[row], names[rows[^1]]))
                if (!groups.TryGetValue(names[row] ?? "", out rows))
                    groups.Add(names[row] ?? "", rows = []);
            rows.Add(row);
        }
        foreach (var (name, members) in groups)
        {
            var isAscending = true;
            for (var i = 1; i < members.Count && isAscending; i++)
                isAscending = dates.Values[members[i - 1]] <= dates.Values[members[i]];
            yield return (name, isAscending ? members : [.. members.OrderBy(row => dates.Values[row])]);
        }
    }
}
