namespace Volcast.Services.Ingest.Sources;

/// <summary>Notices that a source's dates are shifted by a day: then a fifth of the rows falls on a weekend.</summary>
internal static class ShiftedDates
{
    private const int MostWeekendRows = 2;
    private const double LargestShare = .02;

    /// <summary>What is wrong with the dates; null if nothing is.</summary>
    public static string? Fault(IEnumerable<DateOnly> dates)
    {
        var (rows, onWeekends) = (0, 0);
        foreach (var date in dates)
        {
            rows++;
            if (date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                onWeekends++;
        }
        return onWeekends > MostWeekendRows && onWeekends > LargestShare * rows
            ? $"{onWeekends} of its {rows} rows fall on a weekend, so its dates are shifted by a day"
            : null;
    }
}
