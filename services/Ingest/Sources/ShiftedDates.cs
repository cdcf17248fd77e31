namespace Volcast.Services.Ingest.Sources;

/// <summary>Notices that a source's dates are shifted by a day, or that its days stand for months: then a fifth of the rows falls
/// on a weekend.</summary>
internal static class ShiftedDates
{
    private const int MostWeekendRows = 2;
    private const double LargestShare = .02;
    private const int FewestRows = 2;
    private const int MonthsOfYear = 12;

    /// <summary>What is wrong with the dates; null if nothing is.</summary>
    public static string? Fault(IReadOnlyList<DateOnly> dates)
    {
        var onWeekends = OnWeekends(dates);
        if (onWeekends <= LargestShare * dates.Count || (onWeekends <= MostWeekendRows && !IsShiftedWeek(dates)))
            return null;
        var counted = $"{onWeekends} of its {dates.Count} rows {(onWeekends == 1 ? "falls" : "fall")} on a weekend";
        return dates.All(date => date.Day <= MonthsOfYear) && OnWeekends(dates.Select(Swapped)) == 0
            ? $"its dates are ambiguous: {counted}, and none does if day and month change places"
            : $"{counted}, so its dates are shifted by a day";
    }

    /// <summary>Whether the rows may be those of the weekdays a day late, so that none is on a Monday and Fridays are
    /// Saturdays, or a day early. In a short file one such row is enough.</summary>
    private static bool IsShiftedWeek(IReadOnlyList<DateOnly> dates)
    {
        var days = dates.Select(date => date.DayOfWeek).ToHashSet();
        return dates.Count >= FewestRows
            && ((days.Contains(DayOfWeek.Saturday) && !days.Contains(DayOfWeek.Sunday) && !days.Contains(DayOfWeek.Monday))
                || (days.Contains(DayOfWeek.Sunday) && !days.Contains(DayOfWeek.Saturday) && !days.Contains(DayOfWeek.Friday)));
    }

    private static int OnWeekends(IEnumerable<DateOnly> dates) =>
        dates.Count(date => date.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday);

    private static DateOnly Swapped(DateOnly date) => new(date.Year, date.Day, date.Month);
}
