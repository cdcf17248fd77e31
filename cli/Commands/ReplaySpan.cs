using Volcast.Hosting;
using Volcast.Market;

namespace Volcast.Cli.Commands;

/// <summary>The sessions of a replay.</summary>
internal static class ReplaySpan
{
    /// <summary>The first session from one day on and the last one to another; a note says so where a day is no
    /// session.</summary>
    /// <exception cref="SettingException">The days are in the wrong order or outside the calendar, or the last one has
    /// not settled.</exception>
    public static (DateOnly First, DateOnly Last) Of(DateOnly from, DateOnly to, CommandContext context)
    {
        var (calendar, now) = (context.Calendar, context.Clock.GetUtcNow());
        if (from > to)
            throw new SettingException($"--from {from:yyyy-MM-dd} is after --to {to:yyyy-MM-dd}.");
        if (from < TradingCalendar.FirstDay)
            throw new SettingException(
                $"--from {from:yyyy-MM-dd} is before the calendar, which begins on {TradingCalendar.FirstDay:yyyy-MM-dd}.");
        if (calendar.NewestSettled(now) is var newest && to > newest)
            throw new SettingException(
                $"--to {to:yyyy-MM-dd} has not settled at {now.UtcDateTime:yyyy-MM-dd HH:mm} UTC. The newest settled session is "
                + $"{newest:yyyy-MM-dd}.");
        var first = calendar.IsSession(from) ? from : calendar.Next(from);
        var last = calendar.IsSession(to) ? to : calendar.Previous(to);
        if (first > last)
            throw new SettingException($"There is no session of the NYSE from {from:yyyy-MM-dd} to {to:yyyy-MM-dd}.");
        if (first != from)
            context.Terminal.Note($"--from {from:yyyy-MM-dd} ({from.DayOfWeek}) is not a session of the NYSE; the replay begins "
                + $"with {first:yyyy-MM-dd}.");
        if (last != to)
            context.Terminal.Note($"--to {to:yyyy-MM-dd} ({to.DayOfWeek}) is not a session of the NYSE; the replay ends with "
                + $"{last:yyyy-MM-dd}.");
        return (first, last);
    }
}
