using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>Removes from a vendor's answer the bars of days without a session, and the bars later than the clock.</summary>
internal static class CalendarFilter
{
    public static VendorDownload Apply(VendorDownload answer, TradingCalendar calendar, DateOnly today)
    {
        var bars = answer.Bars;
        var kept = new List<int>(bars.Count);
        var rejected = new List<RejectedRow>(answer.Rejected);
        var (early, late) = (0, 0);
        for (var i = 0; i < bars.Count; i++)
        {
            if (bars.Session[i] < TradingCalendar.FirstDay)
                early++;
            else if (bars.Session[i] > today)
                late++;
            else if (calendar.IsSession(bars.Session[i]))
                kept.Add(i);
            else
                rejected.Add(new RejectedRow(
                    $"{bars.Session[i]:yyyy-MM-dd}", $"close {bars.Close[i]}", "the exchange had no session on this day",
                    answer.Symbol.IsIndex ? Severity.Warning : Severity.Error));
        }
        if (kept.Count == bars.Count)
            return answer;
        var notes = new List<string>(answer.Notes);
        if (early > 0)
            notes.Add($"{early} bars before {TradingCalendar.FirstDay:yyyy-MM-dd} were left out: the calendar begins there");
        if (late > 0)
            notes.Add($"{late} bars after {today:yyyy-MM-dd} were left out: that is today by the clock");
        var left = bars.Take([.. kept]);
        // A file's time of retrieval is that of its last session.
        var retrievedAt = late > 0 && left.Count > 0
            ? new DateTimeOffset(left.Session[^1], new TimeOnly(23, 59, 59), TimeSpan.Zero)
            : answer.RetrievedAt;
        return answer with { Bars = left, Rejected = rejected, Notes = notes, RetrievedAt = retrievedAt };
    }
}
