using NodaTime;
using NodaTime.Extensions;

namespace Volcast.Market;

/// <summary>
/// The sessions of the New York Stock Exchange from 1990-01-01 on: which days must have a bar, when trading opens and closes, and
/// when a bar is settled. The rules are in <see cref="NyseHolidays"/>; a closing that is decided after a release is added by
/// <see cref="WithClosings"/>.
/// </summary>
/// <remarks>Thread-safe. Dates are looked up in a table in constant time; the table is extended by years when a later date is
/// needed. A date before 1990 raises <see cref="ArgumentOutOfRangeException"/>.</remarks>
public sealed class TradingCalendar
{
    private const int TableThrough = 2050;
    private static readonly TimeOnly Opening = new(9, 30);
    private static readonly TimeOnly RegularClose = new(16, 0);
    private static readonly TimeOnly SettlementTime = new(6, 0);
    private readonly DateTimeZone newYork = DateTimeZoneProviders.Tzdb["America/New_York"];
    private readonly Lock growth = new();
    private volatile Table? table;

    private readonly IReadOnlySet<DateOnly> furtherClosings;

    private TradingCalendar(IReadOnlySet<DateOnly> furtherClosings) => this.furtherClosings = furtherClosings;

    /// <summary>The calendar as this release knows it.</summary>
    public static TradingCalendar Nyse { get; } = new(new HashSet<DateOnly>());

    /// <summary>This calendar without the given days.</summary>
    public TradingCalendar WithClosings(IReadOnlyCollection<DateOnly> days) =>
        days.Count == 0 ? this : new(new HashSet<DateOnly>([.. furtherClosings, .. days]));

    /// <summary>The first day of this calendar, 1990-01-01.</summary>
    public static DateOnly FirstDay { get; } = new(1990, 1, 1);

    public bool IsSession(DateOnly day)
    {
        var known = Through(day);
        var index = IndexOf(day);
        return known.SessionsBefore[index + 1] > known.SessionsBefore[index];
    }

    /// <summary>Whether the day is a session scheduled to close early, at 13:00 New York time (14:00 until 1992).</summary>
    public bool IsHalfDay(DateOnly day) => Through(day).EarlyCloses.ContainsKey(day);

    /// <summary>The time of the open: 09:30 New York time, on half days too. The offset is New York's.</summary>
    /// <exception cref="ArgumentException">The day is not a session.</exception>
    public DateTimeOffset OpensAt(DateOnly session)
    {
        RequireSession(session);
        return AtNewYork(session, Opening);
    }

    /// <summary>The time of the close: 16:00 New York time, or earlier on a half day. The offset is New York's.</summary>
    /// <exception cref="ArgumentException">The day is not a session.</exception>
    public DateTimeOffset ClosesAt(DateOnly session)
    {
        RequireSession(session);
        return AtNewYork(session, Through(session).EarlyCloses.GetValueOrDefault(session, RegularClose));
    }

    /// <summary>The time at which the session's bar is settled: 06:00 New York time on the next calendar day, even on a weekend.
    /// The offset is New York's.</summary>
    public DateTimeOffset SettlesAt(DateOnly session)
    {
        RequireKnown(session);
        return AtNewYork(session.AddDays(1), SettlementTime);
    }

    /// <summary>The newest session whose bar is settled at <paramref name="now"/>.</summary>
    public DateOnly NewestSettled(DateTimeOffset now)
    {
        var local = now.ToInstant().InZone(newYork);
        var settled = local.TimeOfDay.ToTimeOnly() >= SettlementTime ? 1 : 2;
        return Previous(local.Date.ToDateOnly().AddDays(1 - settled));
    }

    /// <summary>The first session after the day; the day may be any day.</summary>
    public DateOnly Next(DateOnly day) => SessionAt(Through(day).SessionsBefore[IndexOf(day) + 1], day);

    /// <summary>The last session before the day; the day may be any day.</summary>
    public DateOnly Previous(DateOnly day) => SessionAt(Through(day).SessionsBefore[IndexOf(day)] - 1, day);

    /// <summary>The n-th session after <paramref name="session"/>; before it if n is negative, itself if n is 0.</summary>
    /// <exception cref="ArgumentException"><paramref name="session"/> is not a session.</exception>
    public DateOnly Add(DateOnly session, int sessions)
    {
        RequireSession(session);
        return SessionAt(Through(session).SessionsBefore[IndexOf(session)] + sessions, session);
    }

