using System.Globalization;
using Volcast.Market;
using Volcast.Schemas;

namespace Volcast.Services.Ingest.Sources;

/// <summary>Collects a vendor's rows, in order of session, into the columns of one vintage, and the rejected rows with their
/// reasons. Rows outside the window are checked, because they show how far the vendor's data reach, but not kept.</summary>
internal sealed class BarCollector(Symbol symbol, bool hasEvents, DateOnly? from, DateOnly? to)
{
    private readonly List<(DateOnly Session, VendorBar Bar, double Dividend, double SplitRatio)> bars = [];
    private readonly List<RejectedRow> rejected = [];

    public IReadOnlyList<RejectedRow> Rejected => rejected;

    public int Count => bars.Count;

    /// <summary>The sessions of all valid rows, inside the window or not.</summary>
    public DateOnly? FirstSession { get; private set; }

    public DateOnly? LastSession { get; private set; }

    public bool IsInWindow(DateOnly session) => !(session < from) && !(session > to);

    public void Add(
        DateOnly session, VendorBar bar, string row, double dividend, double splitRatio, string place = "")
    {
        var verdict = BarChecks.Check(bar, symbol.IsIndex, needsAdjustedClose: !hasEvents);
        if (verdict.Reason is { } reason)
            Reject(session, row, place + reason, verdict.Severity, verdict.Part);
        if (verdict.Bar is null)
            return;
        FirstSession ??= session;
        LastSession = session;
        if (IsInWindow(session))
            bars.Add((session, verdict.Bar, dividend, splitRatio));
    }

    public void Reject(DateOnly session, string row, string reason, Severity severity, RejectedPart part = RejectedPart.Row)
    {
        if (IsInWindow(session))
            rejected.Add(new RejectedRow(Text(session), row, reason, severity, part));
    }

    public void Reject(RejectedRow row) => rejected.Add(row);

    public DailyBars ToBars() => new()
    {
        Session = [.. bars.Select(b => b.Session)],
        Open = [.. bars.Select(b => b.Bar.Open ?? double.NaN)],
        High = [.. bars.Select(b => b.Bar.High ?? double.NaN)],
        Low = [.. bars.Select(b => b.Bar.Low ?? double.NaN)],
        Close = [.. bars.Select(b => b.Bar.Close ?? double.NaN)],
        AdjustedClose = [.. bars.Select(b => b.Bar.AdjustedClose ?? double.NaN)],
        Volume = [.. bars.Select(b => b.Bar.Volume)],
        Dividend = [.. bars.Select(b => b.Dividend)],
        SplitRatio = [.. bars.Select(b => b.SplitRatio)],
        // The calendar and the clock decide what is settled (CalendarFilter).
        Settled = new bool[bars.Count],
        HasEvents = hasEvents,
    };

    /// <summary>The first few reasons, for the message when no row is valid.</summary>
    public string Reasons()
    {
        const int shown = 3;
        var reasons = string.Join("; ", rejected.Take(shown).Select(r => $"{r.Session}: {r.Reason}"));
        return rejected.Count > shown ? $"{reasons}; and {rejected.Count - shown} more" : reasons;
    }

    /// <exception cref="ArgumentException">The window ends before it begins.</exception>
    public static void RequireWindow(DateOnly? from, DateOnly? to)
    {
        if (from > to)
            throw new ArgumentException(
                $"The window begins on {Text(from.Value)}, after its end on {Text(to.Value)}.", nameof(to));
    }

    /// <summary>A window of sessions in words, with a space before them; empty for a whole history.</summary>
    public static string WindowText(DateOnly? from, DateOnly? to) => (from, to) switch
    {
        (null, null) => "",
        ({ } first, null) => $" from {Text(first)}",
        (null, { } last) => $" up to {Text(last)}",
        ({ } first, { } last) => $" from {Text(first)} to {Text(last)}",
    };

    public static string Text(DateOnly session) => session.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
