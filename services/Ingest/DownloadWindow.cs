using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>
/// From which day on a vendor is asked. Once history is there, a few sessions of overlap are enough: they chain the new
/// bars to the old inside one download, and show whether the vendor has revised or split-adjusted its past.
/// </summary>
internal static class DownloadWindow
{
    /// <summary>Sessions that a download shares with what is known.</summary>
    public const int OverlapSessions = 10;

    private const int ToleratedStartDays = 10;

    /// <param name="wanted">The first day of the look-back; null for all there is, which asks for the whole history every
    /// time.</param>
    /// <param name="known">The sessions held, ascending.</param>
    /// <param name="missing">Sessions that should be held and are not, ascending: the window reaches back to heal them.</param>
    /// <param name="calendar">The exchange's sessions.</param>
    /// <returns>The first day to ask for; null for all there is. Before the look-back where all that is held lies there: without
    /// a shared session the new bars could not be chained to the old.</returns>
    public static DateOnly? Start(
        DateOnly? wanted, ReadOnlySpan<DateOnly> known, IReadOnlyList<DateOnly> missing, TradingCalendar calendar)
    {
        if (wanted is not { } first || known.IsEmpty || first.AddDays(ToleratedStartDays) < known[0])
            return wanted;
        var newest = known[^1];
        var anchor = missing.Count > 0 && missing[0] < newest ? missing[0] : newest;
        var start = calendar.Add(anchor, -OverlapSessions);
        return start > first || newest < first ? start : first;
    }
}