    /// <summary>The sessions from one day to another, both included, in order; none if <paramref name="to"/> is
    /// earlier.</summary>
    public IReadOnlyList<DateOnly> Sessions(DateOnly from, DateOnly to)
    {
        RequireKnown(from);
        if (to < from)
            return [];
        var known = Through(to);
        return known.Sessions[known.SessionsBefore[IndexOf(from)]..known.SessionsBefore[IndexOf(to) + 1]];
    }

    /// <summary>The number of sessions from one day to another, both included; 0 if <paramref name="to"/> is
    /// earlier.</summary>
    public int Count(DateOnly from, DateOnly to)
    {
        RequireKnown(from);
        if (to < from)
            return 0;
        var known = Through(to);
        return known.SessionsBefore[IndexOf(to) + 1] - known.SessionsBefore[IndexOf(from)];
    }

    private static int IndexOf(DateOnly day) => day.DayNumber - FirstDay.DayNumber;

    private DateTimeOffset AtNewYork(DateOnly day, TimeOnly time) =>
        newYork.AtLeniently(day.ToLocalDate() + time.ToLocalTime()).ToDateTimeOffset();

    private static void RequireKnown(DateOnly day)
    {
        if (day < FirstDay)
            throw new ArgumentOutOfRangeException(nameof(day), day,
                $"The NYSE calendar begins on {FirstDay:yyyy-MM-dd}; {day:yyyy-MM-dd} is before it. Leave out the earlier data.");
    }

    private void RequireSession(DateOnly day)
    {
        if (!IsSession(day))
            throw new ArgumentException(
                $"{day:yyyy-MM-dd} ({day.DayOfWeek}) is not a session of the NYSE; the next one is {Next(day):yyyy-MM-dd}.",
                nameof(day));
    }

    /// <summary>The session with this number, counted from 0 in 1990; <paramref name="origin"/> is used in the message.</summary>
    private DateOnly SessionAt(int number, DateOnly origin)
    {
        // A year has at least 247 sessions (2001 had 248).
        var known = number < 0 ? Through(FirstDay) : Through(Math.Min(FirstDay.Year + number / 247, DateOnly.MaxValue.Year));
        return number >= 0 && number < known.Sessions.Length
            ? known.Sessions[number]
            : throw new ArgumentOutOfRangeException(nameof(origin), origin,
                $"The requested session, counted from {origin:yyyy-MM-dd}, is outside the calendar, which runs from "
                + $"{FirstDay:yyyy-MM-dd} to {DateOnly.MaxValue:yyyy-MM-dd}.");
    }

    private Table Through(DateOnly day)
    {
        RequireKnown(day);
        return Through(day.Year);
    }

    private Table Through(int year)
    {
        var known = table;
        if (known is not null && year <= known.LastYear)
            return known;
        lock (growth)
        {
            known = table;
            if (known is null || year > known.LastYear)
                table = known = Table.Build(Math.Clamp(year + 10, TableThrough, DateOnly.MaxValue.Year), furtherClosings);
            return known;
        }
    }

    /// <summary>Every session from 1990 to the end of a year; <c>SessionsBefore[i]</c> counts those before day i.</summary>
    private sealed record Table(
        int LastYear, DateOnly[] Sessions, int[] SessionsBefore, Dictionary<DateOnly, TimeOnly> EarlyCloses)
    {
        public static Table Build(int lastYear, IReadOnlySet<DateOnly> furtherClosings)
        {
            var days = IndexOf(new DateOnly(lastYear, 12, 31)) + 1;
            var before = new int[days + 1];
            var sessions = new List<DateOnly>(days * 5 / 7);
            var earlyCloses = new Dictionary<DateOnly, TimeOnly>();
            var closings = new HashSet<DateOnly>(furtherClosings);
            for (var i = 0; i < days; i++)
            {
                var day = DateOnly.FromDayNumber(FirstDay.DayNumber + i);
                if (day.DayOfYear == 1)
                {
                    closings.UnionWith(NyseHolidays.Closings(day.Year));
                    foreach (var (session, close) in NyseHolidays.EarlyClosings(day.Year))
                        earlyCloses.Add(session, close);
                }
                if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday) && !closings.Contains(day))
                    sessions.Add(day);
                before[i + 1] = sessions.Count;
            }
            return new Table(lastYear, [.. sessions], before, earlyCloses);
        }
    }
}
