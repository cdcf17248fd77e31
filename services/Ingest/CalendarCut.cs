using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>Takes out of a vendor's answer what is on no session of the calendar.</summary>
internal static class CalendarCut
{
    public static VendorDownload Apply(VendorDownload answer, TradingCalendar calendar)
    {
        var bars = answer.Bars;
        var kept = new List<int>(bars.Count);
        var rejected = new List<RejectedRow>(answer.Rejected);
        var early = 0;
        for (var i = 0; i < bars.Count; i++)
        {
            if (bars.Session[i] < TradingCalendar.FirstDay)
                early++;
            else if (calendar.IsSession(bars.Session[i]))
                kept.Add(i);
            else
                rejected.Add(new RejectedRow(
                    $"{bars.Session[i]:yyyy-MM-dd}", $"close {bars.Close[i]}", "the exchange had no session on this day",
                    answer.Symbol.IsIndex ? Severity.Warning : Severity.Error));
        }
        if (kept.Count == bars.Count)
            return answer;
        var note = $"{early} bars before {TradingCalendar.FirstDay:yyyy-MM-dd} left out: the calendar begins there";
        return answer with
        {
            Bars = bars.Take([.. kept]),
            Rejected = rejected,
            Notes = early == 0 ? answer.Notes : [.. answer.Notes, note],
        };
    }
}
