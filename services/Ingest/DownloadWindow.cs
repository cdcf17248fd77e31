using Volcast.Market;

namespace Volcast.Services.Ingest;

/// <summary>
/// The first day to request from a vendor. Once a history is stored, a few sessions of overlap are enough: they connect the
/// new bars to the old ones inside one download, and show whether the vendor has revised or split-adjusted its past.
/// </summary>
internal static class DownloadWindow
{
    /// <summary>Sessions that a download shares with what is known.</summary>
    public const int OverlapSessions = 10;

    private const int ToleratedStartDays = 10;

    /// <param name="wanted">The first day of the look-back; null requests the whole history every
    /// time.</param>
    /// <param name="known">The sessions in the lake, ascending.</param>
    /// <param name="missing">Missing sessions, ascending; the window reaches back to fill them.</param>
    /// <param name="calendar">The exchange's sessions.</param>
    /// <returns>The first day to request; null for the whole history. It is before the look-back if the whole stored history
    /// is: without a shared session the new bars could not be connected to the old ones.</returns>
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
