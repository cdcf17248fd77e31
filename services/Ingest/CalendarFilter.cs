using Volcast.Market;
using Volcast.Schemas;
using Volcast.Services.Ingest.Sources;

namespace Volcast.Services.Ingest;

/// <summary>Compares a download with the calendar and the clock: removes bars of days without a session and bars later than the
/// clock, and decides which bars are settled. It is the only place that decides this, whatever the source.</summary>
internal sealed class CalendarFilter(TradingCalendar calendar, DateTimeOffset now)
{
    // Far longer than any settlement takes, so sessions before the calendar begins are never looked up.
    private const int SurelySettledDays = 7;

    /// <summary>The bars that may be stored.</summary>
    /// <param name="answer">What the source delivered.</param>
    /// <param name="isFile">Whether the source is a file, which has no time of retrieval: then bars that have not settled are
    /// left out, and the download is dated to the end of its last session.</param>
    /// <exception cref="MarketDataException">Many bars fall on weekends: their dates are shifted.</exception>
    public VendorDownload Apply(VendorDownload answer, bool isFile)
    {
        if (ShiftedDates.Fault(answer.Bars.Session) is { } shifted)
            throw new MarketDataException(
                MarketDataFailure.Malformed, answer.Symbol,
                $"{answer.Symbol}: the answer of {answer.Source} cannot be used: {shifted}, or it is no series of the New York "
                + "Stock Exchange.");
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        var known = isFile || answer.RetrievedAt > now ? now : answer.RetrievedAt;
        var bars = answer.Bars;
        var kept = new List<int>(bars.Count);
        var rejected = new List<RejectedRow>(answer.Rejected);
        var (early, late, unsettled) = (0, 0, new List<DateOnly>());
        for (var i = 0; i < bars.Count; i++)
        {
            if (bars.Session[i] < TradingCalendar.FirstDay)
                early++;
            else if (bars.Session[i] > today)
                late++;
            else if (!calendar.IsSession(bars.Session[i]))
                rejected.Add(new RejectedRow(
                    $"{bars.Session[i]:yyyy-MM-dd}", $"close {bars.Close[i]}", "the exchange had no session on this day",
                    answer.Symbol.IsIndex ? Severity.Warning : Severity.Error));
            else if (isFile && !IsSettled(bars.Session[i], known))
                unsettled.Add(bars.Session[i]);
            else
                kept.Add(i);
        }
        var notes = new List<string>(answer.Notes);
        if (early > 0)
            notes.Add(
                $"{Counted.Of(early, "bar")} before {TradingCalendar.FirstDay:yyyy-MM-dd} left out: the calendar begins there");
        if (late > 0)
            notes.Add($"{Counted.Of(late, "bar")} after {today:yyyy-MM-dd} left out: that is today by the clock");
        if (unsettled.Count > 0)
            notes.Add($"{string.Join(" and ", unsettled.Select(day => $"{day:yyyy-MM-dd}"))} was held back: its bar settles at "
                + $"{calendar.SettlesAt(unsettled[^1]):yyyy-MM-dd HH:mm} New York time; read the file again then");
        var left = kept.Count == bars.Count ? bars : bars.Take([.. kept]);
        left = left with { Settled = Array.ConvertAll(left.Session, session => IsSettled(session, known)) };
        return answer with
        {
            Bars = left,
            Rejected = rejected,
            Notes = notes,
            RetrievedAt = isFile && left.Count > 0
                ? new DateTimeOffset(left.Session[^1], new TimeOnly(23, 59, 59), TimeSpan.Zero)
                : known,
        };
    }

    private bool IsSettled(DateOnly session, DateTimeOffset known) =>
        session.AddDays(SurelySettledDays) < DateOnly.FromDateTime(known.UtcDateTime) || calendar.SettlesAt(session) <= known;
}
