namespace Volcast.Market;

/// <summary>The sessions of an exchange: which days must have a bar.</summary>
public sealed class TradingCalendar
{
    public static TradingCalendar Nyse { get; } = new();

    public bool IsSession(DateOnly day) => throw new NotImplementedException();
    public bool IsHalfDay(DateOnly day) => throw new NotImplementedException();
    public DateOnly Next(DateOnly day) => throw new NotImplementedException();
    public DateOnly Previous(DateOnly day) => throw new NotImplementedException();
    /// <summary>The n-th session after <paramref name="session"/>.</summary>
    public DateOnly Add(DateOnly session, int sessions) => throw new NotImplementedException();
    public IReadOnlyList<DateOnly> Sessions(DateOnly from, DateOnly to) => throw new NotImplementedException();
    /// <summary>When the session's bar is settled: 06:00 New York time on the calendar day after it.</summary>
    public DateTimeOffset SettlesAt(DateOnly session) => throw new NotImplementedException();
    /// <summary>The newest session whose bar is settled at <paramref name="now"/>.</summary>
    public DateOnly NewestSettled(DateTimeOffset now) => throw new NotImplementedException();
}
